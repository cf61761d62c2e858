-- One row for each question and answer in each version that shows it.
SELECT
    version.article_id, -- its article
    version.n AS version, -- its version
    pair.position, -- 1, 2, 3, ... down the page
    url.url, -- where the article lives now
    coalesce(nullif(source.name, ''), source_url.url, '') AS source, -- the first source that announced the article: its name, else its URL
    snapshot.title, -- the article's title
    reading.language, -- BCP 47; '' if it is not known
    began.at AS first_seen_at, -- when the version was first captured
    replaced.at AS replaced_at, -- when the next version was first captured; empty for the newest
    placement.question_id, -- the question's identity in its article, however it is reworded or moved
    asked.named AS question_key, -- digest of the question's first words, without case and marks: equal for questions in the same words, also of other articles and archives
    wording.id AS wording_id, -- digest of the question and the answer as worded: equal for equal words, also in other archives
    wording.question, -- as worded in this version
    wording.answer, -- a blank line stands between paragraphs
    wording.links, -- where the answer's links lead: at (the end of their words in the answer, from 0) and target
    wording.images, -- images in the answer: at (their place, from 0) and alternative
    placement.method, -- the strategy of the parser that found the pair
    placement.confidence -- 0 to 1: how sure the parser is
FROM version
JOIN article ON article.id = version.article_id
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
JOIN standing AS began ON began.capture_id = version.first_capture_id AND began.article_id = version.article_id
LEFT JOIN version AS next ON next.article_id = version.article_id AND next.n = version.n + 1
LEFT JOIN standing AS replaced
    ON replaced.capture_id = next.first_capture_id AND replaced.article_id = next.article_id
CROSS JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = version.snapshot_id AND placement.position = pair.position
JOIN wording ON wording.n = pair.wording
JOIN question AS asked ON asked.article_id = placement.article_id AND asked.id = placement.question_id
