-- The newest capture of article :article (NULL: of each) that brought a page, with where it came from.
-- :until is the last day, UTC, that counts; NULL: the last of all.
SELECT
    capture.id,
    capture.article_id,
    coalesce(capture.final_url, capture.url, article.url) AS url,
    capture.captured_at
FROM capture
JOIN article ON article.id = capture.article_id
WHERE capture.id IN (
    SELECT max(id) FROM capture
    WHERE outcome = 'ok' AND (:article IS NULL OR article_id = :article)
        AND (:until IS NULL OR substr(captured_at, 1, 10) <= :until)
    GROUP BY article_id
)
ORDER BY capture.id
