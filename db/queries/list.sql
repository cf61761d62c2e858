-- Every article with what was last seen of it, without those that are only remembered.
SELECT * FROM article_list WHERE state <> 'remembered' ORDER BY since, url
