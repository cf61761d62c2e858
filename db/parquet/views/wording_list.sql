-- Each question and answer as worded, once, however many versions, articles and archives have it.
SELECT
    wording_id, any_value(question) AS question, any_value(answer) AS answer, min(first_seen_at) AS first_seen_at,
    count(DISTINCT article_id) AS articles, count(DISTINCT archive) AS archives
FROM pairs
GROUP BY wording_id
