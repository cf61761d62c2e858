-- How far a rebuild came that is under way or was stopped: one row at most, which is removed when it ends. The same
-- program goes on from there.
CREATE TABLE rebuilding (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    reader TEXT NOT NULL,         -- version of the program, schema, and label of the reader
    url_id INTEGER NOT NULL,      -- captures of URLs up to this number were read again, and their articles settled
    again TEXT NOT NULL AS (reader || ' ' || url_id) STORED CHECK (again = reader || ' ' || url_id)
) STRICT;
