-- Evidence is append-only: an UPDATE or DELETE is an error, whoever tries it.

CREATE TRIGGER article_no_update BEFORE UPDATE ON article
BEGIN SELECT RAISE(ABORT, 'article is evidence: it is never changed'); END;

CREATE TRIGGER article_no_delete BEFORE DELETE ON article
BEGIN SELECT RAISE(ABORT, 'article is evidence: it is never changed'); END;

CREATE TRIGGER article_url_no_update BEFORE UPDATE ON article_url
BEGIN SELECT RAISE(ABORT, 'article_url is evidence: it is never changed'); END;

CREATE TRIGGER article_url_no_delete BEFORE DELETE ON article_url
BEGIN SELECT RAISE(ABORT, 'article_url is evidence: it is never changed'); END;

CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is evidence: it is never changed'); END;

CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is evidence: it is never changed'); END;

CREATE TRIGGER capture_no_update BEFORE UPDATE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is evidence: it is never changed'); END;

CREATE TRIGGER capture_no_delete BEFORE DELETE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is evidence: it is never changed'); END;

CREATE TRIGGER source_capture_no_update BEFORE UPDATE ON source_capture
BEGIN SELECT RAISE(ABORT, 'source_capture is evidence: it is never changed'); END;

CREATE TRIGGER source_capture_no_delete BEFORE DELETE ON source_capture
BEGIN SELECT RAISE(ABORT, 'source_capture is evidence: it is never changed'); END;

CREATE TRIGGER robots_no_update BEFORE UPDATE ON robots
BEGIN SELECT RAISE(ABORT, 'robots is evidence: it is never changed'); END;

CREATE TRIGGER robots_no_delete BEFORE DELETE ON robots
BEGIN SELECT RAISE(ABORT, 'robots is evidence: it is never changed'); END;

-- What a source is called, how often it is asked and what it is taken for may change; nothing else of it.
CREATE TRIGGER source_no_update BEFORE UPDATE OF id, url, added_at ON source
BEGIN SELECT RAISE(ABORT, 'source is evidence: only kind, name and every_s may change'); END;

CREATE TRIGGER source_no_delete BEFORE DELETE ON source
BEGIN SELECT RAISE(ABORT, 'source is evidence: it is never changed'); END;

-- A run is closed once.
CREATE TRIGGER run_no_update BEFORE UPDATE ON run
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.started_at IS NOT OLD.started_at
    OR NEW.command IS NOT OLD.command OR NEW.program IS NOT OLD.program
BEGIN SELECT RAISE(ABORT, 'run is evidence: it is closed once, and never changed'); END;

CREATE TRIGGER run_no_delete BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'run is evidence: it is never changed'); END;
