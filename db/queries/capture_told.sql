-- The capture with the local number :id, as the view capture_list has it, and the file that it was imported from.
SELECT capture_list.*, origin.file
FROM capture_list
LEFT JOIN origin ON origin.capture_id = capture_list.id
WHERE capture_list.id = :id
