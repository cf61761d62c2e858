-- One row for each time in which a question had one wording and one answer, without a break.
SELECT
    life.article_id, -- its article
    life.question_id, -- the question's identity in its article, however it is reworded or moved
    life.first_version, -- the first of the versions that show it so
    life.until_version AS last_version, -- the last of them
    url.url, -- where the article lives now
    coalesce(nullif(source.name, ''), source_url.url, '') AS source, -- the first source that announced the article: its name, else its URL
    asked.named AS question_key, -- digest of the question's first words, without case and marks: equal for questions in the same words, also of other articles and archives
    wording.id AS wording_id, -- digest of the question and the answer as worded: equal for equal words, also in other archives
    wording.question, -- as worded in these versions
    wording.answer, -- a blank line stands between paragraphs
    life.began_at, -- when the first version was first captured
    life.ended_at, -- when the version after the last one was first captured; empty while it stands
    life.last_seen_at, -- the last capture that showed the last version, or confirmed it by a 304
    round((coalesce(life.ended_s, CAST(strftime('%s', life.last_seen_at) AS INTEGER)) - life.began_s) / 86400.0, 2) AS days -- how long it stood: up to ended_at, or to last_seen_at while it stands
FROM (
    SELECT
        spell.*,
        shown.language,
        coalesce(spell.last_version, shown.version) AS until_version,
        (SELECT max(seen.at) FROM standing AS seen
         WHERE seen.article_id = spell.article_id
            AND seen.version = coalesce(spell.last_version, shown.version)) AS last_seen_at
    FROM spell JOIN article_state AS shown ON shown.article_id = spell.article_id
) AS life
JOIN article ON article.id = life.article_id
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = life.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
JOIN wording ON wording.n = life.wording
JOIN question AS asked ON asked.article_id = life.article_id AND asked.id = life.question_id
