-- How many followed articles are no explainers, by reason; is_held is 1 for those that are followed all the same. since is
-- when the first of them was announced.
SELECT lacks AS reason, is_held, count(*) AS articles, min(since) AS since
FROM article
WHERE lacks <> '' AND state = 'followed'
GROUP BY lacks, is_held
ORDER BY is_held, articles DESC, lacks
