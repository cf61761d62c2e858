-- Asked by several outlets
-- The questions that articles of more than one source asked in the same words, whatever their case and marks, with how many.
WITH shared AS (  -- numbers are compared faster than texts
    SELECT question_key FROM spells WHERE source <> '' GROUP BY question_key HAVING min(hash(source)) <> max(hash(source))
)
SELECT
    count(DISTINCT source) AS sources, count(DISTINCT article_id) AS articles,
    arg_min(question, began_at) AS question, min(began_at) AS first_asked_at
FROM spells SEMI JOIN shared USING (question_key)
WHERE source <> ''
GROUP BY question_key
ORDER BY sources DESC, articles DESC, question
LIMIT 100
