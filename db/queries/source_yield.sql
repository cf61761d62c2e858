-- How many of the articles that each source announced first are explainers: of those since :middle, and of those before,
-- since :from_at. Articles that were not captured yet do not count.
SELECT
    source_id,
    count(*) FILTER (WHERE since >= :middle) AS articles,
    count(*) FILTER (WHERE since >= :middle AND lacks = '') AS explainers,
    count(*) FILTER (WHERE since < :middle) AS articles_before,
    count(*) FILTER (WHERE since < :middle AND lacks = '') AS explainers_before
FROM article
WHERE since >= :from_at AND source_id IS NOT NULL AND newest_capture_id IS NOT NULL
GROUP BY +source_id -- + has SQLite look at new articles only, by their time
