-- Every version of every article: when it was first and last seen, and how many questions it has.
-- last_seen_at counts the 304 answers that confirmed it; replaced_at is when the next version was first
-- seen, NULL for the newest. origin says who captured what opened the version: 'here' is Harvester, 'saved' a person, and
-- 'warc', 'arc', 'wacz', 'wayback', 'commoncrawl' and 'memento' are web archives.
SELECT
    version.article_id,
    url.url,
    version.n AS version,
    version.snapshot_id,
    snapshot.title,
    coalesce(reading.language, '') AS language,
    (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS questions,
    version.began_at AS first_seen_at,
    (SELECT max(seen.at) FROM standing AS seen
     WHERE seen.article_id = version.article_id AND seen.version = version.n) AS last_seen_at,
    next.began_at AS replaced_at,
    lower(hex(capture.key)) AS first_capture,
    coalesce(origin.kind, CASE capture.kind WHEN 'saved' THEN 'saved' ELSE 'here' END) AS origin
FROM version
JOIN article ON article.id = version.article_id
JOIN url ON url.id = article.url_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN origin ON origin.capture_id = capture.id
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
LEFT JOIN version AS next ON next.article_id = version.article_id AND next.n = version.n + 1
