-- Pages that another archive was asked to save, with its answer. It is evidence: who keeps the page besides this archive.
-- Manifests do not cover it, as they do not cover time stamps.
CREATE TABLE deposit (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,     -- 16 bytes: digest of the columns below
    capture_key BLOB NOT NULL,    -- of the capture that opened the version for which the page was saved
    archive TEXT NOT NULL,        -- the address of the archive that was asked
    url TEXT NOT NULL,            -- what it was asked to save
    asked_at TEXT NOT NULL,
    status INTEGER NOT NULL,      -- HTTP status of its last answer; 0 if none came
    reply TEXT NOT NULL,          -- its last answer, as it came
    memento TEXT NOT NULL         -- the address of what it saved; '' if it did not say
) STRICT;

CREATE INDEX deposit_by_capture ON deposit (capture_key);

CREATE TRIGGER deposit_no_update BEFORE UPDATE ON deposit
BEGIN SELECT RAISE(ABORT, 'deposit is evidence: it is never changed'); END;

CREATE TRIGGER deposit_no_delete BEFORE DELETE ON deposit
BEGIN SELECT RAISE(ABORT, 'deposit is evidence: it is never changed'); END;
