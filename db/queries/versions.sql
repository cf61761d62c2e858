-- The newest :limit versions of article :article up to number :last (NULL: the newest), newest first, each with what its
-- changes were: JSON, how many of each kind.
SELECT
    version_list.*,
    (SELECT json_group_object(kind, number) FROM (
        SELECT kind, count(*) AS number FROM change
        WHERE change.article_id = version_list.article_id AND change.version = version_list.version
        GROUP BY kind ORDER BY min(seq)
    )) AS changes
FROM version_list
WHERE article_id = :article AND version <= coalesce(:last, 9223372036854775807)
ORDER BY version DESC
LIMIT :limit
