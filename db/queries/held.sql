-- What somebody paused or ended: articles and sources, with who said so last; newest first. A decision about an article may
-- name any of its URLs, and a later one takes it back: an article that is paused or ended only because its source is has no
-- row of its own. total is how many rows there are without a limit. A line that begins with "--?" counts if its parameter is
-- given. limit: at most this many.
WITH held AS MATERIALIZED (
    SELECT url.url, 'article' AS what, article.state, decision.decided_at AS since, decision.who, decision.why
    FROM decision
    CROSS JOIN url AS named ON named.url = decision.target
    CROSS JOIN member ON member.url_id = named.id
    CROSS JOIN article ON article.id = member.article_id AND article.state IN ('paused', 'ended')
    CROSS JOIN url ON url.id = article.url_id
    WHERE decision.kind IN ('pause', 'end') AND NOT EXISTS (
        SELECT 1 FROM member AS again
        WHERE again.url_id = member.url_id AND again.article_id = article.id AND again.since > member.since
    ) AND NOT EXISTS (
        SELECT 1 FROM member AS other
        CROSS JOIN url AS asked ON asked.id = other.url_id
        CROSS JOIN decision AS later ON later.target = asked.url
        WHERE other.article_id = article.id
            AND (later.decided_at, later.id) > (decision.decided_at, decision.id)
            AND (later.kind IN ('pause', 'end')
                OR (later.kind IN ('resume', 'follow') AND later.who <> 'harvester.toml'))
    )
    UNION ALL
    SELECT url.url, source.kind, source.state, decision.decided_at, decision.who, decision.why
    FROM source
    CROSS JOIN url ON url.id = source.url_id
    CROSS JOIN decision ON decision.id = (
        SELECT newest.id FROM decision AS newest
        WHERE newest.target = url.url AND newest.kind IN ('pause', 'end')
        ORDER BY newest.decided_at DESC, newest.id DESC LIMIT 1
    )
    WHERE source.state IN ('paused', 'ended')
)
SELECT *, count(*) OVER () AS total
FROM held
ORDER BY since DESC, url
--? limit: LIMIT :limit
