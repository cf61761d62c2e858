-- The followed articles that show two contents by turns now, of those that began to do so from :from_at on.
SELECT article.id AS article_id, url.url, event.from_at AS since
FROM event
JOIN article ON article.id = event.article_id AND article.state = 'followed'
JOIN url ON url.id = article.url_id
WHERE event.from_at >= :from_at AND event.kind = 'alternating' AND event.until_at IS NULL
ORDER BY event.from_at DESC
