-- Evidence is append-only: every UPDATE or DELETE is an error. The one exception is a takedown: once a
-- tombstone names a payload's digest, its bytes may be removed, and the patches on it may be encoded again.

CREATE TRIGGER archive_no_update BEFORE UPDATE ON archive
BEGIN SELECT RAISE(ABORT, 'archive is evidence: it is never changed'); END;

CREATE TRIGGER archive_no_delete BEFORE DELETE ON archive
BEGIN SELECT RAISE(ABORT, 'archive is evidence: it is never changed'); END;

CREATE TRIGGER url_no_update BEFORE UPDATE ON url
BEGIN SELECT RAISE(ABORT, 'url is evidence: it is never changed'); END;

CREATE TRIGGER url_no_delete BEFORE DELETE ON url
BEGIN SELECT RAISE(ABORT, 'url is evidence: it is never changed'); END;

CREATE TRIGGER setting_no_update BEFORE UPDATE ON setting
BEGIN SELECT RAISE(ABORT, 'setting is evidence: it is never changed'); END;

CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'setting is evidence: it is never changed'); END;

-- A run is closed once.
CREATE TRIGGER run_no_update BEFORE UPDATE ON run
WHEN OLD.ended_at IS NOT NULL
    OR NEW.id IS NOT OLD.id OR NEW.key IS NOT OLD.key OR NEW.archive IS NOT OLD.archive
    OR NEW.started_at IS NOT OLD.started_at
    OR NEW.command IS NOT OLD.command OR NEW.program IS NOT OLD.program
    OR NEW.contact IS NOT OLD.contact OR NEW.setting_id IS NOT OLD.setting_id
BEGIN SELECT RAISE(ABORT, 'run is evidence: it is closed once, and never changed'); END;

CREATE TRIGGER run_no_delete BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'run is evidence: it is never changed'); END;

CREATE TRIGGER capture_no_update BEFORE UPDATE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is evidence: it is never changed'); END;

CREATE TRIGGER capture_no_delete BEFORE DELETE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is evidence: it is never changed'); END;

CREATE TRIGGER origin_no_update BEFORE UPDATE ON origin
BEGIN SELECT RAISE(ABORT, 'origin is evidence: it is never changed'); END;

CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin
BEGIN SELECT RAISE(ABORT, 'origin is evidence: it is never changed'); END;

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is evidence: it is never changed'); END;

CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decision is evidence: it is never changed'); END;

CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE(ABORT, 'tombstone is evidence: it is never changed'); END;

CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'tombstone is evidence: it is never changed'); END;

CREATE TRIGGER manifest_no_update BEFORE UPDATE ON manifest
BEGIN SELECT RAISE(ABORT, 'manifest is evidence: it is never changed'); END;

CREATE TRIGGER manifest_no_delete BEFORE DELETE ON manifest
BEGIN SELECT RAISE(ABORT, 'manifest is evidence: it is never changed'); END;

CREATE TRIGGER stamp_no_update BEFORE UPDATE ON stamp
BEGIN SELECT RAISE(ABORT, 'stamp is evidence: it is never changed'); END;

CREATE TRIGGER stamp_no_delete BEFORE DELETE ON stamp
BEGIN SELECT RAISE(ABORT, 'stamp is evidence: it is never changed'); END;

CREATE TRIGGER variant_no_update BEFORE UPDATE ON variant
BEGIN SELECT RAISE(ABORT, 'variant is evidence: it is never changed'); END;

CREATE TRIGGER variant_no_delete BEFORE DELETE ON variant
BEGIN SELECT RAISE(ABORT, 'variant is evidence: it is never changed'); END;

CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is evidence: it is never deleted'); END;

-- A takedown removes the bytes that a tombstone names, and encodes the patches on them again.
CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
WHEN NEW.id IS NOT OLD.id OR NEW.digest IS NOT OLD.digest OR NEW.size IS NOT OLD.size
    OR NEW.ordinal IS NOT OLD.ordinal OR OLD.coding = 'removed'
    OR NOT EXISTS (
        SELECT 1 FROM payload AS named JOIN tombstone ON payload_digest = named.digest
        WHERE named.id = CASE NEW.coding WHEN 'removed' THEN OLD.id ELSE OLD.base_id END
    )
BEGIN SELECT RAISE(ABORT, 'payload is evidence: only a takedown changes it'); END;

CREATE TRIGGER headers_no_update BEFORE UPDATE ON headers
BEGIN SELECT RAISE(ABORT, 'headers is evidence: it is never changed'); END;

CREATE TRIGGER headers_no_delete BEFORE DELETE ON headers
BEGIN SELECT RAISE(ABORT, 'headers is evidence: it is never changed'); END;
