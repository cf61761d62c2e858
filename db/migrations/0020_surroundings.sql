-- What articles show beside their questions and answers, and by which rules each history was told.

-- The text of a page that is in no pair: titles of sections, notes, tables and lists, text before and after. It is no
-- part of a snapshot. Each distinct content is kept once.
CREATE TABLE surroundings (
    id TEXT PRIMARY KEY,      -- digest of texts
    texts TEXT NOT NULL       -- JSON: [text of a line, ...] in page order, without those that only say when or how often
) STRICT, WITHOUT ROWID;

-- What the page shows beside its pairs; NULL if it has no pairs.
ALTER TABLE reading ADD COLUMN surroundings_id TEXT REFERENCES surroundings (id);

CREATE INDEX reading_by_surroundings ON reading (surroundings_id) WHERE surroundings_id IS NOT NULL;

-- Version of the rules that compare contents and tell changes and events; '' before there were versions of them. Where
-- it is another one than the program's, the article's history is told again.
ALTER TABLE article ADD COLUMN told_by TEXT NOT NULL DEFAULT '';

CREATE INDEX article_by_told_by ON article (told_by);
