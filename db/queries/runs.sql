-- The last :limit runs of this archive, newest first. report is JSON: what the run reported when it ended.
SELECT
    run.id,
    lower(hex(run.key)) AS key,
    run.started_at,
    run.ended_at,
    run.command,
    run.program,
    coalesce(run.report, '{}') AS report
FROM run
WHERE run.archive = (SELECT key FROM archive)
ORDER BY run.started_at DESC, run.id DESC
LIMIT :limit
