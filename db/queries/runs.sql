-- The last :limit runs, newest first, with their captures by outcome as JSON.
SELECT
    run.id,
    run.started_at,
    run.ended_at,
    run.command,
    run.program,
    run.report,
    (SELECT json_group_object(outcome, number) FROM (
        SELECT outcome, count(*) AS number FROM capture WHERE capture.run_id = run.id GROUP BY outcome
    )) AS outcomes
FROM run
ORDER BY run.id DESC
LIMIT :limit
