-- Each question in each version that shows it: how it was worded, what was answered, and where it stood.
SELECT
    placement.question_id,
    version.article_id,
    url.url,
    version.n AS version,
    version.began_at AS first_seen_at,
    pair.position,
    wording.question,
    wording.answer,
    wording.links,
    wording.images,
    pair.wording
FROM placement
JOIN version ON version.article_id = placement.article_id AND version.snapshot_id = placement.snapshot_id
JOIN article ON article.id = version.article_id
JOIN url ON url.id = article.url_id
JOIN pair ON pair.snapshot_id = placement.snapshot_id AND pair.position = placement.position
JOIN wording ON wording.n = pair.wording
