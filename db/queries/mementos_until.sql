-- Captures of the URL with the number :id before :before that have a whole body of their own, newest first. One that was taken down has none.
SELECT capture.id, capture.captured_at
FROM capture JOIN payload ON payload.id = capture.payload_id
WHERE capture.url_id = :id AND capture.captured_at < :before
    AND capture.kind IN ('exchange', 'saved') AND payload.coding <> 'removed'
    AND capture.outcome IN ('ok', 'redirected', 'bad_redirect', 'gone', 'refused', 'rate_limited', 'server_error', 'http_error')
ORDER BY capture.captured_at DESC, capture.id DESC
LIMIT :limit
