-- The last texts before version :version of those questions of the JSON list :questions that article :article had shown by then,
-- and does not show in that version; the latest dropped first.
SELECT spell.question_id, wording.question, wording.answer, wording.links, wording.images
FROM json_each(:questions) AS asked
CROSS JOIN spell ON spell.article_id = :article AND spell.question_id = asked.value AND spell.first_version = (
    SELECT max(earlier.first_version) FROM spell AS earlier
    WHERE earlier.article_id = :article AND earlier.question_id = asked.value AND earlier.first_version <= :version
)
JOIN wording ON wording.n = spell.wording
WHERE spell.last_version < :version
ORDER BY spell.last_version DESC, asked.key
