-- What people decided, and what it was about: follow, pause, resume, end, accept, reject, join, part, retime, takedown.
-- url is where the article lives now, for a decision about anything else the target. value is what the decision names
-- beside it, such as the URL that was joined, '' for the terms of a follow. capture is the key of the capture that was judged.
-- A text cannot be turned into a key in every SQLite, so a capture is looked up by the first three bytes of its key, which
-- the digits are turned into one by one; then the keys are compared as text.
-- Both halves have the same types, the first one without a cast to INTEGER, so that SQLite merges them by an index when the
-- newest decisions are asked for.
SELECT
    CAST(lower(hex(judged.key)) AS TEXT) AS id,
    judged.kind,
    judged.decided_at,
    standing.article_id,
    CAST(coalesce(url.url, asked.url) AS TEXT) AS url,
    standing.version,
    judged.value,
    judged.target AS capture,
    judged.target,
    judged.who,
    judged.why
FROM (
    SELECT
        decision.*,
        substr(digit.byte, 16 * instr(digit.hex, substr(target, 1, 1)) + instr(digit.hex, substr(target, 2, 1)) - 16, 1)
        || substr(digit.byte, 16 * instr(digit.hex, substr(target, 3, 1)) + instr(digit.hex, substr(target, 4, 1)) - 16, 1)
        || substr(digit.byte, 16 * instr(digit.hex, substr(target, 5, 1)) + instr(digit.hex, substr(target, 6, 1)) - 16, 1)
        AS start
    FROM decision
    CROSS JOIN (
        SELECT
            '0123456789abcdef' AS hex,
            x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
            || x'202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f'
            || x'404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f'
            || x'606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f'
            || x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'
            || x'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf'
            || x'c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf'
            || x'e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff' AS byte
    ) AS digit
    WHERE decision.target_kind = 'capture'
) AS judged
CROSS JOIN capture ON capture.key BETWEEN CAST(judged.start AS BLOB)
        AND CAST(judged.start || x'ffffffffffffffffffffffffff' AS BLOB)
    AND lower(hex(capture.key)) = judged.target
JOIN url AS asked ON asked.id = capture.url_id
LEFT JOIN standing ON standing.capture_id = capture.id AND standing.is_astray = 0
LEFT JOIN article ON article.id = standing.article_id
LEFT JOIN url ON url.id = article.url_id
UNION ALL
SELECT
    CAST(lower(hex(decision.key)) AS TEXT),
    decision.kind,
    decision.decided_at,
    article.id,
    CAST(coalesce(url.url, decision.target) AS TEXT),
    CAST(NULL AS INTEGER),
    CAST(CASE decision.kind WHEN 'follow' THEN '' ELSE decision.value END AS TEXT),
    CAST(NULL AS TEXT),
    decision.target,
    decision.who,
    decision.why
FROM decision
LEFT JOIN url AS named ON named.url = decision.target
LEFT JOIN article ON article.id = (
    SELECT member.article_id FROM member WHERE member.url_id = named.id
    ORDER BY member.until = '' DESC, member.since DESC LIMIT 1
)
LEFT JOIN url ON url.id = article.url_id
WHERE decision.target_kind <> 'capture'
