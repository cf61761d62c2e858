-- Every article with what was last seen of it, without those that are only remembered; the first known first. A line that
-- begins with "--?" counts if its parameter is given: limit, and offset, how many articles come before.
SELECT * FROM article_list WHERE state <> 'remembered' ORDER BY since, url
--? limit: LIMIT :limit
--? offset: OFFSET :offset
