-- The archive in numbers. captures are those of articles, each chain of redirects counted once; exchanges are all, those
-- of sources and of robots.txt too. unread_captures wait to be read by the next run; stopped_captures stopped the program when
-- they were read, and only a rebuild tries them again.
SELECT
    (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM article) AS articles,
    (SELECT count(*) FROM article WHERE lacks <> '' AND NOT is_held AND state = 'followed') AS remembered_articles,
    (SELECT count(*) FROM article WHERE state = 'paused') AS paused_articles,
    (SELECT count(*) FROM article WHERE state = 'ended') AS ended_articles,
    (SELECT count(*) FROM capture WHERE role = 'article' AND outcome <> 'redirected') AS captures,
    (SELECT count(*) FROM capture
     WHERE role = 'article' AND outcome NOT IN ('ok', 'not_modified', 'redirected')) AS failed_captures,
    (SELECT count(*) FROM capture) AS exchanges,
    (SELECT count(*) FROM capture WHERE role = 'article' AND outcome = 'ok') AS pages,
    (SELECT count(*) FROM attempt WHERE fault = '') AS unread_captures,
    (SELECT count(*) FROM attempt WHERE fault <> '') AS stopped_captures,
    (SELECT count(*) FROM payload) AS payloads,
    (SELECT coalesce(sum(size), 0) FROM payload) AS payload_bytes,
    (SELECT coalesce(sum(length(body)), 0) FROM payload) AS stored_bytes,
    (SELECT count(*) FROM version) AS versions,
    (SELECT count(*) FROM question) AS questions,
    (SELECT count(*) FROM wording) AS wordings,
    (SELECT count(*) FROM change) AS changes,
    (SELECT count(*) FROM event) AS events,
    (SELECT max(captured_at) FROM capture) AS last_captured_at
