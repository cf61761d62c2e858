-- The archive in numbers. captures are those of articles, each chain of redirects counted once, with all pages; exchanges are all, those
-- of sources and of robots.txt too. unread_captures wait to be read by the next run; stopped_captures stopped the program when
-- they were read, and only a rebuild tries them again. last_captured_at is of the newest capture of an article or a source.
-- Triggers keep the tallies, so that this takes no longer for a large archive than for a small one.
WITH
of_articles AS (
    SELECT
        coalesce(sum(number), 0) AS articles,
        coalesce(sum(number) FILTER (WHERE lacks <> '' AND NOT is_held AND state = 'followed'), 0) AS remembered,
        coalesce(sum(number) FILTER (WHERE state = 'paused'), 0) AS paused,
        coalesce(sum(number) FILTER (WHERE state = 'ended'), 0) AS ended
    FROM article_tally
),
of_histories AS (
    SELECT
        coalesce(sum(versions), 0) AS versions,
        coalesce(sum(questions), 0) AS questions,
        coalesce(sum(changes), 0) AS changes,
        coalesce(sum(events), 0) AS events
    FROM history_tally
),
of_captures AS (
    SELECT
        coalesce(sum(number), 0) AS exchanges,
        coalesce(sum(number) FILTER (
            WHERE role = 'article' AND outcome <> 'redirected' AND NOT is_further
        ), 0) AS captures,
        coalesce(sum(number) FILTER (
            WHERE role = 'article' AND outcome NOT IN ('ok', 'not_modified', 'redirected') AND NOT is_further
        ), 0) AS failed,
        coalesce(sum(number) FILTER (WHERE role = 'article' AND outcome = 'ok'), 0) AS pages
    FROM capture_tally
)
SELECT
    (SELECT count(*) FROM source) AS sources,
    of_articles.articles,
    of_articles.remembered AS remembered_articles,
    of_articles.paused AS paused_articles,
    of_articles.ended AS ended_articles,
    of_captures.captures,
    of_captures.failed AS failed_captures,
    of_captures.exchanges,
    of_captures.pages,
    (SELECT count(*) FROM attempt WHERE fault = '') AS unread_captures,
    (SELECT count(*) FROM attempt WHERE fault <> '') AS stopped_captures,
    payloads.number AS payloads,
    payloads.bytes AS payload_bytes,
    payloads.stored_bytes,
    of_histories.versions,
    of_histories.questions,
    wordings.number AS wordings,
    of_histories.changes,
    of_histories.events,
    nullif(max(
        coalesce((SELECT max(captured_at) FROM article_state), ''), coalesce((SELECT max(seen_at) FROM source), '')
    ), '') AS last_captured_at
FROM of_articles, of_histories, of_captures
JOIN content_tally AS payloads ON payloads.what = 'payload'
JOIN content_tally AS wordings ON wordings.what = 'wording'
