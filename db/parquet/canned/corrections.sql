-- Corrections
-- The newest edits that say that the article was corrected.
SELECT DISTINCT changed_at, url, question, before, after, source FROM change_list
WHERE list_contains(classes, 'correction')
ORDER BY changed_at DESC, url, question
LIMIT 200
