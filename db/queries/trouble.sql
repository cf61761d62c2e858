-- The articles that need a look: the last capture failed, or what it shows is no content; at most :limit (-1: all).
-- :only names one of them, NULL all.
SELECT
    article.id AS article_id,
    article.url,
    last.captured_at,
    last.outcome,
    coalesce(last.detail, '') AS detail,
    coalesce(reading.verdict, '') AS verdict,
    coalesce(reading.reason, '') AS reason,
    (SELECT max(n) FROM version WHERE version.article_id = article.id) AS version
FROM article
JOIN capture AS last ON last.id = (SELECT max(id) FROM capture WHERE article_id = article.id)
LEFT JOIN reading ON reading.capture_id = coalesce(last.confirms, last.id)
WHERE (last.outcome NOT IN ('ok', 'not_modified') OR reading.verdict <> 'content')
    AND article.id = coalesce(:only, article.id)
ORDER BY last.captured_at DESC, article.id
LIMIT :limit
