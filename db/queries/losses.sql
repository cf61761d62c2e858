-- The articles whose newest version has lost most of its questions: is the parser or the page broken, or was it
-- rewritten? A version counts for 30 days of captures, because it may be a rewrite. articles is how many the source has.
SELECT
    yield_list.source,
    owned.articles,
    yield_list.article_id,
    yield_list.url,
    yield_list.version,
    yield_list.pairs,
    yield_list.pairs_before,
    yield_list.captured_at AS since
FROM article_state AS shown
JOIN yield_list ON yield_list.article_id = shown.article_id AND yield_list.version = shown.version
LEFT JOIN (SELECT source_id, sum(number) AS articles FROM article_tally GROUP BY source_id) AS owned
    ON owned.source_id = yield_list.source_id
WHERE shown.questions < shown.questions_before AND yield_list.is_loss
    AND shown.began_at >= strftime(
        '%Y-%m-%dT%H:%M:%fZ', (SELECT max(captured_at) FROM article_state), '-30 days'
    )
ORDER BY yield_list.source_id, yield_list.captured_at DESC, yield_list.article_id
