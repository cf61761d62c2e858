-- Dropped questions
-- The questions that disappeared from their pages, the newest first, with the answers that they had.
SELECT DISTINCT changed_at, question, before AS answer, url, source FROM change_list
WHERE kind = 'dropped'
ORDER BY changed_at DESC, url, question
LIMIT 200
