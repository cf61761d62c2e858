-- What a citation of version :version of article :article says: its last capture, until :until if that is given. outlet is the
-- name of the source that announced the article first; '' if no source did.
SELECT
    coalesce(source.name, '') AS outlet,
    snapshot.title,
    asked.url,
    version.n AS version,
    standing.at AS captured_at,
    lower(hex(capture.key)) AS capture,
    coalesce(lower(hex(payload.digest)), '') AS payload_digest,
    coalesce(reading.reader, '') AS reader
FROM version
JOIN article ON article.id = version.article_id
LEFT JOIN source ON source.id = article.source_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN standing ON standing.article_id = version.article_id AND standing.version = version.n
JOIN capture ON capture.id = standing.capture_id
JOIN url AS asked ON asked.id = capture.url_id
LEFT JOIN capture AS base ON base.id = coalesce(capture.confirms, capture.id)
LEFT JOIN payload ON payload.id = base.payload_id
LEFT JOIN reading ON reading.capture_id = base.id
WHERE version.article_id = :article AND version.n = :version
--? until: AND standing.at <= :until
ORDER BY standing.at DESC, capture.key DESC
LIMIT 1
