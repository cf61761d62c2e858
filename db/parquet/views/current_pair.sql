-- The questions and answers that each article's newest version shows.
SELECT archive, article_id, url, source, title, version, position, question, answer, links, images, question_id, method, confidence
FROM pairs
WHERE replaced_at IS NULL
