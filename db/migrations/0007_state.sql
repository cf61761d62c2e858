-- What the status of an archive counts, found without a look at every capture and every article.

-- Share of the text from the first question to the last answer that is in neither, 0 to 1, as the newest capture that shows the
-- newest version was read; NULL if there is none.
ALTER TABLE article_state ADD COLUMN left_out REAL;

-- The first source that announced the article; NULL: a person added it.
ALTER TABLE article_state ADD COLUMN source_id INTEGER REFERENCES source (id);

CREATE INDEX article_state_by_left_out ON article_state (left_out) WHERE left_out IS NOT NULL;
CREATE INDEX article_state_by_source ON article_state (source_id, version);

-- Captures by what they were for and what came of them, so that they are counted without a look at each.
CREATE INDEX capture_by_outcome ON capture (role, outcome);

DROP INDEX article_by_source;
CREATE INDEX article_by_source ON article (source_id, state, trouble, lacks, is_held, newest_capture_id);
