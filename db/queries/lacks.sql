-- How many followed articles are no explainers, by reason; is_held is 1 for those that are followed all the same. since is
-- when the first of them was announced.
SELECT
    tally.lacks AS reason,
    tally.is_held,
    sum(tally.number) AS articles,
    (SELECT min(article.since) FROM article
     WHERE article.lacks <> '' AND article.lacks = tally.lacks AND article.is_held = tally.is_held
        AND article.state = 'followed') AS since
FROM article_tally AS tally
WHERE tally.lacks <> '' AND tally.state = 'followed' AND tally.number > 0
GROUP BY tally.lacks, tally.is_held
ORDER BY tally.is_held, articles DESC, tally.lacks
