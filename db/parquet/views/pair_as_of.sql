-- What each article showed at any time: the questions and answers of every version, with the time in which it stood.
SELECT
    archive, article_id, url, title, version, first_seen_at AS began_at, replaced_at AS ended_at, position, question_id,
    question, answer, links, images
FROM pairs
