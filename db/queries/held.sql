-- What somebody paused or ended: articles and sources, with who said so last; newest first. A decision about an article may
-- name any of its URLs. total is how many rows there are without a limit. A line that begins with "--?" counts if its
-- parameter is given. limit: at most so many. The newest decisions are looked at first, so that a limit ends the work.
SELECT
    url.url,
    'article' AS what,
    article.state,
    decision.decided_at AS since,
    decision.who,
    decision.why,
    (SELECT coalesce(sum(number), 0) FROM article_tally WHERE state IN ('paused', 'ended'))
        + (SELECT count(*) FROM source WHERE state IN ('paused', 'ended')) AS total
FROM decision
CROSS JOIN url AS named ON named.url = decision.target
CROSS JOIN article ON article.id IN (SELECT member.article_id FROM member WHERE member.url_id = named.id)
    AND article.state IN ('paused', 'ended')
CROSS JOIN url ON url.id = article.url_id
WHERE decision.kind IN ('pause', 'end') AND NOT EXISTS (
    SELECT 1 FROM member
    CROSS JOIN url AS asked ON asked.id = member.url_id
    CROSS JOIN decision AS later ON later.target = asked.url AND later.kind IN ('pause', 'end')
    WHERE member.article_id = article.id AND (later.decided_at, later.id) > (decision.decided_at, decision.id)
)
UNION ALL
SELECT
    url.url,
    source.kind,
    source.state,
    decision.decided_at,
    decision.who,
    decision.why,
    (SELECT coalesce(sum(number), 0) FROM article_tally WHERE state IN ('paused', 'ended'))
        + (SELECT count(*) FROM source WHERE state IN ('paused', 'ended'))
FROM decision
CROSS JOIN url ON url.url = decision.target
CROSS JOIN source ON source.url_id = url.id AND source.state IN ('paused', 'ended')
WHERE decision.kind IN ('pause', 'end') AND NOT EXISTS (
    SELECT 1 FROM decision AS later
    WHERE later.target = url.url AND later.kind IN ('pause', 'end')
        AND (later.decided_at, later.id) > (decision.decided_at, decision.id)
)
ORDER BY since DESC, url
--? limit: LIMIT :limit
