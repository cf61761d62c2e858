-- The captures between two times in the order of time, to be exported: all, or those in the list :captures.
SELECT capture.id
FROM capture
WHERE 1
--? captures: AND capture.id IN (SELECT value FROM json_each(:captures))
--? since: AND capture.captured_at >= :since
--? until: AND capture.captured_at < :until
ORDER BY capture.captured_at, capture.key
