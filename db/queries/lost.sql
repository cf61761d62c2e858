-- The captures of an article in which the questions are gone that it had :before of, and were not accepted:
-- those since the last that showed a third of these.
SELECT capture_id, verdict
FROM yield_list
WHERE article_id = :article AND is_loss AND capture_id > coalesce(
    (SELECT max(capture_id) FROM yield_list WHERE article_id = :article AND 3 * pairs >= :before), 0
)
ORDER BY capture_id
