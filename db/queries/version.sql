-- What version :version of article :article says about itself; the newest for NULL.
SELECT
    version_list.*,
    snapshot.lead,
    coalesce(reading.authors, '[]') AS authors,
    coalesce(reading.published, '') AS published,
    coalesce(reading.modified, '') AS modified,
    coalesce(reading.reason, '') AS reason
FROM version_list
JOIN version ON version.article_id = version_list.article_id AND version.n = version_list.version
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
WHERE version_list.article_id = :article AND version_list.version = coalesce(
    :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
)
