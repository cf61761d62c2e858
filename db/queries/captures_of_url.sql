-- The newest :limit captures of the URL :url, as the view capture_list has them.
SELECT capture_list.*
FROM url
JOIN capture ON capture.url_id = url.id
JOIN capture_list ON capture_list.id = capture.id
WHERE url.url = :url
ORDER BY capture.captured_at DESC, capture.id DESC
LIMIT :limit
