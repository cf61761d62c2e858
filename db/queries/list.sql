-- The articles that are followed, with what was last seen of each.
SELECT
    article.id AS article_id,
    article.url,
    coalesce(snapshot.title, '') AS title,
    coalesce(version.n, 0) AS versions,
    (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS questions,
    (SELECT count(*) FROM change WHERE change.article_id = article.id) AS changes,
    last.captured_at AS last_captured_at,
    last.outcome AS last_outcome,
    coalesce(reading.verdict, '') AS last_verdict,
    source.url AS source
FROM article
JOIN source ON source.id = article.source_id
LEFT JOIN version ON version.article_id = article.id
    AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = article.id)
LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
LEFT JOIN capture AS last ON last.id = (SELECT max(id) FROM capture WHERE article_id = article.id)
LEFT JOIN reading ON reading.capture_id = coalesce(last.confirms, last.id)
ORDER BY article.rowid
