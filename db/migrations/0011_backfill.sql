-- What the indexes of other archives say, so that a backfill that was stopped goes on where it was. Both tables are for
-- operation, neither evidence nor derived: what is kept of another archive is in the captures and their origins. If rows
-- are lost, the index is asked once more, and what is here already is known by its origin.

-- A look-up of one URL in the index of another archive.
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,         -- 'wayback', 'commoncrawl', or the address of a TimeMap
    part TEXT NOT NULL,           -- the name of a crawl, each of which has an index of its own; '' if there is only one
    url TEXT NOT NULL,            -- what was looked up
    since TEXT NOT NULL,          -- 14 digits: which time was asked for; '' for no bound
    until TEXT NOT NULL,
    ahead TEXT NOT NULL,          -- JSON: the URLs of the pages of the index that are to be asked for next
    behind TEXT NOT NULL,         -- JSON: those that were read
    read_at TEXT NOT NULL,        -- when it was read to its end; '' if it is not read
    others INTEGER NOT NULL,      -- rows of other URLs that the index takes for this one
    unread INTEGER NOT NULL,      -- rows that cannot be read
    again TEXT NOT NULL AS (origin || ' ' || part || ' ' || url || ' ' || since || ' ' || until || ' ' || ahead || ' ' || behind || ' ' || read_at || ' ' || others || ' ' || unread) STORED
        CHECK (again = origin || ' ' || part || ' ' || url || ' ' || since || ' ' || until || ' ' || ahead || ' ' || behind || ' ' || read_at || ' ' || others || ' ' || unread),
    UNIQUE (origin, part, url, since, until)
) STRICT;

-- A memento that an index lists, and what came of it.
CREATE TABLE memento (
    origin TEXT NOT NULL,
    name TEXT NOT NULL,           -- what its archive calls it
    surt TEXT NOT NULL,
    at TEXT NOT NULL,             -- 14 digits, UTC
    url TEXT NOT NULL,            -- as the index writes it
    status INTEGER NOT NULL,      -- 0: the index does not say
    media_type TEXT NOT NULL,
    digest TEXT NOT NULL,         -- base32 SHA-1 of the body
    length INTEGER NOT NULL,      -- bytes of the record, as it is stored there
    fate TEXT NOT NULL,           -- '' if it waits; 'kept', 'known', 'same', 'absent', 'elsewhere', 'refused', 'unfit'
    tries INTEGER NOT NULL,       -- requests that brought nothing
    again TEXT NOT NULL AS (surt || ' ' || at || ' ' || url || ' ' || status || ' ' || media_type || ' ' || digest || ' ' || length || ' ' || fate || ' ' || tries) STORED
        CHECK (again = surt || ' ' || at || ' ' || url || ' ' || status || ' ' || media_type || ' ' || digest || ' ' || length || ' ' || fate || ' ' || tries),
    PRIMARY KEY (origin, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX memento_by_surt ON memento (origin, surt, at);
