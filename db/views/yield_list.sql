-- How many questions each capture showed, and how many its article's version before had: the yield of a source.
-- Captures with questions to lose: those of content, and the suspect ones, that had none where there were some.
-- pairs_before is of the version before that of the capture; for a suspect one, of the version that is kept.
-- is_loss is 1 where no question is left, or of five or more not a third: parser or page broken, or rewritten?
-- 0 again where somebody has accepted that capture, or another of the same version.
SELECT
    article.source_id,
    source.url AS source,
    reading.article_id,
    article.url,
    reading.capture_id,
    capture.captured_at,
    reading.parser,
    reading.verdict,
    reading.version,
    coalesce(reading.pairs, 0) AS pairs,
    before.pairs AS pairs_before,
    (
        reading.verdict = 'suspect'
        OR coalesce(before.pairs >= 5 AND 3 * reading.pairs < before.pairs, 0)
    ) AND NOT EXISTS (
        SELECT 1 FROM acceptance JOIN reading AS accepted ON accepted.capture_id = acceptance.capture_id
        WHERE accepted.article_id = reading.article_id AND accepted.version = reading.version
    ) AS is_loss
FROM reading
JOIN capture ON capture.id = reading.capture_id
JOIN article ON article.id = reading.article_id
JOIN source ON source.id = article.source_id
LEFT JOIN reading AS before ON before.capture_id = (
    SELECT max(earlier.capture_id) FROM reading AS earlier
    WHERE earlier.article_id = reading.article_id AND earlier.version = coalesce(
        reading.version - 1,
        (SELECT max(kept.version) FROM reading AS kept
         WHERE kept.article_id = reading.article_id AND kept.capture_id < reading.capture_id)
    )
)
WHERE reading.verdict IN ('content', 'suspect')
