-- What the captures of the run with the local number :id came to, as it is known today: how many captures of each role
-- have the same outcome, verdict and standing. A chain of redirects is counted by its end, an article on several pages once.
SELECT
    capture.role,
    capture.outcome,
    coalesce(reading.verdict, '') AS verdict,
    coalesce(standing.state, '') AS standing,
    count(*) AS captures
FROM capture
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
WHERE capture.run_id = :id AND capture.outcome <> 'redirected' AND capture.part_of IS NULL
GROUP BY capture.role, capture.outcome, verdict, standing
ORDER BY captures DESC, capture.role, capture.outcome
