-- Every change, readable: what stood there before, what stands there after.
-- before and after hold what the change is about: the question for a rewording, the answer for an edited,
-- asked, dropped or restored one, the title or the lead; NULL for a move, which the positions tell. A split has
-- the older answer of the other question as before, a merge its newer answer as after.
-- An answer is in its written form, of which hunks are made: ⟨target⟩ behind the words of a link, ⟦alternative⟧ for an image.
-- confidence is 0 to 1: how sure it is that what stood before and what stands after belong together.
-- classes is JSON: [class, ...], lightest first; the table change_class has a row for each. edit_class is the last of them,
-- to count and group by; '' if nothing was edited. significance is 0 to 1.
-- hunks is JSON: [{before, after, at, classes, significance, read_otherwise}, ...]; the view hunk_list has a row for each
-- that the pages show. One with read_otherwise is no edit of the publisher: only the reading is another one.
-- source is the first source that announced the article, NULL if a person added it.
SELECT
    change.id,
    change.changed_at,
    url.url,
    change.article_id,
    change.version,
    change.seq,
    change.kind,
    coalesce(json_extract(change.classes, '$[#-1]'), '') AS edit_class,
    change.classes,
    change.significance,
    change.question_id,
    CASE change.kind
        WHEN 'merged' THEN old_wording.question
        ELSE coalesce(new_wording.question, old_wording.question)
    END AS question,
    change.other_question_id,
    CASE change.kind
        WHEN 'split' THEN old_wording.question
        WHEN 'merged' THEN new_wording.question
    END AS other_question,
    change.confidence,
    CASE change.kind
        WHEN 'title edited' THEN old_snapshot.title
        WHEN 'lead edited' THEN old_snapshot.lead
        WHEN 'reworded' THEN old_wording.question
        WHEN 'moved' THEN NULL
        ELSE coalesce(old_wording.written, old_wording.answer)
    END AS before,
    CASE change.kind
        WHEN 'title edited' THEN new_snapshot.title
        WHEN 'lead edited' THEN new_snapshot.lead
        WHEN 'reworded' THEN new_wording.question
        WHEN 'moved' THEN NULL
        ELSE coalesce(new_wording.written, new_wording.answer)
    END AS after,
    change.before_position,
    change.after_position,
    change.hunks,
    source_url.url AS source
FROM change
JOIN article ON article.id = change.article_id
JOIN url ON url.id = article.url_id
JOIN version AS new ON new.article_id = change.article_id AND new.n = change.version
JOIN snapshot AS new_snapshot ON new_snapshot.id = new.snapshot_id
LEFT JOIN version AS old ON old.article_id = change.article_id AND old.n = change.version - 1
LEFT JOIN snapshot AS old_snapshot ON old_snapshot.id = old.snapshot_id
LEFT JOIN pair AS old_pair
    ON old_pair.snapshot_id = old.snapshot_id AND old_pair.position = change.before_position
LEFT JOIN wording AS old_wording ON old_wording.n = old_pair.wording
LEFT JOIN pair AS new_pair
    ON new_pair.snapshot_id = new.snapshot_id AND new_pair.position = change.after_position
LEFT JOIN wording AS new_wording ON new_wording.n = new_pair.wording
LEFT JOIN source ON source.id = change.source_id
LEFT JOIN url AS source_url ON source_url.id = source.url_id
