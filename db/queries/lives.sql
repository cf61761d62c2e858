-- How long each wording of question :question of article :article stood, the newest first.
SELECT * FROM answer_life WHERE article_id = :article AND question_id = :question ORDER BY first_version DESC LIMIT :limit
