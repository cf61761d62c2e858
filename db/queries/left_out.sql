-- The articles whose newest version leaves out more than the share :share of the text from its first question to its last
-- answer, as its newest capture was read: is the parser wrong about the page? capture is the key of that capture.
SELECT
    shown.article_id,
    url.url,
    shown.version,
    shown.questions AS pairs,
    shown.left_out,
    (SELECT lower(hex(capture.key)) FROM standing JOIN capture ON capture.id = standing.capture_id
     WHERE standing.article_id = shown.article_id AND standing.version = shown.version
     ORDER BY standing.at DESC, capture.key DESC LIMIT 1) AS capture
FROM article_state AS shown
JOIN article ON article.id = shown.article_id
JOIN url ON url.id = article.url_id
WHERE shown.left_out > :share
ORDER BY shown.left_out DESC, shown.article_id
