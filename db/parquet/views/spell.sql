-- How long each answer stood, without its words: a row for as long as a question had one wording, without a break.
-- ended_at is NULL while it stands. Windows are slow, so they are only used for wordings that came back after a break.
WITH whole AS MATERIALIZED (
    SELECT
        archive, article_id, question_id, wording_id, min(version) AS first_version, max(version) AS last_version,
        count(*) AS versions, min(first_seen_at) AS began_at,
        CASE WHEN count(*) = count(replaced_at) THEN max(replaced_at) END AS ended_at
    FROM pairs
    GROUP BY archive, article_id, question_id, wording_id
),
apart AS (
    SELECT
        archive, article_id, question_id, wording_id, version, first_seen_at, replaced_at,
        version - row_number() OVER (PARTITION BY archive, article_id, question_id, wording_id ORDER BY version) AS part
    FROM pairs
    SEMI JOIN (FROM whole WHERE last_version - first_version + 1 > versions) USING (archive, article_id, question_id, wording_id)
)
SELECT archive, article_id, question_id, wording_id, first_version, last_version, began_at, ended_at
FROM whole
WHERE last_version - first_version + 1 = versions
UNION ALL
SELECT
    archive, article_id, question_id, wording_id, min(version), max(version), min(first_seen_at),
    CASE WHEN count(*) = count(replaced_at) THEN max(replaced_at) END
FROM apart
GROUP BY archive, article_id, question_id, wording_id, part
