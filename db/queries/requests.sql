-- Every exchange of this and of merged archives, before :until if that is given, in the order of their times, with what the request
-- was made by: the archive, and the delay of its settings. confirmed_bytes is what a 304 saved.
SELECT
    capture.id,
    capture.run_id,
    run.archive,
    capture.role,
    url.url,
    capture.captured_at,
    capture.elapsed_ms,
    capture.outcome,
    capture.ip,
    capture.led_from,
    capture.headers_id,
    capture.differ,
    capture.payload_id,
    capture.wire_bytes,
    capture.coded IS NOT NULL AS coded,
    payload.size,
    confirmed.wire_bytes AS confirmed_bytes,
    json_extract(setting.text, '$.delay_s') AS delay_s
FROM capture
JOIN run ON run.id = capture.run_id
JOIN url ON url.id = capture.url_id
LEFT JOIN setting ON setting.id = run.setting_id
LEFT JOIN payload ON payload.id = capture.payload_id
LEFT JOIN capture AS confirmed ON confirmed.id = capture.confirms
WHERE capture.kind = 'exchange' AND NOT EXISTS (SELECT 1 FROM origin WHERE origin.capture_id = capture.id)
--? until: AND capture.captured_at < :until
ORDER BY capture.captured_at, capture.id
