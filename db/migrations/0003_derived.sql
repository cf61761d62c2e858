-- Derived tables: a deterministic function of the evidence and of the reader. "harvester rebuild" makes the same
-- rows again; only numbers that are local to the file (capture ids, wording.n) may differ between archives.
--
-- Ids of articles, snapshots, questions, wordings, changes and events are 16 hexadecimal digits of a SHA-256.

-- An article's content; each distinct content is kept once, however many articles show it.
CREATE TABLE snapshot (
    id TEXT PRIMARY KEY,      -- digest of title, lead, and every question and answer
    title TEXT NOT NULL,
    lead TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The text of a question with its answer; kept and indexed once, however many snapshots show it.
CREATE TABLE wording (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,  -- digest of question, answer, links and images
    question TEXT NOT NULL,
    answer TEXT NOT NULL,     -- a blank line stands between paragraphs
    links TEXT NOT NULL,      -- JSON: [{"at": end of its words in the answer, from 0, "target": path for a target on the page's
                              -- site, else host and path; without scheme, www, fragment, tracking and session}, ...]
    images TEXT NOT NULL,     -- JSON: [{"at": its place in the answer, from 0, "alternative": its alternative text}, ...]
    written TEXT              -- the answer with ⟨key⟩ after each link and ⟦alternative⟧ for each image; NULL: as answer
) STRICT;

-- One question with its answer at one place in a snapshot.
CREATE TABLE pair (
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    position INTEGER NOT NULL,  -- 1, 2, 3, ... down the page
    wording INTEGER NOT NULL REFERENCES wording (n),
    PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_by_wording ON pair (wording);

-- Where a page's structured data has another answer than the page shows. It is edited by other people than the text,
-- often by a program, so it is no part of a snapshot. Each distinct content is kept once.
CREATE TABLE stated (
    id TEXT PRIMARY KEY,      -- digest of answers
    answers TEXT NOT NULL     -- JSON: {position of a pair: its answer in the structured data, ...}
) STRICT, WITHOUT ROWID;

-- What one reader made of one capture.
CREATE TABLE reading (
    capture_id INTEGER PRIMARY KEY REFERENCES capture (id),
    reader TEXT NOT NULL,          -- parser, languages and settings that it was read by
    verdict TEXT NOT NULL,         -- one word of a closed list; only 'content' may become a version
    reason TEXT NOT NULL,          -- the verdict explained for people
    encoding TEXT NOT NULL,        -- WHATWG name
    encoding_source TEXT NOT NULL, -- which rule decided: bom, http, meta, ...
    canonical_url TEXT NOT NULL,   -- rel=canonical as the page has it, absolute; '' for none
    text_digest TEXT NOT NULL,     -- digest of the text of the whole document; '' if there is no text
    snapshot_id TEXT REFERENCES snapshot (id), -- what it shows; NULL where the verdict is not 'content'
    pairs INTEGER,                 -- how many questions it has
    left_out REAL,                 -- 0 to 1: share of the text from the first question to the last answer that is in neither
    stated_id TEXT REFERENCES stated (id), -- what its structured data says otherwise; NULL if it does not
    methods TEXT NOT NULL,         -- JSON: [[strategy, confidence, first position, last position], ...]: what found them
    authors TEXT NOT NULL,         -- JSON: [name, ...]
    published TEXT NOT NULL,       -- as precise as the page says; '' if it does not say
    modified TEXT NOT NULL,
    language TEXT NOT NULL         -- BCP 47; '' if it is not known
) STRICT;

CREATE INDEX reading_by_reader ON reading (reader);
CREATE INDEX reading_by_snapshot ON reading (snapshot_id) WHERE snapshot_id IS NOT NULL;
CREATE INDEX reading_by_stated ON reading (stated_id) WHERE stated_id IS NOT NULL;

-- Where articles are found: what decisions name, and what was followed and turned out to be a source.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    url_id INTEGER NOT NULL UNIQUE REFERENCES url (id),
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'listing', 'list')),
    name TEXT NOT NULL,
    every_s INTEGER NOT NULL,      -- seconds between two captures, 0: at each run
    links TEXT NOT NULL,           -- listing: CSS selector of the links
    state TEXT NOT NULL CHECK (state IN ('followed', 'paused', 'ended')),
    since TEXT NOT NULL,           -- when that state began
    held_by TEXT NOT NULL,         -- who decided that last: a name, 'harvester.toml' or 'sitemap'
    capture_id INTEGER REFERENCES capture (id), -- the newest capture that was read; the announcements come from it
    seen_at TEXT NOT NULL,         -- when its newest capture was made, usable or not; '' for none
    problem TEXT NOT NULL,         -- why nothing usable comes from it; '' if something does
    trouble TEXT NOT NULL,         -- the problem as one word, an outcome or verdict; '' for none
    trouble_since TEXT NOT NULL    -- when the first capture with that trouble was made
) STRICT;

-- What sources announce, as spells: one row for as long as an announcement stays the same.
CREATE TABLE announcement (
    source_id INTEGER NOT NULL REFERENCES source (id),
    url_id INTEGER NOT NULL REFERENCES url (id),
    kind TEXT NOT NULL CHECK (kind IN ('article', 'sitemap')),
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    first_capture_id INTEGER NOT NULL REFERENCES capture (id), -- the first capture of the source with this announcement
    last_capture_id INTEGER REFERENCES capture (id), -- the last one; NULL: the source still announces it
    PRIMARY KEY (source_id, url_id, first_capture_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX announcement_by_url ON announcement (url_id);

-- The key that URLs share if the way they are written makes them one (docs/identity.md).
CREATE TABLE spelled (
    url_id INTEGER PRIMARY KEY REFERENCES url (id),
    spelling TEXT NOT NULL
) STRICT;

CREATE INDEX spelled_by_spelling ON spelled (spelling);

-- Which spellings a capture may connect by redirects and rel=canonical, if it names more than one.
CREATE TABLE link (
    capture_id INTEGER NOT NULL REFERENCES capture (id),
    spelling TEXT NOT NULL,
    PRIMARY KEY (capture_id, spelling)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_by_spelling ON link (spelling);

-- One resource followed over time, under all the URLs that it had.
CREATE TABLE article (
    id TEXT PRIMARY KEY,          -- digest of the SURT of its earliest captured URL
    url_id INTEGER NOT NULL REFERENCES url (id), -- where it lives now
    state TEXT NOT NULL CHECK (state IN ('followed', 'paused', 'ended', 'kept')), -- kept: imported, nobody follows it
    since TEXT NOT NULL,          -- when it was first followed, announced or captured
    every_s INTEGER NOT NULL,     -- seconds between two captures, 0: at each run
    source_id INTEGER REFERENCES source (id), -- the first source that announced it; NULL: a person added it
    newest_capture_id INTEGER REFERENCES capture (id), -- the newest of its captures, in the order of time
    trouble TEXT NOT NULL,        -- what is wrong with the newest captures, as one word: outcome, verdict or standing; '' for nothing
    trouble_since TEXT NOT NULL,  -- when the first of them was made
    is_alone INTEGER NOT NULL,    -- 1: nothing else may be connected with it, and it never lived elsewhere
    fold TEXT NOT NULL            -- JSON: the state of its history after the newest capture; only the program reads it
) STRICT;

CREATE INDEX article_by_url ON article (url_id);

-- Every URL of an article, with the time in which it was the article's.
CREATE TABLE member (
    url_id INTEGER NOT NULL REFERENCES url (id),
    article_id TEXT NOT NULL REFERENCES article (id),
    how TEXT NOT NULL,            -- asked, announced, spelling, redirect, canonical, joined
    since TEXT NOT NULL,
    until TEXT NOT NULL,          -- '': still
    rank INTEGER,                 -- position among the URLs to ask for; 0: where the article lives; NULL: not asked for
    PRIMARY KEY (url_id, article_id, since)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_by_article ON member (article_id);

-- Ids that were given before, or that fewer captures would have given. Every one of them resolves.
CREATE TABLE alias (
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'question')),
    article_id TEXT NOT NULL REFERENCES article (id),
    target TEXT NOT NULL,         -- the id of today; '' for a question that no version shows
    PRIMARY KEY (id, kind, article_id, target)
) STRICT, WITHOUT ROWID;

CREATE INDEX alias_by_article ON alias (article_id);

-- The n-th interval in which an article showed one snapshot: A, B, A is three versions of two snapshots.
CREATE TABLE version (
    article_id TEXT NOT NULL REFERENCES article (id),
    n INTEGER NOT NULL,           -- 1, 2, 3, ...; for people: an earlier capture or a better reader may renumber
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    first_capture_id INTEGER NOT NULL REFERENCES capture (id),
    PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX version_by_snapshot ON version (snapshot_id, article_id);
CREATE INDEX version_by_capture ON version (first_capture_id);

-- What the history makes of each capture of an article.
CREATE TABLE standing (
    capture_id INTEGER NOT NULL REFERENCES capture (id),
    article_id TEXT NOT NULL REFERENCES article (id),
    is_astray INTEGER NOT NULL,   -- 1: it was asked for as this article and showed another one, whose history has it
    at TEXT NOT NULL,             -- the capture's time, corrected if somebody retimed its run
    state TEXT NOT NULL,          -- one word of a closed list: current, suspect, waiting, echo, rejected, walled, gone, ...
    version INTEGER,              -- the version that it shows; NULL for none
    why TEXT NOT NULL,
    PRIMARY KEY (capture_id, article_id),
    FOREIGN KEY (article_id, version) REFERENCES version (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX standing_by_article ON standing (article_id, at);
CREATE INDEX standing_by_version ON standing (article_id, version, at) WHERE version IS NOT NULL;

-- A question's identity across snapshots, however it is reworded or moved.
CREATE TABLE question (
    id TEXT NOT NULL,             -- digest of the question as first asked and its number among equal ones; unique in its article
    article_id TEXT NOT NULL REFERENCES article (id),
    question TEXT NOT NULL,       -- as first asked
    named TEXT NOT NULL,          -- digest of the match key of that
    away TEXT NOT NULL,           -- digest of the match key of its last wording
    first_version INTEGER NOT NULL,
    first_position INTEGER NOT NULL, -- its place there
    last_version INTEGER NOT NULL, -- the newest version that shows it
    last_position INTEGER NOT NULL, -- its place there
    PRIMARY KEY (article_id, id),
    FOREIGN KEY (article_id, first_version) REFERENCES version (article_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX question_by_last ON question (article_id, last_version DESC, last_position);
CREATE INDEX question_by_named ON question (article_id, named);
CREATE INDEX question_by_away ON question (article_id, away);
CREATE INDEX question_by_id ON question (id);

-- Which question each pair of a snapshot is, in one article's history.
CREATE TABLE placement (
    article_id TEXT NOT NULL REFERENCES article (id),
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    position INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    method TEXT NOT NULL,         -- the strategy that found it, in the capture that showed the snapshot first
    confidence REAL NOT NULL,     -- 0 to 1
    PRIMARY KEY (article_id, snapshot_id, position),
    FOREIGN KEY (article_id, question_id) REFERENCES question (article_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX placement_by_question ON placement (article_id, question_id);
CREATE INDEX placement_by_snapshot ON placement (snapshot_id, position);

-- What happened between a version and the one before it.
CREATE TABLE change (
    article_id TEXT NOT NULL REFERENCES article (id),
    version INTEGER NOT NULL,        -- the newer of the two
    seq INTEGER NOT NULL,            -- order within the version: 0, 1, 2, ...
    id TEXT NOT NULL,                -- digest of what it says
    kind TEXT NOT NULL,              -- asked, dropped, restored, reworded, answer edited, moved, split, merged, title edited, lead edited
    classes TEXT NOT NULL,           -- JSON: [class, ...]: those of its rows in change_class; [] where nothing was edited
    significance REAL NOT NULL,      -- 0 to 1: how much it may change what a reader takes from the text
    question_id TEXT,                -- NULL for title and lead
    other_question_id TEXT,          -- split: the question that it came out of; merged: the one that it went into; else NULL
    before_position INTEGER,         -- of its pair in the older snapshot
    after_position INTEGER,          -- of its pair in the newer snapshot; split, merged: before or after is the other question's
    confidence REAL NOT NULL,        -- 0 to 1: how sure it is that the older and the newer pair belong together
    hunks TEXT NOT NULL,             -- JSON: [{before, after, at, classes, significance, read_otherwise}, ...]; the view hunk_list has a row for each that the pages show
    PRIMARY KEY (article_id, version, seq),
    FOREIGN KEY (article_id, version) REFERENCES version (article_id, n)
) STRICT;

CREATE INDEX change_by_question ON change (article_id, question_id) WHERE question_id IS NOT NULL;
CREATE INDEX change_by_other_question ON change (article_id, other_question_id) WHERE other_question_id IS NOT NULL;

-- Every class that an edit has: one row for each, so that "all edits of figures" is a look-up.
CREATE TABLE change_class (
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    class TEXT NOT NULL,             -- whitespace, punctuation, spelling, emphasis, image, link, quotation, name, formula, date, number, negation, correction, substantive
    PRIMARY KEY (article_id, version, seq, class),
    FOREIGN KEY (article_id, version, seq) REFERENCES change (article_id, version, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_class_by_class ON change_class (class);

-- What happened to an article besides changes of its words.
CREATE TABLE event (
    article_id TEXT NOT NULL REFERENCES article (id),
    id TEXT NOT NULL,             -- digest of kind and capture
    kind TEXT NOT NULL,           -- gone, back, moved, walled, returned, suspect, alternating, rewritten, read otherwise
    from_at TEXT NOT NULL,
    until_at TEXT,                -- NULL: still so; from_at: it happened at one capture
    version INTEGER NOT NULL,     -- the version that is current meanwhile, or returned to; 0 for none
    capture_id INTEGER NOT NULL REFERENCES capture (id), -- with which it began
    detail TEXT NOT NULL,         -- verdict, reason; read otherwise: how many differences of each kind the pages do not show
    before TEXT NOT NULL,         -- moved: the URL that it left; read otherwise: a snapshot
    after TEXT NOT NULL,          -- moved: the URL where it lives since; read otherwise: the other snapshot
    PRIMARY KEY (article_id, id)
) STRICT, WITHOUT ROWID;

-- Full-text index over wording; it holds no text of its own. Accents and case do not count.
-- The program adds new wordings once per transaction, because a trigger for each row costs 2.4 times as much.
CREATE VIRTUAL TABLE wording_search USING fts5 (
    question, answer,
    content="wording", content_rowid="n",
    tokenize="unicode61 remove_diacritics 2"
);
