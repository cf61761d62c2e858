-- Captures that come out of web archives: where each was found, and what its record says that no capture says.

-- What the capture was found in: 'saved' for a file that a person saved, the form of a web archive's file, or the service
-- that answered. NULL: it was imported before this column existed, as a saved file.
ALTER TABLE origin ADD COLUMN kind TEXT CHECK (kind IN (
    'saved', 'warc', 'arc', 'wacz', 'wayback', 'commoncrawl', 'memento'
));

-- The type of the record: 'response', 'revisit', 'resource', 'conversion', 'metadata'; NULL where there are no records.
ALTER TABLE origin ADD COLUMN record_type TEXT;

-- The record's date as it is written there; captured_at has it in milliseconds.
ALTER TABLE origin ADD COLUMN record_date TEXT;

-- 16 bytes: digest of the record's id, URL, date and block. A record that is imported a second time is known by it.
ALTER TABLE origin ADD COLUMN record_key BLOB;

CREATE INDEX origin_by_record ON origin (record_key) WHERE record_key IS NOT NULL;

-- It finds the capture that a revisit record refers to.
CREATE INDEX origin_by_record_id ON origin (record_id) WHERE record_id IS NOT NULL;
