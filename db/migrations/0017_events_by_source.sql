-- The newest events of one source are found without a look at all of its articles, and hubs in feeds are kept.

-- The first source that announced the article; NULL: a person added it.
ALTER TABLE event ADD COLUMN source_id INTEGER REFERENCES source (id);

UPDATE event SET source_id = (SELECT source_id FROM article WHERE article.id = event.article_id);

CREATE INDEX event_by_source ON event (source_id, from_at DESC);

-- JSON: [URL, ...]: the WebSub hubs that the body of a feed names. Those in headers are in header_list.
ALTER TABLE reading ADD COLUMN hubs TEXT NOT NULL DEFAULT '[]';
