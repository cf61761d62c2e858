-- The archive in numbers. captures are those of articles, each chain of redirects counted once, with all pages; exchanges are all, those
-- of sources and of robots.txt too. unread_captures wait to be read by the next run; stopped_captures stopped the program when
-- they were read, and only a rebuild tries them again. last_captured_at is of the newest capture of an article or a source.
WITH kept AS MATERIALIZED (
    SELECT count(*) AS number, coalesce(sum(size), 0) AS size, coalesce(sum(length(body)), 0) AS stored FROM payload
)
SELECT
    (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM article) AS articles,
    (SELECT count(*) FROM article WHERE lacks <> '' AND NOT is_held AND state = 'followed') AS remembered_articles,
    (SELECT count(*) FROM article WHERE state = 'paused') AS paused_articles,
    (SELECT count(*) FROM article WHERE state = 'ended') AS ended_articles,
    -- Most captures are 304 answers of articles. So all are counted, which takes no look at each, and the others taken away.
    (SELECT count(*) FROM capture) - (SELECT count(*) FROM capture WHERE role > 'article')
        - (SELECT count(*) FROM capture WHERE role = 'article' AND outcome = 'redirected')
        - (SELECT count(*) FROM capture WHERE part_of IS NOT NULL AND outcome <> 'redirected') AS captures,
    (SELECT count(*) FROM capture WHERE role = 'article' AND outcome < 'not_modified')
        + (SELECT count(*) FROM capture WHERE role = 'article' AND outcome > 'not_modified' AND outcome < 'ok')
        + (SELECT count(*) FROM capture WHERE role = 'article' AND outcome > 'ok' AND outcome < 'redirected')
        + (SELECT count(*) FROM capture WHERE role = 'article' AND outcome > 'redirected')
        - (SELECT count(*) FROM capture
           WHERE part_of IS NOT NULL AND outcome NOT IN ('ok', 'not_modified', 'redirected')) AS failed_captures,
    (SELECT count(*) FROM capture) AS exchanges,
    (SELECT count(*) FROM capture WHERE role = 'article' AND outcome = 'ok') AS pages,
    (SELECT count(*) FROM attempt WHERE fault = '') AS unread_captures,
    (SELECT count(*) FROM attempt WHERE fault <> '') AS stopped_captures,
    (SELECT number FROM kept) AS payloads,
    (SELECT size FROM kept) AS payload_bytes,
    (SELECT stored FROM kept) AS stored_bytes,
    (SELECT count(*) FROM version) AS versions,
    (SELECT count(*) FROM question) AS questions,
    (SELECT count(*) FROM wording_search_docsize) AS wordings, -- each is indexed
    (SELECT count(*) FROM change) AS changes,
    (SELECT count(*) FROM event) AS events,
    nullif(max(
        coalesce((SELECT max(captured_at) FROM article_state), ''), coalesce((SELECT max(seen_at) FROM source), '')
    ), '') AS last_captured_at
