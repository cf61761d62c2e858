-- The headers of the answer with the local number :id, in the order received.
SELECT name, value FROM header_list WHERE capture_id = :id ORDER BY position
