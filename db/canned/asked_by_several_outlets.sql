-- Asked by several outlets
-- The questions that articles of more than one source asked in the same words, whatever their case and marks, with how many.
WITH shared AS MATERIALIZED (
    SELECT
        count(DISTINCT article.source_id) AS sources,
        count(DISTINCT question.article_id) AS articles,
        question.named
    FROM (SELECT named FROM question GROUP BY named HAVING min(article_id) <> max(article_id)) AS alike
    CROSS JOIN question ON question.named = alike.named
    CROSS JOIN article ON article.id = question.article_id
    GROUP BY question.named
    HAVING count(DISTINCT article.source_id) > 1
    ORDER BY sources DESC, articles DESC
    LIMIT 100
)
SELECT shared.sources, shared.articles, min(question.question) AS question, min(version.began_at) AS first_asked_at
FROM shared
CROSS JOIN question ON question.named = shared.named
CROSS JOIN version ON version.article_id = question.article_id AND version.n = question.first_version
GROUP BY shared.named
ORDER BY shared.sources DESC, shared.articles DESC, question
