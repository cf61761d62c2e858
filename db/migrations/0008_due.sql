-- When each article and each source is asked for again. It is for operation, neither evidence nor derived: it follows from
-- the rows of article, version, capture and source, and can be made from them at any time.
--
-- Triggers empty next_at when something changes that it follows from. The program then computes it again, before it
-- looks for what is due. So it is right whatever wrote those rows: a run, a rebuild, a merge, an import, a decision.
CREATE TABLE due (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,     -- '' for a source
    url_id INTEGER NOT NULL,      -- where the article lives; the URL of the source
    next_at TEXT NOT NULL,        -- '': to be computed; the year 1: at the next run; the year 9999: not asked for
    asked_at TEXT NOT NULL,       -- when it was asked for last; '' for never
    edits REAL NOT NULL,          -- how many edits are expected an hour by then: what makes one worth more than another
    -- Fractions are written in digits that depend on the version of SQLite, so again has whole billionths.
    again TEXT NOT NULL AS (article_id || ' ' || url_id || ' ' || next_at || ' ' || asked_at || ' ' || CAST(edits * 1e9 AS INTEGER)) STORED
        CHECK (again = article_id || ' ' || url_id || ' ' || next_at || ' ' || asked_at || ' ' || CAST(edits * 1e9 AS INTEGER))
) STRICT;

CREATE INDEX due_by_time ON due (next_at);
CREATE INDEX due_by_asked ON due (asked_at);      -- for a clock that was set back
CREATE UNIQUE INDEX due_by_article ON due (article_id) WHERE article_id <> '';
CREATE UNIQUE INDEX due_by_source ON due (url_id) WHERE article_id = '';

-- It finds the captures in which a source announced something new.
CREATE INDEX announcement_by_first ON announcement (source_id, first_capture_id);

CREATE TRIGGER due_article_new AFTER INSERT ON article
BEGIN
    INSERT INTO due (article_id, url_id, next_at, asked_at, edits) VALUES (NEW.id, NEW.url_id, '', '', 0)
    ON CONFLICT (article_id) WHERE article_id <> '' DO UPDATE SET next_at = '';
END;

CREATE TRIGGER due_article_changed AFTER UPDATE ON article
WHEN (OLD.url_id, OLD.state, OLD.since, OLD.every_s, OLD.newest_capture_id, OLD.trouble, OLD.trouble_since, OLD.lacks,
    OLD.is_held)
    IS NOT (NEW.url_id, NEW.state, NEW.since, NEW.every_s, NEW.newest_capture_id, NEW.trouble, NEW.trouble_since,
    NEW.lacks, NEW.is_held)
BEGIN
    UPDATE due SET next_at = '', url_id = NEW.url_id WHERE article_id = NEW.id AND article_id <> '';
END;

CREATE TRIGGER due_article_gone AFTER DELETE ON article
BEGIN DELETE FROM due WHERE article_id = OLD.id AND article_id <> ''; END;

CREATE TRIGGER due_version_new AFTER INSERT ON version
BEGIN UPDATE due SET next_at = '' WHERE article_id = NEW.article_id AND article_id <> '' AND next_at <> ''; END;

-- What was just asked for is not due, even if the program is killed before it reads the answer.
CREATE TRIGGER due_capture_new AFTER INSERT ON capture
WHEN NEW.kind = 'exchange' AND NEW.role <> 'robots'
BEGIN
    UPDATE due SET next_at = '' WHERE article_id <> '' AND next_at <> ''
        AND article_id IN (SELECT member.article_id FROM member WHERE member.url_id = NEW.url_id AND rank IS NOT NULL);
    UPDATE due SET next_at = '' WHERE url_id = NEW.url_id AND article_id = '' AND next_at <> '';
END;

-- A URL that was never asked for is a reason to ask for its article.
CREATE TRIGGER due_member_new AFTER INSERT ON member
WHEN NEW.rank IS NOT NULL AND NOT EXISTS (SELECT 1 FROM capture WHERE capture.url_id = NEW.url_id)
BEGIN UPDATE due SET next_at = '' WHERE article_id = NEW.article_id AND article_id <> '' AND next_at <> ''; END;

CREATE TRIGGER due_source_new AFTER INSERT ON source
BEGIN
    INSERT INTO due (article_id, url_id, next_at, asked_at, edits) VALUES ('', NEW.url_id, '', '', 0)
    ON CONFLICT (url_id) WHERE article_id = '' DO UPDATE SET next_at = '';
END;

CREATE TRIGGER due_source_changed AFTER UPDATE ON source
WHEN (OLD.kind, OLD.links, OLD.state, OLD.since, OLD.every_s, OLD.capture_id, OLD.seen_at, OLD.trouble, OLD.trouble_since)
    IS NOT (NEW.kind, NEW.links, NEW.state, NEW.since, NEW.every_s, NEW.capture_id, NEW.seen_at, NEW.trouble,
    NEW.trouble_since)
BEGIN UPDATE due SET next_at = '' WHERE url_id = NEW.url_id AND article_id = ''; END;

CREATE TRIGGER due_source_gone AFTER DELETE ON source
BEGIN DELETE FROM due WHERE url_id = OLD.url_id AND article_id = ''; END;

INSERT INTO due (article_id, url_id, next_at, asked_at, edits) SELECT id, url_id, '', '', 0 FROM article;
INSERT INTO due (article_id, url_id, next_at, asked_at, edits) SELECT '', url_id, '', '', 0 FROM source;
