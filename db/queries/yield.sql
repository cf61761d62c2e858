-- The articles that lost most of their questions at once and have not got them back: parser or page broken?
-- A suspect capture (none left) counts until a later one has questions again; a version with less than a third
-- counts for 30 days of captures, for it may be a rewrite; neither counts once somebody has accepted a later
-- capture. since is when it was first seen; kept is the
-- number of the newest version.
WITH loss AS (
    SELECT
        source_id, source, article_id, url, verdict, pairs, pairs_before,
        min(captured_at) AS since, max(capture_id) AS last_capture_id
    FROM yield_list WHERE is_loss
    GROUP BY article_id, verdict, version, pairs_before
),
newest AS (
    SELECT article_id, max(capture_id) AS capture_id, pairs FROM yield_list GROUP BY article_id
)
SELECT
    loss.source_id,
    loss.source,
    (SELECT count(*) FROM article WHERE article.source_id = loss.source_id) AS articles,
    loss.article_id,
    loss.url,
    loss.verdict,
    newest.pairs,
    loss.pairs_before,
    loss.since,
    (SELECT max(n) FROM version WHERE version.article_id = loss.article_id) AS kept
FROM loss
JOIN newest ON newest.article_id = loss.article_id
WHERE loss.last_capture_id = (SELECT max(last_capture_id) FROM loss AS later WHERE later.article_id = loss.article_id)
    AND loss.last_capture_id > coalesce(
        (SELECT max(acceptance.capture_id) FROM acceptance JOIN capture ON capture.id = acceptance.capture_id
         WHERE capture.article_id = loss.article_id), 0
    )
    AND (newest.pairs = 0 OR 3 * newest.pairs < loss.pairs_before)
    AND (loss.verdict = 'suspect' OR loss.since >= strftime(
        '%Y-%m-%dT%H:%M:%fZ', (SELECT max(captured_at) FROM capture), '-30 days'
    ))
ORDER BY loss.source_id, loss.since DESC, loss.article_id
