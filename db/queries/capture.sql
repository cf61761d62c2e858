-- The captures with a key between :low and :high, or with the local number :id.
SELECT capture.id, lower(hex(capture.key)) AS key, coalesce(capture.payload_id, base.payload_id) AS payload_id, capture.outcome
FROM capture LEFT JOIN capture AS base ON base.id = capture.confirms
WHERE capture.key BETWEEN :low AND :high OR capture.id = :id
LIMIT 2
