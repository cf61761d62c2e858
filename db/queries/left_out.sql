-- The articles whose newest version leaves out more than the share :share of the text from its first question to its last
-- answer, as its newest capture was read: is the parser wrong about the page? capture is the key of that capture; total is how
-- many rows there are without a limit. A line that begins with "--?" counts if its parameter is given. limit: at most this many.
WITH chosen AS MATERIALIZED (
    SELECT article_id, left_out, version, questions, count(*) OVER () AS total
    FROM article_state
    WHERE left_out > :share
    ORDER BY left_out DESC, article_id
--? limit: LIMIT :limit
)
SELECT
    chosen.article_id,
    url.url,
    chosen.version,
    chosen.questions AS pairs,
    chosen.left_out,
    (SELECT lower(hex(capture.key)) FROM standing JOIN capture ON capture.id = standing.capture_id
     WHERE standing.article_id = chosen.article_id AND standing.version = chosen.version
     ORDER BY standing.at DESC, capture.key DESC LIMIT 1) AS capture,
    chosen.total
FROM chosen
CROSS JOIN article ON article.id = chosen.article_id
JOIN url ON url.id = article.url_id
ORDER BY chosen.left_out DESC, chosen.article_id
