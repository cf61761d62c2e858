-- The articles that :text names, each with its place: the smaller, the better it is named. That is by a URL that it has
-- or had (:url is how the text is asked for, where it is a URL), by one spelt alike (:spelling), by its id or that of
-- one of its questions, or by the beginning of one (6 digits or more). Ids that were given before count as well.
WITH named (article_id, place) AS (
    SELECT member.article_id, member.until <> ''
    FROM url JOIN member ON member.url_id = url.id
    WHERE url.url IN (:text, :url)
    UNION ALL
    SELECT member.article_id, 2 + (member.until <> '')
    FROM spelled JOIN member ON member.url_id = spelled.url_id
    WHERE spelled.spelling = :spelling
    UNION ALL
    SELECT id, 4 FROM article
    WHERE length(:text) BETWEEN 6 AND 16 AND id >= lower(:text) AND id < lower(:text) || 'g'
    UNION ALL
    SELECT article_id, 5 FROM alias
    WHERE length(:text) BETWEEN 6 AND 16 AND id >= lower(:text) AND id < lower(:text) || 'g'
    UNION ALL
    SELECT article_id, 5 FROM question
    WHERE length(:text) BETWEEN 6 AND 16 AND id >= lower(:text) AND id < lower(:text) || 'g'
)
SELECT article.id, url.url, article.state, min(named.place) AS place
FROM named
JOIN article ON article.id = named.article_id
JOIN url ON url.id = article.url_id
GROUP BY article.id
ORDER BY place, article.id
