-- What question :question said in each version in which its words or its place were new, oldest first.
WITH shown AS (
    SELECT
        question_history.*,
        lag(version) OVER past AS version_before,
        lag(wording) OVER past AS wording_before,
        lag(position) OVER past AS position_before
    FROM question_history WHERE question_id = :question
    WINDOW past AS (ORDER BY version)
)
SELECT question_id, article_id, url, version, first_seen_at, position, question, answer
FROM shown
WHERE version_before IS NOT version - 1 OR wording_before <> wording OR position_before <> position
ORDER BY version
