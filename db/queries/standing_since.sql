-- Since which version each question of version :version of article :article stands there in its words.
WITH edited AS (
    SELECT question_id, max(version) AS version
    FROM change
    WHERE article_id = :article AND version <= :version AND question_id IS NOT NULL
        AND kind IN ('asked', 'restored', 'split', 'reworded', 'answer edited')
    GROUP BY question_id
)
SELECT
    placement.question_id,
    coalesce(edited.version, question.first_version) AS version,
    began.at
FROM version AS shown
JOIN placement ON placement.article_id = shown.article_id AND placement.snapshot_id = shown.snapshot_id
JOIN question ON question.article_id = placement.article_id AND question.id = placement.question_id
LEFT JOIN edited ON edited.question_id = placement.question_id
JOIN version AS opened ON opened.article_id = shown.article_id
    AND opened.n = coalesce(edited.version, question.first_version)
JOIN standing AS began ON began.capture_id = opened.first_capture_id AND began.article_id = opened.article_id
WHERE shown.article_id = :article AND shown.n = :version
