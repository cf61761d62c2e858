-- The runs with the local number :id, or with a key between :low and :high: one of both fits nothing.
SELECT run.id, lower(hex(run.key)) AS key, run.started_at, run.command
FROM run
WHERE run.id = :id OR run.key BETWEEN :low AND :high
LIMIT 2
