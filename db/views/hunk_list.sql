-- Each place where an edit changed words: what stood there, what stands there now, and the classes of this edit.
-- What the pages do not show is left out: the column hunks of change_list has it, with read_otherwise.
-- at counts characters, from 0, in the older text with its white space folded to single spaces.
SELECT
    change.changed_at,
    url.url,
    change.article_id,
    change.version,
    change.seq,
    change.kind,
    change.question_id,
    hunk.key AS n,
    hunk.value ->> 'at' AS at,
    hunk.value ->> 'before' AS before,
    hunk.value ->> 'after' AS after,
    hunk.value -> 'classes' AS classes,
    hunk.value ->> 'significance' AS significance
FROM change
JOIN json_each(change.hunks) AS hunk ON NOT coalesce(hunk.value ->> 'read_otherwise', 0)
JOIN article ON article.id = change.article_id
JOIN url ON url.id = article.url_id
