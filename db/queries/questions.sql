-- The questions of version :version of article :article in the order of the page, without their answers.
SELECT pair.position, wording.question, placement.question_id
FROM version
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
WHERE version.article_id = :article AND version.n = :version
ORDER BY pair.position
