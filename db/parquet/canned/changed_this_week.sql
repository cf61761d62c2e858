-- What changed this week
-- Every change of the seven days before the newest capture, the newest first. The questions of a new article are not changes.
SELECT DISTINCT changed_at, kind, edit_class, significance, question, before, after, url, source FROM change_list
WHERE changed_at >= (SELECT max(last_seen_at) FROM versions) - INTERVAL 7 DAY
ORDER BY changed_at DESC, url, kind, question
LIMIT 500
