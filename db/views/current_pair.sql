-- The questions and answers that each article's newest version shows, in the order of the page.
-- asked_at is when the question, however it was worded then, was first seen.
SELECT
    version.article_id,
    article.url,
    snapshot.title,
    version.n AS version,
    pair.position,
    wording.question,
    wording.answer,
    pair.question_id,
    asked.captured_at AS asked_at,
    pair.method,
    pair.confidence
FROM version
JOIN article ON article.id = version.article_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN question ON question.id = pair.question_id
JOIN version AS first ON first.article_id = version.article_id AND first.n = question.first_version
JOIN capture AS asked ON asked.id = first.first_capture_id
WHERE version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = version.article_id)
