-- Every version of every article: when it was first and last seen, and how many questions it has.
-- last_seen_at counts the 304 answers that confirmed it; replaced_at is when the next version was first
-- seen, NULL for the newest.
SELECT
    version.article_id,
    article.url,
    version.n AS version,
    version.snapshot_id,
    snapshot.title,
    snapshot.language,
    (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS questions,
    began.captured_at AS first_seen_at,
    max(
        (SELECT max(seen.captured_at) FROM reading JOIN capture AS seen ON seen.id = reading.capture_id
         WHERE reading.article_id = version.article_id AND reading.version = version.n),
        coalesce(
            (SELECT max(seen.captured_at) FROM reading JOIN capture AS seen ON seen.confirms = reading.capture_id
             WHERE reading.article_id = version.article_id AND reading.version = version.n),
            ''
        )
    ) AS last_seen_at,
    replaced.captured_at AS replaced_at
FROM version
JOIN article ON article.id = version.article_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture AS began ON began.id = version.first_capture_id
LEFT JOIN version AS next ON next.article_id = version.article_id AND next.n = version.n + 1
LEFT JOIN capture AS replaced ON replaced.id = next.first_capture_id
