-- The archive in numbers.
SELECT
    (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM article) AS articles,
    (SELECT count(*) FROM capture) AS captures,
    (SELECT count(*) FROM capture WHERE outcome NOT IN ('ok', 'not_modified')) AS failed_captures,
    (SELECT count(*) FROM reading WHERE verdict <> 'content') AS refused_readings,
    (SELECT count(*) FROM capture WHERE outcome = 'ok'
        AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.capture_id = capture.id)) AS unread_captures,
    (SELECT count(*) FROM payload) AS payloads,
    (SELECT coalesce(sum(size), 0) FROM payload) AS payload_bytes,
    (SELECT coalesce(sum(length(body)), 0) FROM payload) AS stored_bytes,
    (SELECT count(*) FROM version) AS versions,
    (SELECT count(*) FROM question) AS questions,
    (SELECT count(*) FROM wording) AS wordings,
    (SELECT count(*) FROM change) AS changes,
    (SELECT max(captured_at) FROM capture) AS last_captured_at
