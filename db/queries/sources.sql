-- How each source is doing.
SELECT * FROM source_health ORDER BY id
