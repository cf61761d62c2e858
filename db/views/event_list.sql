-- The events of articles and the decisions of people, as one list.
-- record is 'event' (then kind is gone, back, moved, walled, returned, rewritten, alternating, suspect, read otherwise,
-- rendered, unrendered or surroundings edited) or 'decision' (follow, pause, resume, end, accept, reject, join, part, retime, takedown).
-- until_at is NULL while an event lasts, and from_at where it happened at one capture. url is where the article lives
-- now; for a decision about anything else it is the target. version is the one that is current meanwhile, or returned
-- to. before and after are URLs for 'moved', snapshots for 'read otherwise', and the texts
-- that went and came for 'surroundings edited'. capture is the key of the capture with
-- which it began or that was judged. detail is the reason of an event; of a decision its value, such as the URL that
-- was joined.
SELECT
    'event' AS record,
    event.id,
    event.kind,
    event.from_at,
    event.until_at,
    event.article_id,
    url.url,
    event.version,
    event.detail,
    event.before,
    event.after,
    CAST(lower(hex(capture.key)) AS TEXT) AS capture,
    CAST('' AS TEXT) AS target,
    CAST('' AS TEXT) AS who,
    CAST('' AS TEXT) AS why
FROM event
JOIN article ON article.id = event.article_id
JOIN url ON url.id = article.url_id
JOIN capture ON capture.id = event.capture_id
UNION ALL
SELECT
    'decision', id, kind, decided_at, decided_at, article_id, url, version, value,
    CAST('' AS TEXT), CAST('' AS TEXT), capture, target, who, why
FROM decision_list
