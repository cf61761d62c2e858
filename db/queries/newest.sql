-- The newest capture of article :article (NULL: of each) that brought a page, with where it came from; none whose
-- bytes a takedown removed.
-- :until is the last day, UTC, that counts; NULL: the last of all.
SELECT id, article_id, url, captured_at FROM (
    SELECT
        capture.id,
        standing.article_id,
        url.url,
        standing.at AS captured_at,
        row_number() OVER (PARTITION BY standing.article_id ORDER BY standing.at DESC, capture.key DESC) AS place
    FROM standing
    JOIN capture ON capture.id = standing.capture_id
    JOIN url ON url.id = capture.url_id
    JOIN payload ON payload.id = capture.payload_id AND payload.coding <> 'removed'
    WHERE capture.outcome = 'ok' AND standing.is_astray = 0
        AND (:article IS NULL OR standing.article_id = :article)
        AND (:until IS NULL OR substr(standing.at, 1, 10) <= :until)
)
WHERE place = 1
ORDER BY captured_at, id
