-- Each question in each version that shows it: how it was worded, what was answered, and where it stood.
SELECT
    pair.question_id,
    version.article_id,
    article.url,
    version.n AS version,
    began.captured_at AS first_seen_at,
    pair.position,
    wording.question,
    wording.answer,
    pair.wording
FROM pair
JOIN version ON version.snapshot_id = pair.snapshot_id
JOIN article ON article.id = version.article_id
JOIN capture AS began ON began.id = version.first_capture_id
JOIN wording ON wording.n = pair.wording
