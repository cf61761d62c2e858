-- Derived tables: a deterministic function of the evidence and the parser version.
-- "harvester rebuild" empties them and computes the same rows with the same ids again.

-- An article's content; kept once per distinct content.
CREATE TABLE snapshot (
    id TEXT PRIMARY KEY,      -- digest of the article's id, title, lead, and every question and answer
    article_id TEXT NOT NULL REFERENCES article (id),
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    authors TEXT NOT NULL,    -- JSON: [name, ...]; authors, dates and language are those of its first capture
    published TEXT NOT NULL,  -- as precise as the page says, '' where it does not
    modified TEXT NOT NULL,
    language TEXT NOT NULL,
    reason TEXT NOT NULL      -- why there are no pairs; '' where there are some
) STRICT, WITHOUT ROWID;

-- The n-th interval in which an article showed one snapshot: A, B, A is three versions of two snapshots.
CREATE TABLE version (
    article_id TEXT NOT NULL REFERENCES article (id),
    n INTEGER NOT NULL,       -- 1, 2, 3, ...
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    first_capture_id INTEGER NOT NULL REFERENCES capture (id),
    PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX version_by_snapshot ON version (snapshot_id);

-- What one parser version made of one capture.
CREATE TABLE reading (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
    article_id TEXT NOT NULL REFERENCES article (id),
    parser TEXT NOT NULL,          -- the parser's version
    verdict TEXT NOT NULL,         -- 'content', or why this can be no version: a wall, an error page, ...
    reason TEXT NOT NULL,          -- the same for people
    encoding TEXT NOT NULL,        -- WHATWG name
    encoding_source TEXT NOT NULL, -- which rule decided: bom, http, meta, ...
    snapshot_id TEXT REFERENCES snapshot (id), -- what it shows; NULL where the verdict is not 'content'
    version INTEGER,               -- number of the article's version it belongs to
    pairs INTEGER,                 -- how many questions it has
    published TEXT NOT NULL,       -- the dates as this capture has them
    modified TEXT NOT NULL,
    FOREIGN KEY (article_id, version) REFERENCES version (article_id, n)
) STRICT;

CREATE INDEX reading_by_version ON reading (article_id, version);

-- The text of a question with its answer; kept and indexed once, however many snapshots show it.
CREATE TABLE wording (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,  -- digest of question and answer
    question TEXT NOT NULL,
    answer TEXT NOT NULL      -- paragraphs parted by a blank line
) STRICT;

-- A question's identity across snapshots, however it is reworded or moved.
CREATE TABLE question (
    id TEXT PRIMARY KEY,      -- digest of the article's id, the question as first asked, and its place among equal ones
    article_id TEXT NOT NULL REFERENCES article (id),
    first_version INTEGER NOT NULL,
    question TEXT NOT NULL,   -- as first asked
    FOREIGN KEY (article_id, first_version) REFERENCES version (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX question_by_article ON question (article_id, first_version);

-- One question with its answer at one place in a snapshot.
CREATE TABLE pair (
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    position INTEGER NOT NULL,  -- 1, 2, 3, ... down the page
    wording INTEGER NOT NULL REFERENCES wording (n),
    question_id TEXT NOT NULL REFERENCES question (id),
    method TEXT NOT NULL,       -- the strategy that found it
    confidence REAL NOT NULL,   -- 0 to 1
    PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_by_wording ON pair (wording);
CREATE INDEX pair_by_question ON pair (question_id);

-- What happened between a version and the one before it.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES article (id),
    version INTEGER NOT NULL,        -- the newer of the two
    seq INTEGER NOT NULL,            -- order within the version: 0, 1, 2, ...
    kind TEXT NOT NULL,              -- asked, dropped, restored, reworded, answer edited, moved, title edited, ...
    edit_class TEXT NOT NULL,        -- whitespace, punctuation, number, ..., substantive; '' where nothing was edited
    question_id TEXT REFERENCES question (id), -- NULL for title and lead
    before_position INTEGER,         -- of its pair in the older snapshot
    after_position INTEGER,          -- of its pair in the newer snapshot
    hunks TEXT NOT NULL,             -- JSON: [[words that stood there, words that stand there now, class, offset in the older text], ...]
    UNIQUE (article_id, version, seq),
    FOREIGN KEY (article_id, version) REFERENCES version (article_id, n)
) STRICT;

CREATE INDEX change_by_question ON change (question_id) WHERE question_id IS NOT NULL;

-- Full-text index over wording; it holds no text of its own. Accents and case do not count.
-- Fed once per transaction by the program, for a trigger per row costs 2.4 times as much.
CREATE VIRTUAL TABLE wording_search USING fts5 (
    question, answer,
    content = 'wording', content_rowid = 'n',
    tokenize = 'unicode61 remove_diacritics 2'
);
