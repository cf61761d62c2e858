-- Every page that a browser rendered, or was to render, with what came of it. capture is the key of its capture. asked is
-- the number of requests that were made for parts of the page, refused that of requests which the page wanted and
-- which were not made; requests has both by host. size and digest are those of the rendered document.
SELECT
    rendering.capture_id,
    lower(hex(capture.key)) AS capture,
    url.url,
    rendering.rendered_at,
    rendering.outcome,
    coalesce(rendering.detail, '') AS detail,
    rendering.engine,
    rendering.viewport,
    rendering.elapsed_ms,
    (
        SELECT coalesce(sum(json_extract(each.value, '$[2]')), 0) FROM json_each(rendering.requests) AS each
        WHERE json_extract(each.value, '$[1]') = 'asked'
    ) AS asked,
    (
        SELECT coalesce(sum(json_extract(each.value, '$[2]')), 0) FROM json_each(rendering.requests) AS each
        WHERE json_extract(each.value, '$[1]') <> 'asked'
    ) AS refused,
    rendering.requests,
    payload.size,
    lower(hex(payload.digest)) AS digest
FROM rendering
JOIN capture ON capture.id = rendering.capture_id
JOIN url ON url.id = capture.url_id
LEFT JOIN payload ON payload.id = rendering.payload_id
