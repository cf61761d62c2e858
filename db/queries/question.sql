-- The questions whose id, of today or given before, begins with :text; of article :article, or of
-- any if none is given.
SELECT DISTINCT article_id, question_id FROM (
    SELECT article_id, id AS question_id FROM question WHERE id >= lower(:text) AND id < lower(:text) || 'g'
    UNION ALL
    SELECT article_id, target FROM alias
    WHERE kind = 'question' AND target <> '' AND id >= lower(:text) AND id < lower(:text) || 'g'
)
WHERE 1
--? article: AND article_id = :article
