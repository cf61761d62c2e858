-- How each source is doing: its articles, those whose last capture failed, and those that were never read
-- as an article with questions.
SELECT
    source.id,
    source.kind,
    source.url,
    source.name,
    source.every_s,
    count(article.id) AS articles,
    count(article.id) FILTER (WHERE last.outcome NOT IN ('ok', 'not_modified')) AS failing,
    count(article.id) FILTER (WHERE last.id IS NULL) AS never_captured,
    count(article.id) FILTER (
        WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article_id = article.id)
    ) AS without_version,
    max(last.captured_at) AS last_captured_at
FROM source
LEFT JOIN article ON article.source_id = source.id
LEFT JOIN capture AS last ON last.id = (SELECT max(id) FROM capture WHERE article_id = article.id)
GROUP BY source.id
