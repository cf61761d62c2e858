-- How long each answer stood, without its words: a row for as long as a question had one wording, without a break.
-- ended_at is NULL while it stands.
SELECT archive, article_id, question_id, wording_id, first_version, last_version, began_at, ended_at
FROM spells
