-- The questions and answers of version :version of article :article, in order; of the newest for NULL. stated is what
-- the structured data of the newest capture of the version has as the answer; '' if it has nothing else.
WITH newest AS (
    SELECT stated.answers
    FROM standing
    JOIN version ON version.article_id = standing.article_id AND version.n = standing.version
    JOIN capture ON capture.id = standing.capture_id
    JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
        AND reading.snapshot_id = version.snapshot_id
    LEFT JOIN stated ON stated.id = reading.stated_id
    WHERE standing.article_id = :article AND standing.version = coalesce(
        :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
    )
    ORDER BY standing.at DESC
    LIMIT 1
)
SELECT
    version.n AS version,
    pair.position,
    wording.question,
    wording.answer,
    wording.links,
    wording.images,
    placement.question_id,
    placement.method,
    placement.confidence,
    coalesce(json_extract((SELECT answers FROM newest), '$."' || pair.position || '"'), '') AS stated
FROM version
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
WHERE version.article_id = :article AND version.n = coalesce(
    :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
)
ORDER BY pair.position
