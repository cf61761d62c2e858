-- Every article with how it stands: where it lives now, whether it is asked for, and what was last seen of it.
-- state is followed, remembered (a source announces it, but it is no explainer, so it is asked for more and more seldom),
-- paused, ended or kept (imported, and nobody follows it). lacks says what it lacks to be an explainer, as a word: no_questions,
-- or the outcome or verdict for which nothing could be read; '' for nothing. gone_since is NULL while it is there.
-- trouble says what is wrong with the newest captures, as a word, and trouble_since since when; both '' for nothing.
SELECT
    article.id AS article_id,
    url.url,
    coalesce(snapshot.title, '') AS title,
    CASE
        WHEN article.state = 'followed' AND article.lacks <> '' AND NOT article.is_held THEN 'remembered'
        ELSE article.state
    END AS state,
    article.lacks,
    coalesce(version.n, 0) AS versions,
    (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS questions,
    (SELECT count(*) FROM change WHERE change.article_id = article.id) AS changes,
    last.captured_at AS last_captured_at,
    last.outcome AS last_outcome,
    coalesce(last.verdict, '') AS last_verdict,
    coalesce(last.standing, '') AS last_standing,
    article.trouble,
    article.trouble_since,
    (SELECT max(from_at) FROM event
     WHERE event.article_id = article.id AND event.kind = 'gone' AND event.until_at IS NULL) AS gone_since,
    article.since,
    article.every_s,
    source_url.url AS source
FROM article
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
LEFT JOIN version ON version.article_id = article.id
    AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = article.id)
LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
LEFT JOIN capture_list AS last ON last.id = article.newest_capture_id
