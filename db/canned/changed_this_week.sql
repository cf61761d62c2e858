-- What changed this week
-- Every change of the seven days before the newest capture, the newest first. The questions of a new article are not changes.
SELECT changed_at, kind, edit_class, significance, question, before, after, url, source FROM change_list
WHERE changed_at >= strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT max(captured_at) FROM article_state), '-7 days')
ORDER BY changed_at DESC
LIMIT 500
