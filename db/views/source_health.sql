-- How each source is doing: its articles; those of them that are only remembered, because they are no explainers; of the
-- others those that are in trouble; and those that were never captured or never read as an article. Articles that several sources announce count for the first. problem says why nothing
-- usable comes from the source itself, '' if something does; trouble says it as a word.
-- next_at is when it is asked for next, '' for at the next run or if that decides when, NULL for never.
SELECT
    source.id,
    source.kind,
    url.url,
    source.name,
    source.state,
    source.since,
    source.held_by,
    source.every_s,
    coalesce(sum(tally.number), 0) AS articles,
    coalesce(sum(tally.number) FILTER (
        WHERE tally.state = 'followed' AND tally.lacks <> '' AND NOT tally.is_held
    ), 0) AS remembered,
    coalesce(sum(tally.number) FILTER (
        WHERE tally.state = 'followed' AND tally.is_in_trouble AND (tally.lacks = '' OR tally.is_held)
    ), 0) AS failing,
    coalesce(sum(tally.number) FILTER (WHERE NOT tally.is_captured), 0) AS never_captured,
    coalesce(sum(tally.number), 0) - coalesce(history_tally.articles, 0) AS without_version,
    nullif(source.seen_at, '') AS last_captured_at,
    source.problem,
    source.trouble,
    source.trouble_since,
    CASE WHEN due.next_at < '1000' THEN '' WHEN due.next_at < '9999' THEN due.next_at END AS next_at
FROM source
JOIN url ON url.id = source.url_id
LEFT JOIN due ON due.url_id = source.url_id AND due.article_id = ''
LEFT JOIN article_tally AS tally ON tally.source_id = source.id
LEFT JOIN history_tally ON history_tally.source_id = source.id
GROUP BY source.id
