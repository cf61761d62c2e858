-- Where each question of article :article stands in its versions from :first to :last.
SELECT version.n AS version, placement.question_id, placement.position
FROM version
JOIN placement ON placement.article_id = version.article_id AND placement.snapshot_id = version.snapshot_id
WHERE version.article_id = :article AND version.n BETWEEN :first AND :last
ORDER BY version.n, placement.position
