-- What the capture :id brought.
SELECT lower(hex(key)) AS key, status, headers_id, differ, payload_id FROM capture WHERE id = :id
