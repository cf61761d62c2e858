-- One row for each event of an article: gone, back, moved, walled, returned, rewritten, alternating, suspect, read otherwise, rendered, unrendered, surroundings edited.
SELECT
    event.article_id, -- its article
    event.from_at, -- when it began
    event.id AS event_id, -- digest of its kind and capture
    url.url, -- where the article lives now
    shown.language, -- of the article's newest version, BCP 47; '' if it is not known
    event.kind, -- one word of the list above
    event.until_at, -- when it ended; empty if it lasts, equal to from_at if it happened at one capture
    nullif(event.version, 0) AS version, -- the version that is current meanwhile, or returned to
    event.detail, -- the reason
    event.before, -- moved: the URL that the article left; read otherwise: a snapshot's id; surroundings edited: the texts that went
    event.after, -- moved: the URL where it lives since; read otherwise: the other snapshot's id; surroundings edited: the texts that came
    lower(hex(capture.key)) AS capture -- key of the capture with which it began
FROM event
JOIN article ON article.id = event.article_id
JOIN url ON url.id = article.url_id
JOIN capture ON capture.id = event.capture_id
LEFT JOIN article_state AS shown ON shown.article_id = event.article_id
