-- What people ask for most, kept so that it is found without a scan: when each version and change began, how long
-- each answer stood, how each article stands. All of it is derived, and written in the transaction that folds.

-- When the version was first seen: the time of its first capture, corrected if somebody retimed its run.
ALTER TABLE version ADD COLUMN began_at TEXT NOT NULL DEFAULT '';

-- When the newer of the two versions was first seen.
ALTER TABLE change ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
-- The first source that announced the article; NULL: a person added it.
ALTER TABLE change ADD COLUMN source_id INTEGER REFERENCES source (id);

-- The same time as in change, so that the newest edits of a class are a look-up.
ALTER TABLE change_class ADD COLUMN at TEXT NOT NULL DEFAULT '';

CREATE INDEX version_by_time ON version (began_at DESC);
CREATE INDEX change_by_time ON change (changed_at DESC);
CREATE INDEX change_by_kind ON change (kind, changed_at DESC);
CREATE INDEX change_by_source ON change (source_id, changed_at DESC);
DROP INDEX change_class_by_class;
CREATE INDEX change_class_by_class ON change_class (class, at DESC);
CREATE INDEX event_by_time ON event (from_at DESC);

-- How long a question had one wording and one answer: consecutive versions that show it with the same text are one row.
CREATE TABLE spell (
    article_id TEXT NOT NULL REFERENCES article (id),
    question_id TEXT NOT NULL,
    first_version INTEGER NOT NULL,
    last_version INTEGER,         -- NULL: the newest version shows it
    wording INTEGER NOT NULL REFERENCES wording (n),
    source_id INTEGER REFERENCES source (id), -- the first source that announced the article; NULL: a person added it
    began_at TEXT NOT NULL,       -- when its first version was first seen
    ended_at TEXT,                -- when the first version without it was first seen; NULL: it stands
    began_s INTEGER NOT NULL,     -- the same times in whole seconds since 1970, to reckon with
    ended_s INTEGER,
    PRIMARY KEY (article_id, question_id, first_version),
    FOREIGN KEY (article_id, question_id) REFERENCES question (article_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX spell_by_wording ON spell (wording);
CREATE INDEX spell_by_source ON spell (source_id, began_s, ended_s);

-- How an article stands after its newest capture. An article that was never captured has no row.
CREATE TABLE article_state (
    article_id TEXT PRIMARY KEY REFERENCES article (id),
    version INTEGER NOT NULL,     -- its newest version; 0 for none
    began_at TEXT NOT NULL,       -- when that version was first seen; '' for none
    language TEXT NOT NULL,       -- BCP 47, of that version; '' if it is not known
    questions INTEGER NOT NULL,   -- how many that version has
    questions_before INTEGER NOT NULL, -- how many the version before has; 0 for none
    changes INTEGER NOT NULL,     -- of all its versions
    captured_at TEXT NOT NULL,    -- of its newest capture, corrected if somebody retimed its run
    outcome TEXT NOT NULL,        -- of that capture
    verdict TEXT NOT NULL,        -- of its reading; '' where there was nothing to read
    standing TEXT NOT NULL,       -- what the history makes of it
    gone_since TEXT               -- NULL while it is there
) STRICT, WITHOUT ROWID;

CREATE INDEX article_state_by_time ON article_state (began_at DESC);
CREATE INDEX article_state_by_language ON article_state (language, began_at DESC);
CREATE INDEX article_state_with_fewer ON article_state (began_at) WHERE questions < questions_before;

CREATE INDEX article_since ON article (since, id);
CREATE INDEX article_in_trouble ON article (trouble_since, id) WHERE trouble <> '';
-- It counts the articles of each source without a look at them.
CREATE INDEX article_by_source ON article (source_id, state, trouble, newest_capture_id);

-- Full-text index over the wordings in which words run together: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese. Each
-- such character is a word of its own there, with spaces around it, so that any part of a text is found as a phrase. Other
-- words of these texts are words. rowid is wording.n. It holds no text; the program finds the words to highlight.
CREATE VIRTUAL TABLE character_search USING fts5 (
    question, answer,
    content="",
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
