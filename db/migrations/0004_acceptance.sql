-- Evidence: what a person has looked at. Where a page lost its questions at once, somebody can say that the
-- publisher took them out; no parser can, and it holds for that capture whatever parser reads it later.
CREATE TABLE acceptance (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
    accepted_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER acceptance_no_update BEFORE UPDATE ON acceptance
BEGIN SELECT RAISE(ABORT, 'acceptance is evidence: it is never changed'); END;

CREATE TRIGGER acceptance_no_delete BEFORE DELETE ON acceptance
BEGIN SELECT RAISE(ABORT, 'acceptance is evidence: it is never changed'); END;
