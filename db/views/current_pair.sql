-- The questions and answers that each article's newest version shows, in the order of the page.
-- asked_at is when the question, however it was worded then, was first seen.
SELECT
    version.article_id,
    url.url,
    snapshot.title,
    version.n AS version,
    pair.position,
    wording.question,
    wording.answer,
    wording.links,
    wording.images,
    placement.question_id,
    asked.began_at AS asked_at,
    placement.method,
    placement.confidence
FROM article_state AS shown
JOIN version ON version.article_id = shown.article_id AND version.n = shown.version
JOIN article ON article.id = shown.article_id
JOIN url ON url.id = article.url_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
JOIN question ON question.article_id = version.article_id AND question.id = placement.question_id
JOIN version AS asked ON asked.article_id = version.article_id AND asked.n = question.first_version
