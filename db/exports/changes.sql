-- One row for each change between a version and the one before it.
SELECT
    told.article_id, -- its article
    told.version, -- the newer of the two versions
    told.seq, -- order within the version: 0, 1, 2, ...
    told.id AS change_id, -- digest of what the change says
    told.url, -- where the article lives now
    told.changed_at, -- when the newer version was first captured
    (SELECT max(seen.at) FROM standing AS seen
     WHERE seen.article_id = told.article_id AND seen.version = told.version - 1) AS not_before_at, -- when the older version was last seen: the edit was made between this time and changed_at
    told.kind, -- asked, dropped, restored, reworded, answer edited, moved, split, merged, title edited, lead edited
    told.classes, -- the kinds of words that an edit touched, the lightest first
    told.significance, -- 0 to 1: how much it may change what a reader takes from the text
    told.confidence, -- 0 to 1: how sure it is that what stood before and what stands after belong together
    told.question_id, -- the question's identity; empty for title and lead
    told.question, -- its words
    told.other_question_id, -- the other question of a split or a merge; else empty
    told.before_position, -- its place in the older version
    told.after_position, -- its place in the newer version
    told.before, -- the text before, with ⟨target⟩ after each link and ⟦alternative⟧ for each image
    told.after, -- the text after, in the same form
    told.hunks -- the places that differ: before, after, at, classes, significance
FROM change_list AS told
JOIN version ON version.article_id = told.article_id AND version.n = told.version
JOIN capture ON capture.id = version.first_capture_id
LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
