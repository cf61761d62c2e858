-- When a followed source announced something new, the last :limit times: the time of the capture that did. Only sources that
-- announced nothing new since :before are looked at.
WITH RECURSIVE
latest (source_id, capture_id) AS (
    SELECT
        source.id,
        (SELECT max(first_capture_id) FROM announcement WHERE announcement.source_id = source.id)
    FROM source WHERE source.state = 'followed' AND source.trouble = ''
),
newest (source_id, capture_id, place) AS (
    SELECT latest.source_id, latest.capture_id, 1
    FROM latest JOIN capture ON capture.id = latest.capture_id
    WHERE capture.captured_at < :before
    UNION ALL
    SELECT
        newest.source_id,
        (SELECT max(first_capture_id) FROM announcement
         WHERE announcement.source_id = newest.source_id AND announcement.first_capture_id < newest.capture_id),
        newest.place + 1
    FROM newest WHERE newest.place < :limit AND newest.capture_id IS NOT NULL
)
SELECT newest.source_id, capture.captured_at AS at
FROM newest JOIN capture ON capture.id = newest.capture_id
ORDER BY newest.source_id, at DESC
