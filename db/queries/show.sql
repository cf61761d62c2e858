-- The questions and answers of version :version of article :article, in order; of the newest for NULL.
SELECT
    version.n AS version,
    pair.position,
    wording.question,
    wording.answer,
    pair.question_id,
    pair.method,
    pair.confidence
FROM version
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
WHERE version.article_id = :article AND version.n = coalesce(
    :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
)
ORDER BY pair.position
