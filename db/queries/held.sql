-- What somebody paused or ended: articles and sources, with who said so last; newest first. A decision about an article may
-- name any of its URLs. CROSS JOIN has SQLite look up decisions by their target.
SELECT held.url, held.what, held.state, max(decision.decided_at) AS since, decision.who, decision.why
FROM (
    SELECT url.url, 'article' AS what, article.state, named.url AS target
    FROM article
    JOIN url ON url.id = article.url_id
    JOIN member ON member.article_id = article.id
    JOIN url AS named ON named.id = member.url_id
    WHERE article.state IN ('paused', 'ended')
    UNION ALL
    SELECT url.url, source.kind, source.state, url.url
    FROM source JOIN url ON url.id = source.url_id
    WHERE source.state IN ('paused', 'ended')
) AS held
CROSS JOIN decision ON decision.target = held.target AND decision.kind IN ('pause', 'end')
GROUP BY held.url, held.what
ORDER BY since DESC, held.url
