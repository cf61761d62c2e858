"""The tables of the store by themselves, for tests that need no archive around them."""

from harvester.archive.connection import connect, sqlite3

SCHEMA = """
CREATE TABLE tombstone (
    capture_key BLOB NOT NULL, payload_digest BLOB, taken_at TEXT NOT NULL, who TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

-- The bytes of a body, content-coding removed; each kept once.
--
-- The payloads of a URL form chains of 64. The head of a chain (ordinal 0) stands by itself, or on an
-- earlier head, of the URL or of another page of its host, that does; at most 8 heads stand on one. Every
-- 8th of a chain stands on the 8th before it, the others on the one before. So 16 rows at most are read
-- for one payload, and one lost row takes 8 or 9 with it in the mean.
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), -- SHA-256 of the bytes before compression
    size INTEGER NOT NULL,    -- of those bytes
    base_id INTEGER REFERENCES payload (id), -- zstd-patch: the raw-content dictionary to decode it with
    ordinal INTEGER NOT NULL, -- 0 to 63: its place in its chain
    coding TEXT NOT NULL CHECK (coding IN ('zstd', 'zstd-patch', 'removed')),
    body BLOB NOT NULL,       -- a zstd frame; empty where a takedown removed it
    CHECK ((coding = 'zstd-patch') = (base_id IS NOT NULL)),
    CHECK ((coding = 'removed') = (length(body) = 0))
) STRICT;

-- Heads of chains that stand on another: 8 at most stand on one.
CREATE INDEX payload_head ON payload (base_id) WHERE ordinal = 0 AND base_id IS NOT NULL;

-- Sets of headers, each kept once. A capture points to one and says what it has otherwise.
CREATE TABLE headers (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16), -- the first half of the SHA-256 of the text
    text TEXT NOT NULL        -- JSON: [[name, value], ...] in the order received
) STRICT;

CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'payload is evidence: it is never deleted'); END;

-- A takedown removes the bytes that a tombstone names, and encodes anew what stood on them.
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
"""


def opened(path=None):
    """A new file with the tables, in write-ahead mode as an archive is; without a path it is in memory."""
    conn = connect(path, "rwc") if path else sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.executescript(SCHEMA)
    return conn


def bury(conn, payload_id):
    """Add the tombstone that allows the payload to be removed."""
    conn.execute(
        "INSERT INTO tombstone SELECT x'00', digest, '2026-11-23T12:00:00.000Z', 'desk', 'order of a court'"
        " FROM payload WHERE id = ?",
        (payload_id,),
    )
