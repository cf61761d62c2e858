-- Evidence: what was followed, asked and received. Append-only: rows are added, never changed or
-- deleted, and the triggers of 0002 hold that. Everything else can be computed again from here.
--
-- Times are UTC text, ISO 8601 with milliseconds and "Z" (2026-11-23T10:00:00.123Z), so they sort as text.
-- Ids of articles, snapshots, questions and wordings are 16 hex digits of a SHA-256 over their
-- content, so that archives made apart give the same thing the same id.

-- Where articles are found.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'listing', 'list', 'page')),
    url TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',      -- for people; may be changed
    every_s INTEGER NOT NULL DEFAULT 0, -- seconds between two captures of an article, 0: at each run; may be changed
    added_at TEXT NOT NULL
) STRICT;

-- One resource followed over time.
CREATE TABLE article (
    id TEXT PRIMARY KEY,  -- digest of the SURT of the first URL it was known by
    url TEXT NOT NULL,    -- that URL, which is the one asked for at each run
    surt TEXT NOT NULL UNIQUE,
    source_id INTEGER NOT NULL REFERENCES source (id),
    added_at TEXT NOT NULL
) STRICT;

CREATE INDEX article_by_source ON article (source_id);

-- Every URL an article has been known by. A URL belongs to one article: the first to have it.
CREATE TABLE article_url (
    surt TEXT PRIMARY KEY, -- sort-friendly form: com,example)/path?query; http and https are one
    article_id TEXT NOT NULL REFERENCES article (id),
    url TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('added', 'redirect', 'canonical', 'feed')),
    since TEXT NOT NULL
) STRICT;

CREATE INDEX article_url_by_article ON article_url (article_id);
CREATE INDEX article_url_by_url ON article_url (url);

-- One invocation that captured things.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,         -- NULL while it goes on, and for ever when it was killed
    command TEXT NOT NULL,
    program TEXT NOT NULL, -- name and version of the program
    report TEXT            -- JSON: what came of it, in numbers
) STRICT;

-- The bytes of a body, content-coding removed; each kept once.
CREATE TABLE payload (
    digest TEXT PRIMARY KEY,  -- "sha256:" and 64 hex digits, over the bytes before compression
    size INTEGER NOT NULL,    -- of those bytes
    coding TEXT NOT NULL CHECK (coding IN ('zstd', 'zstd-patch')),
    base_digest TEXT REFERENCES payload (digest), -- zstd-patch: the raw-content dictionary to decode it with
    depth INTEGER NOT NULL,   -- patches between it and a payload that stands by itself, 0 to 15
    body BLOB NOT NULL,       -- a zstd frame
    CHECK ((coding = 'zstd') = (base_digest IS NULL)),
    CHECK ((coding = 'zstd') = (depth = 0))
) STRICT;

-- One fetch attempt at one instant, whatever came of it.
-- NULL says "nothing", but for the columns that name what a NULL stands for.
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,      -- in the order in which they were stored
    article_id TEXT NOT NULL REFERENCES article (id),
    run_id INTEGER NOT NULL REFERENCES run (id),
    captured_at TEXT NOT NULL,   -- when the page said so
    recorded_at TEXT,            -- when this archive learnt it; NULL: at captured_at
    outcome TEXT NOT NULL,       -- one word of a closed list; ok and not_modified are the good ones
    detail TEXT,                 -- the same for people
    status INTEGER,              -- HTTP status; NULL where no answer came
    url TEXT,                    -- what was asked for; NULL: the article's URL
    final_url TEXT,              -- where the redirects ended; NULL: at url
    redirects TEXT,              -- JSON: [[status, url], ...]
    confirms INTEGER REFERENCES capture (id), -- a 304: the capture whose payload it says is still current
    request_headers TEXT,        -- JSON: [[name, value], ...]; with confirms: those that request did not have
    headers TEXT,                -- JSON: the same of the last response; with confirms: those that answer did not have
    content_type TEXT,
    etag TEXT,                   -- NULL with confirms: as that capture's
    last_modified TEXT,          -- NULL with confirms: as that capture's
    payload_digest TEXT REFERENCES payload (digest),
    wire_bytes INTEGER,          -- length of the body as transferred
    elapsed_ms INTEGER
) STRICT;

CREATE INDEX capture_by_article ON capture (article_id);
CREATE INDEX capture_by_run ON capture (run_id);
CREATE INDEX capture_with_payload ON capture (article_id, outcome) WHERE payload_digest IS NOT NULL;
CREATE INDEX capture_confirming ON capture (confirms) WHERE confirms IS NOT NULL;

-- Each fetch of a feed, sitemap or listing page: where and when articles were announced.
CREATE TABLE source_capture (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    run_id INTEGER NOT NULL REFERENCES run (id),
    captured_at TEXT NOT NULL,
    outcome TEXT NOT NULL,       -- as in capture
    detail TEXT,
    status INTEGER,
    final_url TEXT,              -- NULL: the source's URL
    headers TEXT,                -- JSON: [[name, value], ...]
    etag TEXT,
    last_modified TEXT,
    payload_digest TEXT REFERENCES payload (digest)
) STRICT;

CREATE INDEX source_capture_by_source ON source_capture (source_id);

-- Each fetch of a robots.txt (RFC 9309).
CREATE TABLE robots (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,        -- scheme://host:port
    fetched_at TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,       -- as in capture
    payload_digest TEXT REFERENCES payload (digest),
    expires_at TEXT NOT NULL     -- until when these rules may be used (RFC 9309, 2.4)
) STRICT;

CREATE INDEX robots_by_origin ON robots (origin);

-- Neither evidence nor derived: when a host may be asked again, so that politeness holds across processes.
CREATE TABLE host (
    host TEXT PRIMARY KEY,
    next_at TEXT,                -- not before
    retry_after_until TEXT,      -- the server asked us to wait until then
    crawl_delay_s REAL           -- of its robots.txt
) STRICT;
