-- Every page that another archive was asked to save, with the version for which it was asked. capture is the key of the
-- capture that opened it; article_id and version are NULL if the history has it no more, as after a join. memento is the
-- address of what was saved, NULL if the archive did not say; reply is its last answer, as it came.
SELECT
    deposit.id,
    lower(hex(deposit.capture_key)) AS capture,
    version.article_id,
    version.n AS version,
    deposit.url,
    deposit.archive,
    deposit.asked_at,
    deposit.status,
    nullif(deposit.memento, '') AS memento,
    deposit.reply
FROM deposit
LEFT JOIN capture ON capture.key = deposit.capture_key
LEFT JOIN version ON version.first_capture_id = capture.id
