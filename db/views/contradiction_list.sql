-- Where the structured data of a page has another answer than the page shows: one row for each answer that it stated
-- beside one pair of a version. shown is the answer on the page, which counts; stated is the other one. first_seen_at and
-- last_seen_at are the first and the last capture of the version that states it (a 304 counts), captures how many do.
SELECT
    found.article_id,
    url.url,
    found.version,
    found.position,
    placement.question_id,
    wording.question,
    wording.answer AS shown,
    found.stated,
    found.first_seen_at,
    found.last_seen_at,
    found.captures
FROM (
    SELECT
        spell.article_id,
        spell.version,
        spell.snapshot_id,
        CAST(answer.key AS INTEGER) AS position,
        answer.value AS stated,
        min(spell.first_seen_at) AS first_seen_at,
        max(spell.last_seen_at) AS last_seen_at,
        sum(spell.captures) AS captures
    FROM (
        SELECT
            standing.article_id,
            standing.version,
            version.snapshot_id,
            reading.stated_id,
            min(standing.at) AS first_seen_at,
            max(standing.at) AS last_seen_at,
            count(*) AS captures
        -- From the readings on, because few of them state other answers.
        FROM reading
        CROSS JOIN capture ON capture.id = reading.capture_id OR capture.confirms = reading.capture_id
        CROSS JOIN standing ON standing.capture_id = capture.id
        JOIN version ON version.article_id = standing.article_id AND version.n = standing.version
            AND version.snapshot_id = reading.snapshot_id
        WHERE reading.stated_id IS NOT NULL
        GROUP BY standing.article_id, standing.version, reading.stated_id
    ) AS spell
    JOIN stated ON stated.id = spell.stated_id
    JOIN json_each(stated.answers) AS answer
    GROUP BY spell.article_id, spell.version, answer.key, answer.value
) AS found
JOIN article ON article.id = found.article_id
JOIN url ON url.id = article.url_id
JOIN placement ON placement.article_id = found.article_id
    AND placement.snapshot_id = found.snapshot_id AND placement.position = found.position
JOIN pair ON pair.snapshot_id = found.snapshot_id AND pair.position = found.position
JOIN wording ON wording.n = pair.wording
