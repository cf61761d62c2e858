-- What was due before :before and is not asked for still, the longest first; total is how many there are.
SELECT url.url, due.next_at AS since, count(*) OVER () AS total
FROM due JOIN url ON url.id = due.url_id
WHERE due.next_at > '1000' AND due.next_at < :before
ORDER BY due.next_at
LIMIT :limit
