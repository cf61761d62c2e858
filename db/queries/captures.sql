-- The captures of article :article (NULL: of all), newest first, at most :limit (-1: all of them).
SELECT * FROM capture_list
WHERE :article IS NULL OR article_id = :article
ORDER BY id DESC
LIMIT :limit
