-- This file makes the tables of evidence: what was asked, received and decided. Rows are added and never changed
-- or deleted; the triggers of 0002 see to it. Everything else in the archive is a conclusion and can be computed again from here.
--
-- Times are UTC text, ISO 8601 with milliseconds and "Z" (2026-11-23T10:00:00.123Z), so they sort as text.
-- A key is a digest of what the row says, kept as bytes. Separate archives give the same thing the same key, so a
-- merge is a union. Numbers named id are local to this file. Views show keys as hexadecimal text.

-- This archive has one row.
CREATE TABLE archive (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL,            -- 16 random bytes, drawn when the archive was made
    created_at TEXT NOT NULL
) STRICT;

-- Every URL that was asked for, announced, or named in a decision, as it was written; each once.
CREATE TABLE url (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    surt TEXT NOT NULL            -- sort-friendly form: com,example)/path?query; http and https are one
) STRICT;

CREATE INDEX url_by_surt ON url (surt);

-- Settings that something was read or captured by, as JSON; each text once.
CREATE TABLE setting (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,  -- 16 bytes: digest of the text
    text TEXT NOT NULL
) STRICT;

-- One invocation that captured things or recorded decisions.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,     -- 16 bytes: digest of the archive's key, the start and the command
    archive BLOB NOT NULL,        -- key of the archive that made the run; of another one if a merge brought it
    started_at TEXT NOT NULL,
    ended_at TEXT,                -- NULL while it goes on; a run that was killed keeps the NULL
    command TEXT NOT NULL,
    program TEXT NOT NULL,        -- name and version of the program
    contact TEXT NOT NULL,        -- who was asking, as the requests said
    setting_id INTEGER REFERENCES setting (id), -- the settings of the run
    report TEXT                   -- JSON for people: what came of it, in numbers; nothing is computed from it
) STRICT;

-- The bytes of a body, content-coding removed; each kept once.
--
-- A payload is kept whole, or as a patch on another one, its base. The payloads of a URL form chains of 64. The head of
-- a chain (ordinal 0) is whole, or a patch on an earlier head of the URL or its host that is whole. At most 8 heads are
-- patches on one. Every 8th payload of a chain is a patch on the 8th before it, the others on the one before. So at
-- most 16 rows are read for one payload, and one lost row makes 8 or 9 others unreadable on average.
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), -- SHA-256 of the bytes before compression
    size INTEGER NOT NULL,    -- the number of those bytes
    base_id INTEGER REFERENCES payload (id), -- zstd-patch: the raw-content dictionary to decode it with
    ordinal INTEGER NOT NULL, -- its position in its chain, 0 to 63
    coding TEXT NOT NULL CHECK (coding IN ('zstd', 'zstd-patch', 'removed')),
    body BLOB NOT NULL,       -- a zstd frame; empty where a takedown removed it
    CHECK ((coding = 'zstd-patch') = (base_id IS NOT NULL)),
    CHECK ((coding = 'removed') = (length(body) = 0))
) STRICT;

-- This index counts the heads that are patches on one head.
CREATE INDEX payload_head ON payload (base_id) WHERE ordinal = 0 AND base_id IS NOT NULL;

-- Sets of headers, each kept once. A capture points to one and keeps the values in which it differs.
CREATE TABLE headers (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16), -- the first half of the SHA-256 of the text
    text TEXT NOT NULL        -- JSON: [[name, value], ...] in the order received
) STRICT;

-- One HTTP exchange at one instant, or an import of one, whatever came of it. A redirect's answer is a row of
-- its own, and the row of the URL that it leads to points back to it. NULL says "nothing" or "not known".
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,       -- in the order in which they were stored; says nothing about time
    key BLOB NOT NULL UNIQUE,     -- 16 bytes: digest of kind, URL, time, status or outcome, headers, payload, led_from, confirms
    run_id INTEGER NOT NULL REFERENCES run (id),
    kind TEXT NOT NULL CHECK (kind IN ('exchange', 'saved')), -- saved: a file that somebody kept
    role TEXT NOT NULL CHECK (role IN ('article', 'source', 'robots')), -- the purpose of the request
    url_id INTEGER NOT NULL REFERENCES url (id), -- what was asked for in this exchange
    captured_at TEXT NOT NULL,    -- when the exchange began
    recorded_at TEXT,             -- when this archive learnt of it; NULL: at captured_at
    outcome TEXT NOT NULL,        -- one word of a closed list; ok and not_modified are the good ones, redirected leads on
    detail TEXT,                  -- the same for people
    status INTEGER,               -- HTTP status; NULL where no answer came
    reason TEXT,                  -- the reason phrase of the status line
    http_version TEXT,            -- "1.1"
    ip TEXT,                      -- the address that answered
    led_from INTEGER REFERENCES capture (id), -- the capture whose redirect led here
    confirms INTEGER REFERENCES capture (id), -- a 304: the capture whose payload it says is still current
    request_headers_id INTEGER REFERENCES headers (id),
    headers_id INTEGER REFERENCES headers (id), -- the set that the answer's headers resemble
    differ TEXT,                  -- JSON: the values in which this answer differs from that set, by position from 0
    head BLOB,                    -- the head as received, where status line and headers do not give the same bytes
    coded TEXT,                   -- JSON: the content coding that was undone, and the gzip header where it is unusual
    coded_digest BLOB,            -- 20 bytes: SHA-1 of the body as transferred; NULL: the payload is that body
    payload_id INTEGER REFERENCES payload (id), -- the body, content coding removed
    wire_bytes INTEGER,           -- length of the body as transferred
    elapsed_ms INTEGER
) STRICT;

CREATE INDEX capture_by_url ON capture (url_id, captured_at);
CREATE INDEX capture_by_run ON capture (run_id);
CREATE INDEX capture_by_payload ON capture (payload_id) WHERE payload_id IS NOT NULL;
CREATE INDEX capture_led_from ON capture (led_from) WHERE led_from IS NOT NULL;
CREATE INDEX capture_confirming ON capture (confirms) WHERE confirms IS NOT NULL;

-- Where an imported capture came from.
CREATE TABLE origin (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
    file TEXT NOT NULL,           -- the file's name as it was given
    offset INTEGER,               -- of the record in it, in bytes
    length INTEGER,
    record_id TEXT,
    digest_claimed TEXT,          -- what the file says the payload's digest is
    digest_ok INTEGER             -- 1 if the payload has that digest
) STRICT;

-- What a person, or harvester.toml in a person's name, said. If several are about the same thing, the last one counts.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,     -- 16 bytes: digest of the columns below
    kind TEXT NOT NULL CHECK (kind IN (
        'follow', 'pause', 'resume', 'end', 'accept', 'reject', 'join', 'part', 'retime', 'takedown'
    )),
    target_kind TEXT NOT NULL CHECK (target_kind IN ('article', 'source', 'capture', 'run')),
    target TEXT NOT NULL,         -- a URL for articles and sources, a key in hexadecimal for captures and runs
    value TEXT NOT NULL,          -- join: the other URL; retime: seconds; follow: JSON, how; else ''
    decided_at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE INDEX decision_by_target ON decision (target);

-- What a takedown removed: a tombstone says which bytes were there, who removed them and why.
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY,
    capture_key BLOB NOT NULL,
    payload_digest BLOB NOT NULL, -- 32 bytes; an import or a merge refuses a payload with that digest
    taken_at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    UNIQUE (capture_key, payload_digest)
) STRICT;

CREATE INDEX tombstone_by_payload ON tombstone (payload_digest);

-- The chain of manifests. When a run, an import or a decision ends, a manifest covers the rows of evidence that were
-- added since the one before, and names its head. So whoever noted a head can prove later that nothing that was in
-- the archive by then was changed, added or dropped. Rows of a run that was killed are in the next manifest.
--
-- A merged archive has the chains of all archives that it was made of. Numbers of rows in a manifest are those of
-- the archive whose chain it is.
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,
    head BLOB NOT NULL UNIQUE,    -- 32 bytes: SHA-256 of the columns below as a record says them; leaves by root and size
    archive BLOB NOT NULL,        -- key of the archive whose chain it is
    number INTEGER NOT NULL,      -- its place in that chain: 1, 2, 3, ...
    before BLOB NOT NULL,         -- head of the manifest before; empty for the first
    made_at TEXT NOT NULL,
    run_end INTEGER NOT NULL,     -- this manifest and those before it cover the runs up to this number,
    capture_end INTEGER NOT NULL, -- the captures, with their origins,
    decision_end INTEGER NOT NULL,
    tombstone_end INTEGER NOT NULL,
    root BLOB NOT NULL,           -- 32 bytes: Merkle tree hash (RFC 6962, 2.1) over the records of the rows
    leaves BLOB NOT NULL,         -- 49 bytes a row: letter of its table, its key (16), its leaf hash (32)
    UNIQUE (archive, number)
) STRICT;

-- What a time-stamping authority said of a head (RFC 3161).
CREATE TABLE stamp (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,     -- 16 bytes: digest of the columns below
    head BLOB NOT NULL,           -- of the manifest that was stamped
    authority TEXT NOT NULL,      -- URL that was asked
    stamped_at TEXT NOT NULL,     -- as the authority says, UTC
    reply BLOB NOT NULL,          -- its answer: a DER TimeStampResp
    root BLOB NOT NULL            -- the root certificate by which it was checked, DER
) STRICT;

CREATE INDEX stamp_by_head ON stamp (head);

-- What another archive says of a row that this one has too, where only its key agrees: two archives imported the same
-- page, or a run went on when one of them was copied. Merged archives hold both, whatever came first.
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'capture', 'origin', 'tombstone')), -- the table
    key BLOB NOT NULL,            -- of the row; of the capture for origins and tombstones
    digest BLOB NOT NULL UNIQUE,  -- 32 bytes: SHA-256 of the text
    text BLOB NOT NULL            -- the record of the row as the other archive has it: canonical JSON
) STRICT;

CREATE INDEX variant_by_key ON variant (key);

-- The tables below are for operation. They are neither evidence nor derived. No digest covers them. So the column again
-- has the others once more, and SQLite's own check finds a row that is damaged.

-- When a host may be asked again, so that politeness holds across processes.
CREATE TABLE host (
    host TEXT PRIMARY KEY,
    next_at TEXT NOT NULL,
    again TEXT NOT NULL AS (next_at) STORED CHECK (again = next_at)
) STRICT;

-- A capture that the history does not know yet. The row is added with the capture, is marked before its reading starts,
-- and is removed when it is read and folded. A page that stopped the program is recognised by the row that it left.
CREATE TABLE attempt (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
    started_at TEXT,              -- when its reading began; NULL: not yet
    fault TEXT NOT NULL,          -- why runs do not try it again; '' where they may
    again TEXT NOT NULL AS (capture_id || ' ' || coalesce(started_at, '') || ' ' || fault) STORED
        CHECK (again = capture_id || ' ' || coalesce(started_at, '') || ' ' || fault)
) STRICT;

-- A decision that the history does not know yet. The row is added with the decision, and is removed when everything
-- that it is about is settled. For a takedown that is when the file has no trace of the bytes.
CREATE TABLE unsettled (
    decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
    fault TEXT NOT NULL,          -- why runs do not try it again; '' where they may
    again TEXT NOT NULL AS (decision_id || ' ' || fault) STORED CHECK (again = decision_id || ' ' || fault)
) STRICT;

-- An article that lost most of its questions when its captures were read again, by another reader or by other site
-- rules. The row is removed when they are back.
CREATE TABLE loss (
    article_id TEXT PRIMARY KEY,
    pairs INTEGER NOT NULL,       -- how many questions its newest version had before
    noted_at TEXT NOT NULL,
    again TEXT NOT NULL AS (pairs || ' ' || noted_at) STORED CHECK (again = pairs || ' ' || noted_at)
) STRICT;
