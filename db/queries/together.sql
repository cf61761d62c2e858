-- The runs in which many articles of one host changed together, from :from_at on: a site has a new template, or the parser
-- reads it otherwise. changed counts articles with a new version that is not their first, captured the articles of which a
-- page came; words is JSON: what their edits put in, once for each article.
WITH opened AS MATERIALIZED (
    SELECT
        capture.run_id,
        substr(url.surt, 1, instr(url.surt, ')')) AS host_key,
        version.article_id,
        version.n,
        version.began_at
    FROM version
    JOIN capture ON capture.id = version.first_capture_id
    JOIN url ON url.id = capture.url_id
    WHERE version.began_at >= :from_at AND version.n > 1 AND capture.kind = 'exchange'
        AND NOT EXISTS (SELECT 1 FROM origin WHERE origin.capture_id = capture.id)
),
changed AS (
    SELECT run_id, host_key, count(DISTINCT article_id) AS changed, min(began_at) AS at
    FROM opened
    GROUP BY run_id, host_key
    HAVING changed >= :least
)
SELECT
    changed.run_id,
    changed.host_key,
    changed.changed,
    changed.at,
    (SELECT count(DISTINCT capture.url_id) FROM capture JOIN url ON url.id = capture.url_id
     WHERE capture.run_id = changed.run_id AND capture.role = 'article'
        AND capture.outcome IN ('ok', 'not_modified') AND url.surt LIKE changed.host_key || '%') AS captured,
    (SELECT url.url FROM opened JOIN article ON article.id = opened.article_id JOIN url ON url.id = article.url_id
     WHERE opened.run_id = changed.run_id AND opened.host_key = changed.host_key LIMIT 1) AS example,
    (SELECT json_group_array(after) FROM (
        SELECT DISTINCT opened.article_id, json_extract(hunk.value, '$.after') AS after
        FROM opened
        JOIN change ON change.article_id = opened.article_id AND change.version = opened.n,
            json_each(change.hunks) AS hunk
        WHERE opened.run_id = changed.run_id AND opened.host_key = changed.host_key
    )) AS words
FROM changed
ORDER BY changed.run_id DESC, changed.changed DESC
