-- What happened in article :article from version :first to version :last, without the words. place counts the changes of
-- a version from 1.
SELECT
    version,
    row_number() OVER (PARTITION BY version ORDER BY seq) AS place,
    kind,
    classes,
    significance,
    question_id,
    other_question_id,
    before_position,
    after_position
FROM change
WHERE article_id = :article AND version BETWEEN :first AND :last
ORDER BY version, seq
