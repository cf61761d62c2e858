-- How much the archive holds, counted when rows are written, so that nobody reads millions of rows to say it. The tallies
-- are for operation, neither evidence nor derived: they follow from the rows that they count, and can be counted again at
-- any time. Triggers count, so the numbers are right whatever wrote those rows: a run, a rebuild, a merge, a takedown.

-- Articles by the source that announced them first, and by how they stand.
CREATE TABLE article_tally (
    source_id INTEGER NOT NULL,    -- 0: a person added them
    state TEXT NOT NULL,
    lacks TEXT NOT NULL,
    is_held INTEGER NOT NULL,
    is_in_trouble INTEGER NOT NULL, -- 1: something is wrong with their newest captures
    is_captured INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (source_id, state, lacks, is_held, is_in_trouble, is_captured)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tally_article_new AFTER INSERT ON article
BEGIN
    INSERT INTO article_tally VALUES (coalesce(NEW.source_id, 0), NEW.state, NEW.lacks, NEW.is_held, NEW.trouble <> '',
        NEW.newest_capture_id IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
END;

CREATE TRIGGER tally_article_changed AFTER UPDATE ON article
WHEN (OLD.source_id, OLD.state, OLD.lacks, OLD.is_held, OLD.trouble <> '', OLD.newest_capture_id IS NOT NULL)
    IS NOT (NEW.source_id, NEW.state, NEW.lacks, NEW.is_held, NEW.trouble <> '', NEW.newest_capture_id IS NOT NULL)
BEGIN
    INSERT INTO article_tally VALUES
        (coalesce(OLD.source_id, 0), OLD.state, OLD.lacks, OLD.is_held, OLD.trouble <> '', OLD.newest_capture_id IS NOT NULL, -1),
        (coalesce(NEW.source_id, 0), NEW.state, NEW.lacks, NEW.is_held, NEW.trouble <> '', NEW.newest_capture_id IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
END;

CREATE TRIGGER tally_article_gone AFTER DELETE ON article
BEGIN
    INSERT INTO article_tally VALUES (coalesce(OLD.source_id, 0), OLD.state, OLD.lacks, OLD.is_held, OLD.trouble <> '',
        OLD.newest_capture_id IS NOT NULL, -1)
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
END;

-- How many questions all versions of the article have, each counted once.
ALTER TABLE article_state ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
-- How many events it has.
ALTER TABLE article_state ADD COLUMN events INTEGER NOT NULL DEFAULT 0;

-- It finds when something was captured last.
CREATE INDEX article_state_by_capture ON article_state (captured_at);

-- What the histories of articles hold, by the source that announced the article first.
CREATE TABLE history_tally (
    source_id INTEGER PRIMARY KEY, -- 0: a person added the article
    articles INTEGER NOT NULL,     -- those that have a version
    versions INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT;

CREATE TRIGGER tally_history_new AFTER INSERT ON article_state
BEGIN
    INSERT INTO history_tally VALUES
        (coalesce(NEW.source_id, 0), NEW.version > 0, NEW.version, NEW.asked, NEW.changes, NEW.events)
    ON CONFLICT DO UPDATE SET articles = articles + excluded.articles, versions = versions + excluded.versions,
        questions = questions + excluded.questions, changes = changes + excluded.changes, events = events + excluded.events;
END;

CREATE TRIGGER tally_history_changed AFTER UPDATE ON article_state
WHEN (OLD.source_id, OLD.version, OLD.asked, OLD.changes, OLD.events)
    IS NOT (NEW.source_id, NEW.version, NEW.asked, NEW.changes, NEW.events)
BEGIN
    INSERT INTO history_tally VALUES
        (coalesce(OLD.source_id, 0), -(OLD.version > 0), -OLD.version, -OLD.asked, -OLD.changes, -OLD.events),
        (coalesce(NEW.source_id, 0), NEW.version > 0, NEW.version, NEW.asked, NEW.changes, NEW.events)
    ON CONFLICT DO UPDATE SET articles = articles + excluded.articles, versions = versions + excluded.versions,
        questions = questions + excluded.questions, changes = changes + excluded.changes, events = events + excluded.events;
END;

CREATE TRIGGER tally_history_gone AFTER DELETE ON article_state
BEGIN
    INSERT INTO history_tally VALUES
        (coalesce(OLD.source_id, 0), -(OLD.version > 0), -OLD.version, -OLD.asked, -OLD.changes, -OLD.events)
    ON CONFLICT DO UPDATE SET articles = articles + excluded.articles, versions = versions + excluded.versions,
        questions = questions + excluded.questions, changes = changes + excluded.changes, events = events + excluded.events;
END;

-- Captures by what they were for and what came of them.
CREATE TABLE capture_tally (
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    outcome TEXT NOT NULL,
    is_further INTEGER NOT NULL,   -- 1: of further pages of articles
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, role, outcome, is_further)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tally_capture_new AFTER INSERT ON capture
BEGIN
    INSERT INTO capture_tally VALUES (NEW.kind, NEW.role, NEW.outcome, NEW.part_of IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET number = number + excluded.number;
END;

-- Payloads and texts.
CREATE TABLE content_tally (
    what TEXT PRIMARY KEY CHECK (what IN ('payload', 'wording')),
    number INTEGER NOT NULL,
    bytes INTEGER NOT NULL,        -- of payloads, before compression
    stored_bytes INTEGER NOT NULL  -- of payloads, as they are kept
) STRICT, WITHOUT ROWID;

INSERT INTO content_tally VALUES ('payload', 0, 0, 0), ('wording', 0, 0, 0);

CREATE TRIGGER tally_payload_new AFTER INSERT ON payload
BEGIN
    UPDATE content_tally SET number = number + 1, bytes = bytes + NEW.size, stored_bytes = stored_bytes + length(NEW.body)
    WHERE what = 'payload';
END;

CREATE TRIGGER tally_payload_changed AFTER UPDATE ON payload
BEGIN
    UPDATE content_tally SET bytes = bytes - OLD.size + NEW.size, stored_bytes = stored_bytes - length(OLD.body) + length(NEW.body)
    WHERE what = 'payload';
END;

CREATE TRIGGER tally_wording_new AFTER INSERT ON wording
BEGIN UPDATE content_tally SET number = number + 1 WHERE what = 'wording'; END;

CREATE TRIGGER tally_wording_gone AFTER DELETE ON wording
BEGIN UPDATE content_tally SET number = number - 1 WHERE what = 'wording'; END;

-- Nobody counts by these indexes any more.
DROP INDEX capture_by_outcome;
DROP INDEX article_by_source;
CREATE INDEX article_by_source ON article (source_id, newest_capture_id);

-- The articles of a source, the last changed first.
DROP INDEX article_state_by_source;
CREATE INDEX article_state_by_source ON article_state (source_id, began_at DESC);

-- What was decided last is found without a look at every decision.
CREATE INDEX decision_by_time ON decision (decided_at DESC);
CREATE INDEX decision_of_capture ON decision (decided_at DESC) WHERE target_kind = 'capture';

-- What somebody paused or ended last.
CREATE INDEX decision_of_hold ON decision (decided_at DESC) WHERE kind IN ('pause', 'end');

-- It finds a question in its article, and also the questions that articles have in common.
DROP INDEX question_by_named;
CREATE INDEX question_by_named ON question (named, article_id);
