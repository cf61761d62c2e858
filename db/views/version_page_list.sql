-- The captures that a version was read from, where the article is on several pages: one row for each page. page counts
-- from 1; a page that did not change since an earlier capture is named by the answer 304 that says so.
SELECT
    version.article_id,
    version.n AS version,
    row_number() OVER (
        PARTITION BY version.article_id, version.n ORDER BY part.part_of IS NOT NULL, part.id
    ) AS page,
    url.url,
    part.captured_at,
    part.outcome,
    lower(hex(part.key)) AS capture
FROM version
JOIN reading ON reading.capture_id = version.first_capture_id AND reading.pages > 1
JOIN capture AS part ON part.outcome IN ('ok', 'not_modified')
    AND (part.id = version.first_capture_id OR part.part_of = version.first_capture_id)
JOIN url ON url.id = part.url_id
