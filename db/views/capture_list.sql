-- Every capture with what was made of it: NULLs that stand for something are filled in.
-- verdict is "content" where the page was an article, otherwise why it was not; NULL where there was
-- nothing to read. version is the one it showed or, for a 304, confirmed.
SELECT
    capture.id,
    capture.article_id,
    capture.run_id,
    coalesce(capture.url, article.url) AS url,
    coalesce(capture.final_url, capture.url, article.url) AS final_url,
    capture.captured_at,
    coalesce(capture.recorded_at, capture.captured_at) AS recorded_at,
    capture.outcome,
    capture.status,
    coalesce(capture.detail, '') AS detail,
    reading.verdict,
    reading.reason,
    reading.version,
    reading.pairs,
    reading.parser,
    capture.confirms,
    coalesce(capture.etag, base.etag) AS etag,
    coalesce(capture.last_modified, base.last_modified) AS last_modified,
    coalesce(capture.content_type, base.content_type) AS content_type,
    coalesce(capture.payload_digest, base.payload_digest) AS payload_digest,
    payload.size AS payload_bytes,
    capture.wire_bytes,
    capture.elapsed_ms
FROM capture
JOIN article ON article.id = capture.article_id
LEFT JOIN capture AS base ON base.id = capture.confirms
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
LEFT JOIN payload ON payload.digest = coalesce(capture.payload_digest, base.payload_digest)
