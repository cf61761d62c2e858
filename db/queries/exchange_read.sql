-- What capture :id was read as, and what the history makes of it; questions is JSON, NULL where it shows none.
SELECT
    reading.verdict,
    reading.reason,
    reading.reader,
    coalesce(reading.snapshot_id, '') AS snapshot,
    coalesce(standing.article_id, '') AS article,
    coalesce(standing.state, '') AS standing,
    coalesce(standing.version, '') AS version,
    (
        SELECT json_object('title', snapshot.title, 'lead', snapshot.lead, 'pairs', (
            SELECT json_group_array(json_object(
                'position', found.position, 'question', found.question, 'answer', found.answer
            ))
            FROM (
                SELECT pair.position, wording.question, wording.answer
                FROM pair JOIN wording ON wording.n = pair.wording
                WHERE pair.snapshot_id = snapshot.id ORDER BY pair.position
            ) AS found
        ))
        FROM snapshot WHERE snapshot.id = reading.snapshot_id
    ) AS questions
FROM capture
JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
WHERE capture.id = :id
LIMIT 1
