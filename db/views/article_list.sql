-- Every article with how it stands: where it lives now, whether it is asked for, and what was last seen of it.
-- state is followed, remembered (a source announces it, but it is no explainer, so it is asked for more and more seldom),
-- paused, ended or kept (imported, and nobody follows it). lacks says what it lacks to be an explainer, as a word: no_questions,
-- or the outcome or verdict for which nothing could be read; '' for nothing. gone_since is NULL while it is there. changed_at is
-- when its newest version was first seen, NULL for none.
-- trouble says what is wrong with the newest captures, as a word, and trouble_since since when; both '' for nothing.
-- next_at is when it is asked for next, '' for at the next run or if that decides when, NULL for never.
SELECT
    article.id AS article_id,
    url.url,
    coalesce(snapshot.title, '') AS title,
    CASE
        WHEN article.state = 'followed' AND article.lacks <> '' AND NOT article.is_held THEN 'remembered'
        ELSE article.state
    END AS state,
    article.lacks,
    coalesce(shown.version, 0) AS versions,
    coalesce(shown.questions, 0) AS questions,
    coalesce(shown.changes, 0) AS changes,
    shown.captured_at AS last_captured_at,
    shown.outcome AS last_outcome,
    coalesce(shown.verdict, '') AS last_verdict,
    coalesce(shown.standing, '') AS last_standing,
    article.trouble,
    article.trouble_since,
    shown.gone_since,
    article.since,
    article.every_s,
    source_url.url AS source,
    coalesce(shown.language, '') AS language,
    nullif(shown.began_at, '') AS changed_at,
    CASE WHEN due.next_at < '1000' THEN '' WHEN due.next_at < '9999' THEN due.next_at END AS next_at
FROM article
JOIN url ON url.id = article.url_id
LEFT JOIN source ON source.id = article.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
LEFT JOIN article_state AS shown ON shown.article_id = article.id
LEFT JOIN due ON due.article_id = article.id AND due.article_id <> ''
LEFT JOIN version ON version.article_id = article.id AND version.n = shown.version
LEFT JOIN snapshot ON snapshot.id = version.snapshot_id
