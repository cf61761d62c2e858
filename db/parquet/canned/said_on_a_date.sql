-- What was said on a date
-- What the article at the URL $url showed at $date, such as 2026-12-01 or 2026-12-01T18:00, UTC.
SELECT DISTINCT position, question, answer, version, began_at, ended_at FROM pair_as_of
WHERE url = $url AND began_at <= $date::TIMESTAMPTZ AND (ended_at > $date::TIMESTAMPTZ OR ended_at IS NULL)
ORDER BY position
