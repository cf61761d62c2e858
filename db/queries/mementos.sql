-- Captures of the URL with the number :id that have a whole body of their own: from :from_at on, oldest first, or before
-- :before, newest first. One that was taken down has none.
SELECT capture.id, capture.captured_at
FROM capture JOIN payload ON payload.id = capture.payload_id
WHERE capture.url_id = :id
--? from_at: AND capture.captured_at >= :from_at
--? before: AND capture.captured_at < :before
    AND capture.kind IN ('exchange', 'saved') AND payload.coding <> 'removed'
    AND capture.outcome IN ('ok', 'redirected', 'bad_redirect', 'gone', 'refused', 'rate_limited', 'server_error', 'http_error')
ORDER BY
--? before: capture.captured_at DESC, capture.id DESC,
    capture.captured_at, capture.id
LIMIT :limit
