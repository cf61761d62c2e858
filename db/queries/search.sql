-- The wordings that match :terms (FTS5), best first, at most :limit; each with the versions that show it.
-- is_current is 1 where the article's newest version still says so.
WITH hit AS MATERIALIZED (
    SELECT
        rowid AS wording,
        rank,
        snippet(wording_search, 0, '[', ']', '…', 24) AS question,
        snippet(wording_search, 1, '[', ']', '…', 32) AS answer
    FROM wording_search WHERE wording_search MATCH :terms ORDER BY rank LIMIT :limit
)
SELECT
    pair.question_id,
    version.article_id,
    article.url,
    hit.question,
    hit.answer,
    min(version.n) AS first_version,
    max(version.n) AS last_version,
    max(version.n) = (SELECT max(n) FROM version AS latest WHERE latest.article_id = version.article_id)
        AS is_current
FROM hit
JOIN pair ON pair.wording = hit.wording
JOIN version ON version.snapshot_id = pair.snapshot_id
JOIN article ON article.id = version.article_id
GROUP BY hit.wording, pair.question_id
ORDER BY hit.rank, hit.wording
