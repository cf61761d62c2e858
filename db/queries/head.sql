-- The newest manifest in the chain of this archive: no row before the first. A person who writes the head down can
-- prove later, with "harvester verify --against", that nothing that it covers was changed. stamped_at is when a
-- time-stamping authority confirmed it, NULL if none did.
SELECT
    lower(hex(manifest.head)) AS head,
    manifest.number,
    manifest.made_at,
    (SELECT min(stamped_at) FROM stamp WHERE stamp.head = manifest.head) AS stamped_at
FROM archive JOIN manifest ON manifest.archive = archive.key
ORDER BY manifest.number DESC
LIMIT 1
