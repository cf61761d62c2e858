-- What version :version of article :article says about itself; the newest for NULL.
SELECT
    version_list.*,
    snapshot.lead,
    snapshot.authors,
    snapshot.published,
    snapshot.modified,
    snapshot.reason
FROM version_list JOIN snapshot ON snapshot.id = version_list.snapshot_id
WHERE version_list.article_id = :article AND version_list.version = coalesce(
    :version, (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = :article)
)
