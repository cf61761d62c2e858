-- The articles whose newest version leaves out more than the share :share of the text from its first question to its last
-- answer, as its newest capture was read: is the parser wrong about the page? capture is the key of that capture.
WITH shown AS (
    SELECT
        article_id,
        version,
        (SELECT standing.capture_id FROM standing
         WHERE standing.article_id = article_state.article_id AND standing.version = article_state.version
         ORDER BY standing.at DESC LIMIT 1) AS capture_id
    FROM article_state
    WHERE version > 0
)
SELECT
    shown.article_id,
    url.url,
    shown.version,
    reading.pairs,
    reading.left_out,
    lower(hex(capture.key)) AS capture
FROM shown
JOIN capture ON capture.id = shown.capture_id
JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
JOIN article ON article.id = shown.article_id
JOIN url ON url.id = article.url_id
WHERE reading.left_out > :share
ORDER BY reading.left_out DESC, shown.article_id
