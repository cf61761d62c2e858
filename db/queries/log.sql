-- The changes, newest first: of article :article (NULL: of all), since :since (NULL: ever), at most :limit
-- (-1: all of them).
SELECT * FROM change_list
WHERE (:article IS NULL OR article_id = :article) AND (:since IS NULL OR changed_at >= :since)
ORDER BY changed_at DESC, version DESC, article_id, seq
LIMIT :limit
