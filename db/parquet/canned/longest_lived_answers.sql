-- Longest-lived answers
-- The answers that stood longest without an edit. ended_at is empty for those that stand; then they count up to the newest version seen.
WITH bound AS MATERIALIZED (  -- the words are only read of what stood as long: 100 answers, however many of 100 archives have each
    SELECT min(days) AS days FROM (SELECT days FROM spells ORDER BY days DESC LIMIT 10000)
)
SELECT days, question, answer, began_at, ended_at, url, source
FROM (
    SELECT DISTINCT ON (days, article_id, question_id, first_version) * FROM spells
    WHERE days >= (SELECT days FROM bound)
    ORDER BY days DESC, article_id, question_id, first_version
    LIMIT 100
)
ORDER BY days DESC, article_id, question
