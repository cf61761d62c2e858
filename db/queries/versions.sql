-- The versions of article :article, newest first.
SELECT * FROM version_list WHERE article_id = :article ORDER BY version DESC
