-- Longest-lived answers
-- The answers that stood longest without an edit. ended_at is empty for those that stand; then they count up to the newest version seen.
WITH longest AS MATERIALIZED (
    SELECT DISTINCT ON (days, article_id, question_id, first_version)
        round(epoch(coalesce(spell.ended_at, seen.last_seen_at) - spell.began_at) / 86400, 2) AS days,
        spell.archive, spell.article_id, spell.question_id, spell.first_version, spell.began_at, spell.ended_at
    FROM spell
    JOIN versions AS seen
        ON seen.archive = spell.archive AND seen.article_id = spell.article_id AND seen.version = spell.last_version
    ORDER BY days DESC, article_id, question_id, first_version
    LIMIT 100
)
SELECT longest.days, pairs.question, pairs.answer, longest.began_at, longest.ended_at, pairs.url, pairs.source
FROM longest
JOIN pairs
    ON pairs.archive = longest.archive AND pairs.article_id = longest.article_id
    AND pairs.question_id = longest.question_id AND pairs.version = longest.first_version
ORDER BY longest.days DESC, longest.article_id, pairs.question
