-- Question :question of article :article with its answer, as version :version shows it.
SELECT question, answer FROM question_history
WHERE article_id = :article AND question_id = :question AND version = :version
