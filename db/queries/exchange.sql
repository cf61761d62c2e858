-- What an export to web archives says of capture :id beside what it holds itself. Keys are hexadecimal.
SELECT
    lower(hex(capture.key)) AS key,
    capture.kind,
    capture.role,
    lower(hex(run.key)) AS run,
    run.id AS run_id,
    capture.captured_at,
    coalesce(capture.recorded_at, '') AS recorded_at,
    lower(coalesce(hex(leading.key), '')) AS led_from,
    coalesce(leading_url.url, '') AS via,
    lower(coalesce(hex(first.key), '')) AS part_of,
    lower(coalesce(hex(base.key), '')) AS confirms,
    base_url.url AS confirms_url,
    base.captured_at AS confirms_at,
    lower(coalesce(hex(payload.digest), '')) AS payload,
    coalesce((
        SELECT min(tombstone.taken_at) FROM tombstone
        WHERE payload.coding = 'removed' AND tombstone.payload_digest = payload.digest
    ), '') AS taken_at,
    origin.capture_id IS NOT NULL AS is_imported
FROM capture
JOIN run ON run.id = capture.run_id
LEFT JOIN capture AS leading ON leading.id = capture.led_from
LEFT JOIN url AS leading_url ON leading_url.id = leading.url_id
LEFT JOIN capture AS first ON first.id = capture.part_of
LEFT JOIN capture AS base ON base.id = capture.confirms
LEFT JOIN url AS base_url ON base_url.id = base.url_id
LEFT JOIN payload ON payload.id = capture.payload_id
LEFT JOIN origin ON origin.capture_id = capture.id
WHERE capture.id = :id
