-- How many questions each version has, and how many the version before had: the yield of a source.
-- is_loss is 1 if no question is left, or less than a third of five or more: is the parser or the page broken, or was
-- it rewritten? It is 0 if somebody has accepted the capture that opened the version.
SELECT
    counted.source_id,
    source_url.url AS source,
    counted.article_id,
    url.url,
    counted.version,
    counted.captured_at,
    counted.pairs,
    counted.pairs_before,
    (
        (counted.pairs = 0 AND counted.pairs_before > 0)
        OR (counted.pairs_before >= 5 AND 3 * counted.pairs < counted.pairs_before)
    ) AND NOT EXISTS (
        SELECT 1 FROM decision WHERE decision.target = counted.capture AND decision.kind = 'accept'
    ) AS is_loss
FROM (
    SELECT
        article.source_id,
        article.url_id,
        version.article_id,
        version.n AS version,
        version.began_at AS captured_at,
        lower(hex(capture.key)) AS capture,
        (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id) AS pairs,
        (SELECT count(*) FROM pair WHERE pair.snapshot_id = before.snapshot_id) AS pairs_before
    FROM version
    JOIN article ON article.id = version.article_id
    JOIN capture ON capture.id = version.first_capture_id
    LEFT JOIN version AS before ON before.article_id = version.article_id AND before.n = version.n - 1
) AS counted
JOIN url ON url.id = counted.url_id
LEFT JOIN source ON source.id = counted.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
