-- Changes and events that notices may tell, the first first, with the capture that shows each. What was asked, dropped and
-- moved in a rewrite is left out, as in the log: the event "rewritten" stands for it. before_wording and after_wording are
-- the numbers of the wordings that a change is about.
--
-- A line that begins with "--?" counts if its parameter is given. captures: a JSON list of the numbers of the captures with
-- which a version or an event began. since: a time at which it began or later. newest: at most this many versions and this many
-- events, the newest.
WITH chosen_version AS MATERIALIZED (
    SELECT version.article_id, version.n, version.first_capture_id FROM version WHERE 1
--? captures: AND version.first_capture_id IN (SELECT value FROM json_each(:captures))
--? since: AND version.began_at >= :since
--? newest: AND version.n > 1 ORDER BY version.first_capture_id DESC LIMIT :newest
),
chosen_event AS MATERIALIZED (
    SELECT event.article_id, event.id FROM event WHERE 1
--? captures: AND event.article_id IN (
--? captures:     SELECT standing.article_id FROM standing WHERE standing.capture_id IN (SELECT value FROM json_each(:captures)))
--? captures: AND event.capture_id IN (SELECT value FROM json_each(:captures))
--? since: AND event.from_at >= :since
--? newest: ORDER BY event.capture_id DESC LIMIT :newest
)
SELECT
    'change' AS record, change_list.id, changed_at, change_list.kind, url, change_list.article_id, change_list.version, change_list.seq,
    classes, significance, question_id, question, other_question_id,
    other_question, confidence, before, after, before_position, after_position,
    hunks, changed_at AS until_at, '' AS detail, chosen_version.first_capture_id AS capture_id,
    lower(hex(capture.key)) AS edition,
    (SELECT pair.wording FROM version JOIN pair ON pair.snapshot_id = version.snapshot_id
        WHERE version.article_id = change_list.article_id AND version.n = change_list.version - 1
            AND pair.position = change_list.before_position) AS before_wording,
    (SELECT pair.wording FROM version JOIN pair ON pair.snapshot_id = version.snapshot_id
        WHERE version.article_id = change_list.article_id AND version.n = change_list.version
            AND pair.position = change_list.after_position) AS after_wording
FROM chosen_version
CROSS JOIN change_list ON change_list.article_id = chosen_version.article_id AND change_list.version = chosen_version.n
JOIN capture ON capture.id = chosen_version.first_capture_id
WHERE NOT (change_list.kind IN ('asked', 'dropped', 'split', 'merged', 'moved') AND EXISTS (
    SELECT 1 FROM event
    WHERE event.article_id = change_list.article_id AND event.version = change_list.version AND event.kind = 'rewritten'
))
UNION ALL
SELECT
    'event', event.id, event.from_at, event.kind, url.url, event.article_id, event.version, -1,
    '[]', NULL, NULL, NULL, NULL,
    NULL, NULL, event.before, event.after, NULL, NULL,
    '[]', event.until_at, event.detail, event.capture_id, lower(hex(capture.key)), NULL, NULL
FROM chosen_event
CROSS JOIN event ON event.article_id = chosen_event.article_id AND event.id = chosen_event.id
JOIN capture ON capture.id = event.capture_id
JOIN article ON article.id = event.article_id
JOIN url ON url.id = article.url_id
ORDER BY 3, 6, 7, 8, 2
