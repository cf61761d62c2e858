-- The articles that the source with the URL :source announced first, the ones that changed last first.
SELECT article_list.*
FROM url
JOIN source ON source.url_id = url.id
JOIN article ON article.source_id = source.id
JOIN article_list ON article_list.article_id = article.id
WHERE url.url = :source
ORDER BY coalesce(article_list.changed_at, '') DESC, article_list.article_id
LIMIT :limit OFFSET :offset
