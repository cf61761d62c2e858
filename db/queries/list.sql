-- Every article, with what was last seen of it.
SELECT * FROM article_list ORDER BY since, url
