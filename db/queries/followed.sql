-- What is followed under :url as a source, or as the article :article, with the terms; is_said is 1 where a person has
-- said so of that very URL, and not harvester.toml or a source.
SELECT
    '' AS article_id, source.kind, url.url, source.state, source.since, source.every_s, source.name, source.links, source.scope,
    EXISTS (
        SELECT 1 FROM decision
        WHERE target = :url AND kind = 'follow' AND target_kind = 'source' AND who <> 'harvester.toml'
    ) AS is_said
FROM source JOIN url ON url.id = source.url_id
WHERE url.url = :url
--? article: AND 0
UNION ALL
SELECT
    article.id, 'page', url.url, article.state, article.since, article.every_s, '', '', '{}',
    EXISTS (
        SELECT 1 FROM decision
        WHERE target = :url AND kind = 'follow' AND target_kind = 'article' AND who <> 'harvester.toml'
    )
FROM article JOIN url ON url.id = article.url_id
WHERE article.id = :article
