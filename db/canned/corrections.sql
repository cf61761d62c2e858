-- Corrections
-- The newest edits that say that the article was corrected.
SELECT changed_at, url, question, before, after, source FROM change_list
WHERE (article_id, version, seq) IN (
    SELECT article_id, version, seq FROM change_class WHERE class = 'correction' ORDER BY at DESC LIMIT 200
)
ORDER BY changed_at DESC
