-- The articles that lost most of their questions when their captures were read again, by another reader or other site
-- rules, and are without them still: is the parser or a rule broken? since is when they were read.
WITH shown AS (
    SELECT
        article.id AS article_id,
        url.url,
        loss.pairs AS pairs_before,
        (SELECT count(*) FROM pair WHERE pair.snapshot_id = (
            SELECT snapshot_id FROM version WHERE version.article_id = article.id ORDER BY n DESC LIMIT 1
        )) AS pairs,
        loss.noted_at AS since
    FROM loss
    JOIN article ON article.id = loss.article_id
    JOIN url ON url.id = article.url_id
)
SELECT article_id, url, pairs_before, pairs, since FROM shown
WHERE pairs = 0 OR 3 * pairs < pairs_before
ORDER BY since DESC, article_id
