-- Figures that changed
-- The newest edits that changed a figure, in digits or in words, with the words that were edited.
SELECT changed_at, url, kind, before, after, significance FROM hunk_list
WHERE (article_id, version, seq) IN (
    SELECT article_id, version, seq FROM change_class WHERE class = 'number' ORDER BY at DESC LIMIT 200
) AND classes LIKE '%"number"%'
ORDER BY changed_at DESC, significance DESC
