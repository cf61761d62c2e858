-- The events of article :article and the decisions about it, newest first. A decision is looked up by what it names: a URL of
-- the article, or the key of one of its captures.
SELECT * FROM event_list WHERE record = 'event' AND article_id = :article
UNION ALL
SELECT * FROM event_list
WHERE record = 'decision' AND article_id = :article AND target IN (
    SELECT url.url FROM member CROSS JOIN url ON url.id = member.url_id WHERE member.article_id = :article
    UNION ALL
    SELECT lower(hex(capture.key)) FROM standing CROSS JOIN capture ON capture.id = standing.capture_id
    WHERE standing.article_id = :article
)
ORDER BY from_at DESC, id
