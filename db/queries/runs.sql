-- The last :limit runs of this archive, newest first; outcomes and sources are JSON: what came of the captures of articles, and of
-- sources, in words. A page that came and opened no version is counted by its standing.
SELECT
    run.id,
    lower(hex(run.key)) AS key,
    run.started_at,
    run.ended_at,
    run.command,
    run.program,
    run.report,
    (SELECT json_group_object(word, number) FROM (
        SELECT
            CASE WHEN capture.outcome IN ('ok', 'not_modified')
                AND standing.state NOT IN ('current', 'read otherwise') THEN standing.state
            ELSE capture.outcome END AS word,
            count(*) AS number
        FROM capture LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
        WHERE capture.run_id = run.id AND capture.role = 'article' AND capture.outcome <> 'redirected'
        GROUP BY word ORDER BY number DESC, word
    )) AS outcomes,
    (SELECT json_group_object(outcome, number) FROM (
        SELECT outcome, count(*) AS number FROM capture
        WHERE capture.run_id = run.id AND capture.role = 'source' AND capture.outcome <> 'redirected'
        GROUP BY outcome ORDER BY number DESC, outcome
    )) AS sources
FROM run
WHERE run.archive = (SELECT key FROM archive)
ORDER BY run.started_at DESC, run.id DESC
LIMIT :limit
