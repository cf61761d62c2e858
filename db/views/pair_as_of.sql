-- What each article showed at any time: the questions and answers of every version, with the time in which it stood.
-- Ask for the moment that you mean, and for one article or for all:
-- WHERE began_at <= '2026-12-01' AND (ended_at > '2026-12-01' OR ended_at IS NULL) ORDER BY article_id, position.
-- ended_at is when the next version was first seen, NULL for the newest.
SELECT
    version.article_id,
    url.url,
    snapshot.title,
    version.n AS version,
    version.began_at,
    next.began_at AS ended_at,
    pair.position,
    placement.question_id,
    wording.question,
    wording.answer,
    wording.links,
    wording.images
FROM version
LEFT JOIN version AS next ON next.article_id = version.article_id AND next.n = version.n + 1
JOIN article ON article.id = version.article_id
JOIN url ON url.id = article.url_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN pair ON pair.snapshot_id = version.snapshot_id
JOIN wording ON wording.n = pair.wording
JOIN placement ON placement.article_id = version.article_id
    AND placement.snapshot_id = pair.snapshot_id AND placement.position = pair.position
