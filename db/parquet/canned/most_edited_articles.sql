-- Most edited articles
-- The articles with the most changes of questions and answers, title and lead.
WITH edited AS (
    SELECT article_id, count(DISTINCT change_id) AS changes FROM changes GROUP BY article_id
    ORDER BY changes DESC, article_id LIMIT 100
)
SELECT DISTINCT ON (edited.article_id)
    edited.changes, articles.versions, articles.title, articles.url, articles.source, articles.changed_at
FROM edited JOIN articles USING (article_id)
ORDER BY edited.changes DESC, articles.url
