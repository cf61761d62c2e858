-- The followed articles that need a look, the latest trouble first: the newest capture failed, or what it shows opens no
-- version. Those that are only remembered, because they are no explainers, need none unless they are asked for. pairs is how
-- many questions the newest capture shows, pairs_before how many the version has that is kept; capture is the key of the
-- newest capture; articles is how many the source has; total is how many rows there are without a limit. Content that is
-- another page's says of itself nothing that is wrong, so reason says where it lies.
--
-- A line that begins with "--?" counts if its parameter is given. only: an article; limit: at most this many.
WITH chosen AS MATERIALIZED (
    SELECT article.id AS chosen_id, count(*) OVER () AS total
    FROM article
    WHERE article.trouble <> '' AND article.state = 'followed' AND (article.lacks = '' OR article.is_held
--? only: OR article.id = :only
        )
--? only: AND article.id = :only
    ORDER BY article.trouble_since DESC, article.id
--? limit: LIMIT :limit
)
SELECT
    article.id AS article_id,
    url.url,
    source_url.url AS source,
    (SELECT sum(number) FROM article_tally WHERE article_tally.source_id = article.source_id) AS articles,
    article.trouble,
    article.trouble_since AS since,
    last.captured_at,
    last.outcome,
    last.detail,
    coalesce(last.verdict, '') AS verdict,
    coalesce(
        nullif(last.why, ''),
        CASE WHEN article.trouble = 'soft_404' AND last.verdict = 'content'
            THEN 'another page came in its place: ' || last.url END,
        last.reason,
        ''
    ) AS reason,
    last.key AS capture,
    coalesce(last.pairs, 0) AS pairs,
    nullif(shown.version, 0) AS version,
    coalesce(shown.questions, 0) AS pairs_before,
    chosen.total
FROM chosen
CROSS JOIN article ON article.id = chosen.chosen_id
JOIN url ON url.id = article.url_id
JOIN capture_list AS last ON last.id = article.newest_capture_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
LEFT JOIN article_state AS shown ON shown.article_id = article.id
ORDER BY article.trouble_since DESC, article.id
