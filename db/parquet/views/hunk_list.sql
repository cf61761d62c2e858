-- Every place that differs between two texts and that the pages show: a row for each hunk of a change.
SELECT
    told.archive, told.changed_at, told.url, told.article_id, told.version, told.seq, told.kind, told.question_id, told.question,
    told.hunk.before AS before, told.hunk.after AS after, told.hunk.at AS at, told.hunk.classes AS classes,
    told.hunk.significance AS significance
FROM (SELECT *, unnest(hunks) AS hunk FROM changes) AS told
WHERE NOT coalesce(told.hunk.read_otherwise, false)
