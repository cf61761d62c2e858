-- The followed articles that need a look: the newest capture failed, or what it shows opens no version. Those that are only
-- remembered, because they are no explainers, need none unless they are asked for. only, if given, names
-- one of them. pairs is how many questions the newest capture shows, pairs_before how many the version has
-- that is kept; capture is the key of the newest capture; articles is how many the source has.
SELECT
    article.id AS article_id,
    url.url,
    source_url.url AS source,
    owned.articles,
    article.trouble,
    article.trouble_since AS since,
    last.captured_at,
    last.outcome,
    last.detail,
    coalesce(last.verdict, '') AS verdict,
    coalesce(nullif(last.why, ''), last.reason, '') AS reason,
    last.key AS capture,
    coalesce(last.pairs, 0) AS pairs,
    nullif(shown.version, 0) AS version,
    coalesce(shown.questions, 0) AS pairs_before
FROM article
JOIN url ON url.id = article.url_id
JOIN capture_list AS last ON last.id = article.newest_capture_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
LEFT JOIN (SELECT source_id, count(*) AS articles FROM article GROUP BY source_id) AS owned
    ON owned.source_id = article.source_id
LEFT JOIN article_state AS shown ON shown.article_id = article.id
WHERE article.trouble <> '' AND article.state = 'followed' AND (article.lacks = '' OR article.is_held
--? only: OR article.id = :only
    )
--? only: AND article.id = :only
ORDER BY article.trouble_since DESC, article.id
