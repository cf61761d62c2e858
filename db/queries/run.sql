-- The runs with the local number :id, or with a key between :low and :high: one of both fits nothing. report is JSON: what
-- the run reported when it ended.
SELECT
    run.id,
    lower(hex(run.key)) AS key,
    run.started_at,
    run.ended_at,
    run.command,
    run.program,
    coalesce(run.report, '{}') AS report
FROM run
WHERE run.id = :id OR run.key BETWEEN :low AND :high
LIMIT 2
