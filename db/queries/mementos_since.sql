-- Captures of the URL with the number :id from :from_at on that have a whole body of their own, oldest first. One that was taken down has none.
SELECT capture.id, capture.captured_at
FROM capture JOIN payload ON payload.id = capture.payload_id
WHERE capture.url_id = :id AND capture.captured_at >= :from_at
    AND capture.kind IN ('exchange', 'saved') AND payload.coding <> 'removed'
    AND capture.outcome IN ('ok', 'redirected', 'bad_redirect', 'gone', 'refused', 'rate_limited', 'server_error', 'http_error')
ORDER BY capture.captured_at, capture.id
LIMIT :limit
