-- The captures that showed version :version of article :article, in the order of time, each followed by the one that it confirms.
SELECT lower(hex(shown.key)) AS key, url.url, shown.captured_at
FROM standing
JOIN capture ON capture.id = standing.capture_id
JOIN capture AS shown ON shown.id IN (capture.id, capture.confirms)
JOIN url ON url.id = shown.url_id
WHERE standing.article_id = :article AND standing.version = :version
ORDER BY standing.at, capture.key, shown.id = capture.confirms
