-- Figures that changed
-- The newest edits that changed a figure, in digits or in words, with the words that were edited.
SELECT DISTINCT changed_at, url, kind, before, after, significance FROM hunk_list
WHERE list_contains(classes, 'number')
ORDER BY changed_at DESC, significance DESC, url, before, after
LIMIT 200
