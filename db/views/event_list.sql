-- The events of articles and the decisions of people, as one list.
-- record is 'event' (then kind is gone, back, moved, walled, returned, rewritten, alternating, suspect or read otherwise) or 'decision'
-- (follow, pause, resume, end, accept, reject, join, part, retime, takedown). until_at is NULL while an event lasts,
-- and from_at where it happened at one capture. url is where the article lives now; for a decision about anything
-- else it is the target. version is the one that is current meanwhile, or returned to. before and after are URLs for
-- 'moved', snapshots for 'read otherwise'. capture is the key of the capture with which it began or that was judged.
-- detail is the reason of an event; of a decision its value, such as the URL that was joined.
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
    lower(hex(capture.key)) AS capture,
    '' AS target,
    '' AS who,
    '' AS why
FROM event
JOIN article ON article.id = event.article_id
JOIN url ON url.id = article.url_id
JOIN capture ON capture.id = event.capture_id
UNION ALL
SELECT
    'decision',
    lower(hex(decision.key)),
    decision.kind,
    decision.decided_at,
    decision.decided_at,
    article.id,
    coalesce(url.url, decision.target),
    NULL,
    CASE decision.kind WHEN 'follow' THEN '' ELSE decision.value END,
    '',
    '',
    NULL,
    decision.target,
    decision.who,
    decision.why
FROM decision
LEFT JOIN url AS named ON named.url = decision.target
LEFT JOIN article ON article.id = (
    SELECT member.article_id FROM member WHERE member.url_id = named.id
    ORDER BY member.until = '' DESC, member.since DESC LIMIT 1
)
LEFT JOIN url ON url.id = article.url_id
WHERE decision.target_kind <> 'capture'
UNION ALL
-- The captures are scanned once, by the index over their keys, and only if one was judged.
SELECT
    'decision',
    lower(hex(decision.key)),
    decision.kind,
    decision.decided_at,
    decision.decided_at,
    standing.article_id,
    coalesce(url.url, asked.url),
    standing.version,
    decision.value,
    '',
    '',
    decision.target,
    decision.target,
    decision.who,
    decision.why
FROM capture
CROSS JOIN decision ON decision.target = lower(hex(capture.key)) AND decision.target_kind = 'capture'
JOIN url AS asked ON asked.id = capture.url_id
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
LEFT JOIN article ON article.id = standing.article_id
LEFT JOIN url ON url.id = article.url_id
WHERE EXISTS (SELECT 1 FROM decision WHERE target_kind = 'capture')
