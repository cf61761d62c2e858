-- Most edited articles
-- The articles with the most changes of questions and answers, title and lead.
SELECT changes, versions, questions, title, url, source, changed_at FROM article_list
WHERE article_id IN (SELECT article_id FROM article_state ORDER BY changes DESC LIMIT 100)
ORDER BY changes DESC, url
