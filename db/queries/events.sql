-- The events of article :article and the decisions about it, newest first.
SELECT * FROM event_list WHERE article_id = :article ORDER BY from_at DESC, id
