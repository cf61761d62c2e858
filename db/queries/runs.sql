-- Runs, newest first: the last :limit of this archive, or, if :id is given, those with this local number or with a key between
-- :low and :high; one of both fits nothing. report is JSON: what the run reported when it ended.
SELECT
    run.id,
    lower(hex(run.key)) AS key,
    run.started_at,
    run.ended_at,
    run.command,
    run.program,
    coalesce(run.report, '{}') AS report
FROM run
WHERE true
--? id: AND (run.id = :id OR run.key BETWEEN :low AND :high)
--? here: AND run.archive = (SELECT key FROM archive)
ORDER BY run.started_at DESC, run.id DESC
LIMIT :limit
