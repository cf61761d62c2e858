-- The host of each row of `due`: a run finds what it asks for first without a look at each URL. The program fills it in
-- with next_at. SQLite adds no column to a table whose stored columns are generated, so the table is made again.
-- Fractions are written in digits that depend on the version of SQLite, so its column again has whole billionths.
CREATE TEMP TABLE due_before AS
SELECT due.id, article_id, url_id, next_at, asked_at, edits, substr(url, instr(url, '//') + 2) AS place
FROM due JOIN url ON url.id = due.url_id;

DROP TABLE due;

-- When each article and each source is asked for again. It is for operation, neither evidence nor derived: it follows from
-- the rows of article, version, capture and source, and can be made from them at any time. Triggers empty next_at when
-- something changes that it follows from. The program then computes it again, before it looks for what is due. So it is
-- right whatever wrote those rows: a run, a rebuild, a merge, an import, a decision.
CREATE TABLE due (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,     -- '' for a source
    url_id INTEGER NOT NULL,      -- where the article lives; the URL of the source
    next_at TEXT NOT NULL,        -- '': to be computed; the year 1: at the next run; the year 9999: not asked for
    asked_at TEXT NOT NULL,       -- when it was asked for last; '' for never
    edits REAL NOT NULL,          -- how many edits are expected an hour by then: what makes one worth more than another
    host TEXT NOT NULL DEFAULT '',  -- of the URL, with its port unless that is the default one; '' until next_at is computed
    is_source INTEGER NOT NULL AS (article_id = '') STORED,  -- 1 for a source, 0 for an article
    again TEXT NOT NULL AS (article_id || ' ' || url_id || ' ' || next_at || ' ' || asked_at || ' ' || CAST(edits * 1e9 AS INTEGER) || ' ' || host) STORED
        CHECK (again = article_id || ' ' || url_id || ' ' || next_at || ' ' || asked_at || ' ' || CAST(edits * 1e9 AS INTEGER) || ' ' || host)
) STRICT;

-- A URL that is not written in the normal way has its host from the next time that next_at is computed.
INSERT INTO due (id, article_id, url_id, next_at, asked_at, edits, host)
SELECT id, article_id, url_id, next_at, asked_at, edits, lower(substr(place, 1, instr(place, '/') - 1)) FROM due_before;

DROP TABLE due_before;

CREATE INDEX due_by_time ON due (next_at, is_source, host, edits);
CREATE INDEX due_by_asked ON due (asked_at);      -- for a clock that was set back
CREATE UNIQUE INDEX due_by_article ON due (article_id) WHERE article_id <> '';
CREATE UNIQUE INDEX due_by_source ON due (url_id) WHERE article_id = '';
