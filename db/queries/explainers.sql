-- The followed articles that are no explainers, oldest first. :held is 0 for those that are remembered, and asked for more
-- and more seldom, because only sources announce them; 1 for those that are followed all the same, because a person or
-- harvester.toml says so. reason is a word: no_questions, an outcome or a verdict; detail says more.
SELECT
    article.id AS article_id,
    url.url,
    coalesce(snapshot.title, '') AS title,
    article.lacks AS reason,
    coalesce(nullif(last.reason, ''), last.detail) AS detail,
    article.since,
    last.captured_at AS last_captured_at,
    article.every_s,
    source_url.url AS source
FROM (SELECT DISTINCT lacks FROM article_tally WHERE lacks <> '') AS reason
CROSS JOIN article ON article.lacks = reason.lacks AND article.lacks <> ''
JOIN url ON url.id = article.url_id
JOIN capture_list AS last ON last.id = article.newest_capture_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
LEFT JOIN version ON version.article_id = article.id
    AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = article.id)
LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
WHERE article.is_held = :held AND article.state = 'followed'
ORDER BY article.since, url.url
