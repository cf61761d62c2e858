-- Articles on several pages: further pages are captured after the first, and read together with it.

-- The capture of the first page, after which this further page was captured; NULL for everything else.
ALTER TABLE capture ADD COLUMN part_of INTEGER REFERENCES capture (id);

CREATE INDEX capture_part_of ON capture (part_of) WHERE part_of IS NOT NULL;

-- How many pages of the article were read, and the one after them, which was not captured; '' if there is none.
ALTER TABLE reading ADD COLUMN pages INTEGER NOT NULL DEFAULT 1;
ALTER TABLE reading ADD COLUMN next_url TEXT NOT NULL DEFAULT '';
