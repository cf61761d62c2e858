-- The articles that lost most of their questions when a run read their captures again, by another parser or other
-- site rules, and have not got them back: parser or rule broken? Of the last 1,000 runs; since is when it was.
SELECT
    article.id AS article_id,
    article.url,
    json_extract(loss.value, '$[1]') AS pairs_before,
    (SELECT count(*) FROM version JOIN pair ON pair.snapshot_id = version.snapshot_id
     WHERE version.article_id = article.id
        AND version.n = (SELECT max(n) FROM version AS newest WHERE newest.article_id = article.id)) AS pairs,
    max(run.started_at) AS since
FROM run
JOIN json_each(run.report, '$.losses_by_reading') AS loss
JOIN article ON article.url = json_extract(loss.value, '$[0]')
WHERE run.id > (SELECT max(id) FROM run) - 1000
GROUP BY article.id
HAVING pairs = 0 OR 3 * pairs < pairs_before
ORDER BY since DESC, article.id
