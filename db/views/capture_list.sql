-- Every exchange with what was made of it; NULLs that have a meaning are replaced by it.
-- Keys and digests are hexadecimal: key names the capture for ever, id only in this file. A redirect's answer is a
-- row of its own; led_from is the key of the capture whose redirect led here, confirms that of the capture whose
-- body a 304 says is still current, part_of that of the first page of the article of which this is a further page; it
-- is read together with it. verdict is what the body turned out to be ('content': an article), NULL where
-- there was nothing to read; standing is what the article's history makes of it (current, suspect, walled, gone, ...),
-- NULL where no history has it; version is the one that it shows. left_out is the share of the text from the first
-- question to the last answer that the reading has in neither, 0 to 1; a site rule that names the questions gives 0. origin
-- says where it comes from: 'here' was captured by Harvester, the others were imported.
SELECT
    capture.id,
    lower(hex(capture.key)) AS key,
    capture.run_id,
    capture.kind,
    capture.role,
    url.url,
    coalesce(standing.at, capture.captured_at) AS captured_at,
    coalesce(capture.recorded_at, capture.captured_at) AS recorded_at,
    capture.outcome,
    capture.status,
    coalesce(capture.detail, '') AS detail,
    reading.verdict,
    reading.reason,
    standing.state AS standing,
    standing.why,
    standing.version,
    standing.article_id,
    reading.pairs,
    reading.left_out,
    reading.reader,
    nullif(lower(hex(leading.key)), '') AS led_from,
    nullif(lower(hex(base.key)), '') AS confirms,
    nullif(lower(hex(first.key)), '') AS part_of,
    (SELECT value FROM header_list
     WHERE header_list.capture_id = coalesce(base.id, capture.id) AND name = 'content-type') AS content_type,
    nullif(lower(hex(payload.digest)), '') AS payload_digest,
    payload.size AS payload_bytes,
    payload.coding = 'removed' AS is_removed,
    capture.wire_bytes,
    capture.elapsed_ms,
    capture.ip,
    coalesce(origin.kind, CASE capture.kind WHEN 'saved' THEN 'saved' ELSE 'here' END) AS origin
FROM capture
JOIN url ON url.id = capture.url_id
LEFT JOIN origin ON origin.capture_id = capture.id
LEFT JOIN capture AS base ON base.id = capture.confirms
LEFT JOIN capture AS leading ON leading.id = capture.led_from
LEFT JOIN capture AS first ON first.id = capture.part_of
LEFT JOIN payload ON payload.id = coalesce(capture.payload_id, base.payload_id)
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
