-- Longest-lived answers
-- The answers that stood longest without an edit, with how they ended; ending is empty for those that still stand.
SELECT days, ending, question, answer, began_at, ended_at, last_seen_at, url, source FROM answer_life
WHERE (article_id, question_id, first_version) IN (
    SELECT article_id, question_id, first_version FROM spell
    ORDER BY coalesce(ended_s, CAST(strftime('%s', (SELECT max(captured_at) FROM article_state)) AS INTEGER)) - began_s DESC
    LIMIT 500
)
ORDER BY days DESC
LIMIT 100
