-- Changes, events and decisions together, newest first. record says what a row is: change, event or decision. The first
-- decision to follow something is left out, and so is a first version. What was asked, dropped and moved in a rewrite is left
-- out too, unless a question is named: the event "rewritten" stands for it, and the view change_list has it.
--
-- A line that begins with "--?" counts if its parameter is given. article, source (a URL), kind, question (an id): the rows of
-- one. since and until: times, the second excluded. class: a class of edits; classes: a JSON list, any of which a change has;
-- kinds: the same of kinds. significance: at least that. changes_only: no events and decisions, as for kind, question, classes
-- and significance.
WITH chosen_change (in_article, in_version, at_seq) AS MATERIALIZED (
    SELECT change.article_id, change.version, change.seq
    FROM
--? class: change_class AS classed CROSS JOIN
        change
    WHERE 1
--? class: AND classed.class = :class AND change.article_id = classed.article_id
--? class: AND change.version = classed.version AND change.seq = classed.seq
--? article: AND change.article_id = :article
--? source: AND change.source_id = (SELECT source.id FROM source JOIN url ON url.id = source.url_id WHERE url.url = :source)
--? kind: AND change.kind = :kind
--? kinds: AND change.kind IN (SELECT value FROM json_each(:kinds))
--? since: AND change.changed_at >= :since
--? until: AND change.changed_at < :until
--? question: AND change.rowid IN (
--? question:     SELECT own.rowid FROM question CROSS JOIN change AS own ON own.article_id = question.article_id
--? question:         AND own.question_id = question.id WHERE question.id = :question
--? question:     UNION ALL
--? question:     SELECT own.rowid FROM question CROSS JOIN change AS own ON own.article_id = question.article_id
--? question:         AND own.other_question_id = question.id WHERE question.id = :question)
--? significance: AND change.significance >= :significance
--? classes: AND EXISTS (SELECT 1 FROM change_class AS other WHERE other.article_id = change.article_id
--? classes:     AND other.version = change.version AND other.seq = change.seq
--? classes:     AND other.class IN (SELECT value FROM json_each(:classes)))
        AND (NOT (change.kind IN ('asked', 'dropped', 'split', 'merged', 'moved') AND EXISTS (
            SELECT 1 FROM event
            WHERE event.article_id = change.article_id AND event.version = change.version
                AND event.kind = 'rewritten'
        ))
--? question: OR 1
        )
    ORDER BY
--? class: classed.at DESC, classed.article_id, classed.version, classed.seq,
        change.changed_at DESC, change.rowid
--? limit: LIMIT :limit
),
chosen_event AS MATERIALIZED (
    SELECT event.article_id, event.id FROM event
    WHERE 1
--? changes_only: AND 0
--? source: AND event.source_id = (SELECT source.id FROM source JOIN url ON url.id = source.url_id WHERE url.url = :source)
--? article: AND event.article_id = :article
--? since: AND (event.from_at >= :since OR event.until_at >= :since)
--? until: AND event.from_at < :until
    ORDER BY event.from_at DESC, event.article_id, event.id
--? limit: LIMIT :limit
),
chosen_decision AS MATERIALIZED (
    SELECT decision_list.* FROM decision_list
    WHERE 1
--? changes_only: AND 0
--? source: AND target = :source
--? article: AND article_id = :article AND target IN (
--? article:     SELECT url.url FROM member CROSS JOIN url ON url.id = member.url_id WHERE member.article_id = :article
--? article:     UNION ALL
--? article:     SELECT lower(hex(capture.key)) FROM standing CROSS JOIN capture ON capture.id = standing.capture_id
--? article:     WHERE standing.article_id = :article)
--? since: AND decided_at >= :since
--? until: AND decided_at < :until
        AND NOT (kind = 'follow' AND NOT EXISTS (
            SELECT 1 FROM decision WHERE decision.target = decision_list.target
                AND decision.decided_at < decision_list.decided_at
        ))
    ORDER BY decided_at DESC, article_id, id
--? limit: LIMIT :limit
)
SELECT
    'change' AS record, id, changed_at, kind, url, article_id, version, seq,
    edit_class, classes, significance, question_id, question, other_question_id,
    other_question, confidence, before, after, before_position, after_position,
    hunks, changed_at AS until_at, '' AS detail, '' AS target, '' AS who, '' AS why
FROM chosen_change
CROSS JOIN change_list ON article_id = in_article AND version = in_version AND seq = at_seq
UNION ALL
SELECT
    'event', event.id, event.from_at, event.kind, url.url, event.article_id, event.version, NULL,
    '', '[]', NULL, NULL, NULL, NULL,
    NULL, NULL, event.before, event.after, NULL, NULL,
    '[]', event.until_at, event.detail, '', '', ''
FROM chosen_event
CROSS JOIN event ON event.article_id = chosen_event.article_id AND event.id = chosen_event.id
JOIN article ON article.id = event.article_id
JOIN url ON url.id = article.url_id
UNION ALL
SELECT
    'decision', id, decided_at, kind, url, article_id, version, NULL,
    '', '[]', NULL, NULL, NULL, NULL,
    NULL, NULL, '', '', NULL, NULL,
    '[]', decided_at, value, target, who, why
FROM chosen_decision
ORDER BY changed_at DESC, article_id, record DESC, version DESC, seq, id
--? limit: LIMIT :limit
