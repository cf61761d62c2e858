-- The newest capture of each article that brought a page, with where it came from; none whose bytes a takedown removed.
-- A line that begins with "--?" counts if its parameter is given. article: only of this one; until: the last day, UTC, that
-- counts.
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
--? article: AND standing.article_id = :article
--? until: AND substr(standing.at, 1, 10) <= :until
)
WHERE place = 1
ORDER BY captured_at, id
