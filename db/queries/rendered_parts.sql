-- How many requests for parts of rendered pages were made to each host, by this and by merged archives, from :since to before
-- :until if these are given.
SELECT
    json_extract(wanted.value, '$[0]') AS host,
    sum(json_extract(wanted.value, '$[2]')) AS parts
FROM rendering JOIN json_each(rendering.requests) AS wanted
WHERE json_extract(wanted.value, '$[1]') = 'asked'
    AND NOT EXISTS (SELECT 1 FROM origin WHERE origin.capture_id = rendering.capture_id)
--? since: AND rendering.rendered_at >= :since
--? until: AND rendering.rendered_at < :until
GROUP BY host
