-- What was due before :before and is not asked for still, by host: one URL of each, that which waits longest, since when,
-- and how many there are of the host. total is how many there are at all.
SELECT url.url, min(due.next_at) AS since, count(*) AS urls, sum(count(*)) OVER () AS total
FROM due JOIN url ON url.id = due.url_id
WHERE due.next_at > '1000' AND due.next_at < :before
GROUP BY substr(url.surt, 1, instr(url.surt, ')'))
ORDER BY since
