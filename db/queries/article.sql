-- Article :article, with what was last seen of it.
SELECT * FROM article_list WHERE article_id = :article
