-- What run :id was: what an export to web archives says of the captures that it made.
SELECT
    lower(hex(run.key)) AS run,
    lower(hex(run.archive)) AS archive,
    run.started_at,
    coalesce(run.ended_at, '') AS ended_at,
    run.command,
    run.program,
    run.contact,
    coalesce(setting.text, '') AS settings
FROM run LEFT JOIN setting ON setting.id = run.setting_id
WHERE run.id = :id
