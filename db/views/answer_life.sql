-- How long each answer stood: a row for as long as a question had one wording and one answer, without a break.
-- ended_at is NULL while it stands; then last_seen_at says until when that is known. ending says how it ended: 'answer edited',
-- 'question reworded' or 'dropped'; '' while it stands. days counts from began_at to ended_at, or to last_seen_at while it
-- stands. A version that nobody captured is not known, so an edit may be earlier than ended_at says.
SELECT
    life.article_id,
    url.url,
    source_url.url AS source,
    life.question_id,
    life.first_version,
    life.until_version AS last_version,
    wording.question,
    wording.answer,
    life.began_at,
    life.ended_at,
    CASE
        WHEN life.ended_at IS NULL THEN ''
        WHEN later.wording IS NULL THEN 'dropped'
        WHEN later_wording.answer IS wording.answer AND later_wording.question IS NOT wording.question
            THEN 'question reworded'
        ELSE 'answer edited'
    END AS ending,
    life.last_seen_at,
    round(
        (coalesce(life.ended_s, CAST(strftime('%s', life.last_seen_at) AS INTEGER)) - life.began_s) / 86400.0, 2
    ) AS days
FROM (
    SELECT
        spell.*,
        coalesce(spell.last_version, shown.version) AS until_version,
        (SELECT max(standing.at) FROM standing
         WHERE standing.article_id = spell.article_id
            AND standing.version = coalesce(spell.last_version, shown.version)) AS last_seen_at
    FROM spell JOIN article_state AS shown ON shown.article_id = spell.article_id
) AS life
JOIN article ON article.id = life.article_id
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = life.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
JOIN wording ON wording.n = life.wording
LEFT JOIN spell AS later ON later.article_id = life.article_id AND later.question_id = life.question_id
    AND later.first_version = life.last_version + 1
LEFT JOIN wording AS later_wording ON later_wording.n = later.wording
