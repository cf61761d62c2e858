-- The article that :text names: its id or the beginning of it (6 digits or more), or a URL of its.
SELECT article_id FROM article_url WHERE url = :text
UNION
SELECT id FROM article
WHERE length(:text) BETWEEN 6 AND 16 AND id >= lower(:text) AND id < lower(:text) || 'g'
