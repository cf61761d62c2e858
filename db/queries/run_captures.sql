-- The captures of the run with the local number :id, in the order in which they were made; a chain of redirects by its end.
SELECT
    lower(hex(capture.key)) AS key,
    CASE WHEN capture.part_of IS NULL THEN capture.role ELSE 'further page' END AS role,
    url.url,
    capture.captured_at,
    capture.outcome,
    coalesce(reading.verdict, '') AS verdict,
    coalesce(standing.state, '') AS standing,
    coalesce(nullif(standing.why, ''), nullif(reading.reason, ''), capture.detail, '') AS reason,
    standing.version,
    capture.status,
    capture.wire_bytes,
    capture.elapsed_ms
FROM capture
JOIN url ON url.id = capture.url_id
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
WHERE capture.run_id = :id AND capture.outcome <> 'redirected'
ORDER BY capture.captured_at, capture.id
