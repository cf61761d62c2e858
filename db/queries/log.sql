-- Changes, events and decisions together, newest first: of article :article (NULL: of all), since :since and until
-- :until (NULL: ever), at most :limit (-1: all of them). Only changes of question :question, with one of the classes in
-- the JSON list :classes, and of at least :significance, where these are not NULL; then there are no events. record says
-- what a row is: change, event or decision. The first decision to follow something is left out, and so is a first version.
-- What was asked, dropped and moved in a rewrite is left out too, unless a question is named: the event "rewritten" stands
-- for it, and the view change_list has it.
SELECT
    'change' AS record, id, changed_at, kind, url, article_id, version, seq, edit_class, classes, significance, question_id, question,
    other_question_id, other_question, confidence, before, after, before_position, after_position, hunks,
    changed_at AS until_at, '' AS detail, '' AS target, '' AS who, '' AS why
FROM change_list
WHERE (:article IS NULL OR article_id = :article)
    AND (:since IS NULL OR changed_at >= :since) AND (:until IS NULL OR changed_at < :until)
    AND (:question IS NULL OR :question IN (question_id, other_question_id))
    AND (:significance IS NULL OR significance >= :significance)
    AND (:classes IS NULL OR EXISTS (
        SELECT 1 FROM change_class
        WHERE change_class.article_id = change_list.article_id AND change_class.version = change_list.version
            AND change_class.seq = change_list.seq AND change_class.class IN (SELECT value FROM json_each(:classes))
    ))
    AND (:question IS NOT NULL OR NOT (kind IN ('asked', 'dropped', 'split', 'merged', 'moved') AND EXISTS (
        SELECT 1 FROM event
        WHERE event.article_id = change_list.article_id AND event.version = change_list.version
            AND event.kind = 'rewritten'
    )))
UNION ALL
SELECT
    record, id, from_at, kind, url, article_id, version, NULL, '', '[]', NULL, NULL, NULL, NULL, NULL, NULL,
    before, after, NULL, NULL, '[]', until_at, detail, target, who, why
FROM event_list
WHERE coalesce(:question, :significance, :classes) IS NULL AND (:article IS NULL OR article_id = :article)
    AND (:since IS NULL OR from_at >= :since OR until_at >= :since) AND (:until IS NULL OR from_at < :until)
    AND NOT (kind = 'follow' AND NOT EXISTS (
        SELECT 1 FROM decision WHERE decision.target = event_list.target AND decision.decided_at < event_list.from_at
    ))
ORDER BY changed_at DESC, article_id, record DESC, version DESC, seq, id
LIMIT :limit
