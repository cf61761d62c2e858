-- Of the capture with a key between :low and :high, or of what it confirms: its number, URL and time.
SELECT shown.id, url.url, shown.captured_at
FROM capture
JOIN capture AS shown ON shown.id = coalesce(capture.confirms, capture.id)
JOIN url ON url.id = shown.url_id
WHERE capture.key BETWEEN :low AND :high OR capture.id = :id
LIMIT 1
