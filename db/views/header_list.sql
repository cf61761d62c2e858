-- Every header of every answer, in the order received; names in small letters.
SELECT
    capture.id AS capture_id,
    CAST(header.key AS INTEGER) AS position,
    lower(json_extract(header.value, '$[0]')) AS name,
    coalesce(json_extract(capture.differ, '$."' || header.key || '"'), json_extract(header.value, '$[1]')) AS value
FROM capture
JOIN headers ON headers.id = capture.headers_id
JOIN json_each(headers.text) AS header
