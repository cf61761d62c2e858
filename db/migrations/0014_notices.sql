-- Notices: who is told of changes, events and warnings, and what became of each message (docs/notices.md). The tables are
-- for operation, neither evidence nor derived. They have ids of what is told and no text of pages, so that a takedown and a
-- better reader also count for what waits. No target and no secret is stored.

-- Each [[notice]] of harvester.toml, by its name, from the first run that found it there.
CREATE TABLE notice (
    name TEXT PRIMARY KEY,
    began_at TEXT NOT NULL,
    after_capture INTEGER NOT NULL, -- the newest capture at that time: what later ones show is told
    standing TEXT NOT NULL,       -- JSON: [word, ...]: the warnings that stood when it was looked at last
    tries INTEGER NOT NULL,       -- how often its target failed, one time after another; 0: it took the last message
    next_at TEXT NOT NULL,        -- its target is not tried before; '': at any time
    problem TEXT NOT NULL,        -- the words of the last failure; '' for none
    again TEXT NOT NULL AS (began_at || ' ' || after_capture || ' ' || standing || ' ' || tries || ' ' || next_at || ' ' || problem) STORED
        CHECK (again = began_at || ' ' || after_capture || ' ' || standing || ' ' || tries || ' ' || next_at || ' ' || problem)
) STRICT, WITHOUT ROWID;

-- Captures whose changes and events may still have to be told: they were made here since a notice began, and either nobody
-- has looked at them yet, or what they show waits to be confirmed.
CREATE TABLE notice_capture (
    capture_id INTEGER PRIMARY KEY,
    again TEXT NOT NULL AS ('capture ' || capture_id) STORED CHECK (again = 'capture ' || capture_id)
) STRICT;

CREATE TRIGGER notice_capture_new AFTER INSERT ON capture
WHEN NEW.kind = 'exchange' AND NEW.role = 'article' AND NEW.recorded_at IS NULL AND EXISTS (SELECT 1 FROM notice)
    AND (SELECT archive FROM run WHERE run.id = NEW.run_id) = (SELECT key FROM archive)
BEGIN INSERT INTO notice_capture (capture_id) VALUES (NEW.id); END;

-- A message to the target of a notice. It has its key and its items before it is sent, and keeps them when it is sent again.
CREATE TABLE notice_message (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,     -- UUID: digest of the archive, the notice and the items; the target sees it
    notice TEXT NOT NULL,         -- name of the notice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'void')), -- unsure: the program ended while the target had it; void: nothing of it is in the history any more
    made_at TEXT NOT NULL,
    tries INTEGER NOT NULL,       -- how often the target refused it
    next_at TEXT NOT NULL,        -- it is not sent before; '': at any time
    ended_at TEXT NOT NULL,       -- when it was sent or given up; '' before
    problem TEXT NOT NULL,        -- the words of the last refusal; '' for none
    again TEXT NOT NULL AS (notice || ' ' || state || ' ' || made_at || ' ' || tries || ' ' || next_at || ' ' || ended_at || ' ' || problem) STORED
        CHECK (again = notice || ' ' || state || ' ' || made_at || ' ' || tries || ' ' || next_at || ' ' || ended_at || ' ' || problem)
) STRICT;

CREATE INDEX notice_message_open ON notice_message (notice, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX notice_message_by_notice ON notice_message (notice, ended_at);

-- What a notice tells, each once: a change, an event, or a warning that has come up.
CREATE TABLE notice_item (
    notice TEXT NOT NULL,
    record TEXT NOT NULL CHECK (record IN ('change', 'event', 'warning')),
    about TEXT NOT NULL,          -- id of the change or event; the word of the warning and when it came up
    article_id TEXT NOT NULL,     -- '' for a warning
    edition TEXT NOT NULL,        -- what is told together: the key of the capture that shows it, or the time of the warnings
    noted_at TEXT NOT NULL,
    words TEXT NOT NULL,          -- the sentence of the warning; '' for changes and events
    message_id INTEGER REFERENCES notice_message (id), -- NULL: it waits for the digest, or to be put into a message
    again TEXT NOT NULL AS (article_id || ' ' || edition || ' ' || noted_at || ' ' || words || ' ' || coalesce(message_id, '')) STORED
        CHECK (again = article_id || ' ' || edition || ' ' || noted_at || ' ' || words || ' ' || coalesce(message_id, '')),
    PRIMARY KEY (notice, record, about)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_item_waiting ON notice_item (notice, noted_at) WHERE message_id IS NULL;
CREATE INDEX notice_item_by_message ON notice_item (message_id) WHERE message_id IS NOT NULL;
