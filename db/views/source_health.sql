-- How each source is doing: its articles, those whose last capture failed, and those that were never read
-- as an article with questions. last_outcome is that of the source's own last fetch, NULL for a page and
-- before the first; problem is what went wrong with it, '' where all is well.
SELECT
    source.id,
    source.kind,
    source.url,
    source.name,
    source.every_s,
    count(article.id) AS articles,
    count(article.id) FILTER (WHERE last.outcome NOT IN ('ok', 'not_modified')) AS failing,
    count(article.id) FILTER (WHERE last.id IS NULL) AS never_captured,
    count(article.id) FILTER (
        WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.article_id = article.id)
    ) AS without_version,
    max(last.captured_at) AS last_captured_at,
    own.outcome AS last_outcome,
    coalesce(
        own.detail,
        (SELECT value FROM json_each(run.report, '$.unreadable') WHERE key = source.url),
        ''
    ) AS problem
FROM source
LEFT JOIN source_capture AS own
    ON own.id = (SELECT max(id) FROM source_capture WHERE source_capture.source_id = source.id)
LEFT JOIN run ON run.id = own.run_id
LEFT JOIN article ON article.source_id = source.id
LEFT JOIN capture AS last ON last.id = (SELECT max(id) FROM capture WHERE article_id = article.id)
GROUP BY source.id
