-- The questions and answers of version :version of article :article, in order; of the newest for NULL.
SELECT
    version.n AS version,
    pair.position,
    wording.question,
    wording.answer,
    placement.question_id,
    placement.method,
    placement.confidence
FROM version
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
WHERE version.article_id = :article AND version.n = coalesce(
    :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
)
ORDER BY pair.position
