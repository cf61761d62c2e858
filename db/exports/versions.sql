-- One row for each version: an interval in which an article showed one content.
SELECT
    version.article_id, -- its article
    version.n AS version, -- 1, 2, 3, ... in the order of time
    url.url, -- where the article lives now
    snapshot.title, -- the article's title
    snapshot.lead, -- its lead; '' for none
    reading.language, -- BCP 47; '' if it is not known
    reading.authors, -- as the page names them
    reading.published, -- as precise as the page says; '' if it does not say
    reading.modified, -- the same for the last change that the page admits
    (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS questions, -- how many questions it has
    began.at AS first_seen_at, -- when it was first captured
    (SELECT max(seen.at) FROM standing AS seen
     WHERE seen.article_id = version.article_id AND seen.version = version.n) AS last_seen_at, -- the last capture that showed it, or confirmed it by a 304
    replaced.at AS replaced_at, -- when the next version was first captured; empty for the newest
    version.snapshot_id, -- digest of the content: equal for equal contents
    lower(hex(capture.key)) AS capture, -- key of the first capture, for citations
    lower(hex(payload.digest)) AS payload_sha256, -- digest of the bytes that came with it; empty if there are none
    coalesce(origin.kind, CASE capture.kind WHEN 'saved' THEN 'saved' ELSE 'here' END) AS origin -- 'here' if Harvester captured it; else where it was imported from: 'saved', 'warc', 'arc', 'wacz', 'wayback', 'commoncrawl', 'memento'
FROM version
JOIN article ON article.id = version.article_id
JOIN url ON url.id = article.url_id
JOIN snapshot ON snapshot.id = version.snapshot_id
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN origin ON origin.capture_id = capture.id
LEFT JOIN capture AS body ON body.id = coalesce(capture.confirms, capture.id)
LEFT JOIN payload ON payload.id = body.payload_id
LEFT JOIN reading ON reading.capture_id = body.id
JOIN standing AS began ON began.capture_id = version.first_capture_id AND began.article_id = version.article_id
LEFT JOIN version AS next ON next.article_id = version.article_id AND next.n = version.n + 1
LEFT JOIN standing AS replaced
    ON replaced.capture_id = next.first_capture_id AND replaced.article_id = next.article_id
