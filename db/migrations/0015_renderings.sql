-- Pages that a browser rendered, because their scripts write what the plain answer lacks.

-- What came of rendering a capture's page. The capture keeps its payload; the document that the scripts made is a second one.
CREATE TABLE rendering (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id), -- whose page was rendered
    rendered_at TEXT NOT NULL,    -- when the rendering began
    outcome TEXT NOT NULL,        -- one word of a closed list; only 'ok' has a payload
    detail TEXT,                  -- the same for people
    engine TEXT NOT NULL,         -- name and version of the browser; '' if none was started
    viewport TEXT NOT NULL,       -- width and height in CSS pixels: "1280x1024"
    elapsed_ms INTEGER NOT NULL,  -- waits for the turns of hosts included
    requests TEXT NOT NULL,       -- JSON: [[host, "asked" or why it was refused, number], ...]: what the page asked for
    payload_id INTEGER REFERENCES payload (id), -- the document after its scripts ran, as HTML in UTF-8
    CHECK ((outcome = 'ok') = (payload_id IS NOT NULL))
) STRICT;

CREATE INDEX rendering_by_payload ON rendering (payload_id) WHERE payload_id IS NOT NULL;

CREATE TRIGGER rendering_no_update BEFORE UPDATE ON rendering
BEGIN SELECT RAISE(ABORT, 'rendering is evidence: it is never changed'); END;

CREATE TRIGGER rendering_no_delete BEFORE DELETE ON rendering
BEGIN SELECT RAISE(ABORT, 'rendering is evidence: it is never changed'); END;

-- 1 if the reading is of the rendered document, 0 if it is of the capture's own payload.
ALTER TABLE reading ADD COLUMN is_rendered INTEGER NOT NULL DEFAULT 0;
