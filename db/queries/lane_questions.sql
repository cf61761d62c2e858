-- The questions of article :article that are older than version :last or as old, as they were worded last: those of its newest version in the order
-- of the page, then those that are gone, the latest first.
SELECT
    question.id AS question_id,
    wording.question,
    question.first_version,
    question.last_version
FROM question
JOIN version ON version.article_id = question.article_id AND version.n = question.last_version
JOIN pair ON pair.snapshot_id = version.snapshot_id AND pair.position = question.last_position
JOIN wording ON wording.n = pair.wording
WHERE question.article_id = :article AND question.first_version <= :last
ORDER BY question.last_version DESC, question.last_position
