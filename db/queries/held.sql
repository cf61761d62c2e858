-- What somebody paused or ended: articles and sources, with who said so last; newest first.
SELECT held.url, held.what, held.state, max(event_list.from_at) AS since, event_list.who, event_list.why
FROM (
    SELECT url.url, 'article' AS what, state FROM article JOIN url ON url.id = article.url_id
    WHERE state IN ('paused', 'ended')
    UNION ALL
    SELECT url.url, source.kind, state FROM source JOIN url ON url.id = source.url_id
    WHERE state IN ('paused', 'ended')
) AS held
JOIN event_list ON event_list.url = held.url AND event_list.kind IN ('pause', 'end')
GROUP BY held.url ORDER BY since DESC, held.url
