-- One row for each article: one resource, under all the URLs that it had.
SELECT
    article.id AS article_id, -- 16 hexadecimal digits; the same in every archive that knows the article's first URL
    url.url, -- where the article lives now
    coalesce(nullif(source.name, ''), source_url.url, '') AS source, -- the first source that announced it: its name, else its URL; '' if a person added the article
    snapshot.title, -- as the newest version has it
    reading.language, -- of the newest version, BCP 47; '' if it is not known
    reading.authors, -- of the newest version
    reading.published, -- as precise as the page says; '' if it does not say
    article.state, -- followed, paused, ended or kept (imported, and nobody follows it)
    article.since, -- when it was first followed, announced or captured
    version.n AS versions, -- how many versions it has
    began.at AS changed_at -- when the newest version was first seen
FROM article
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
JOIN version ON version.article_id = article.id
    AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = article.id)
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
JOIN standing AS began ON began.capture_id = version.first_capture_id AND began.article_id = article.id
