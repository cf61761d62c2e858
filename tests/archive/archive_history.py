"""Histories to store: what was captured when, and a derivation as plain as can be of what it came to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from harvester.archive.captures import add_capture
from harvester.archive.derived import store_reading, store_version
from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.ids import question_id, snapshot_id
from harvester.archive.rows import CONTENT, Reading, Source, StoredVersion
from harvester.archive.versions import dropped_questions, latest_version, question_ids_of
from harvester.archive.writing import derived, open_archive
from harvester.model import Capture, Change, ChangeKind, Hunk, Outcome, Pair, Snapshot

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLES = ("snapshot", "version", "reading", "wording", "question", "pair", "change")


def snapshot_of(title, *pairs, **changed):
    """A snapshot of (question, answer) pairs."""
    return Snapshot(title=title, pairs=tuple(Pair(*each, "headings", 0.9) for each in pairs), **changed)


def begin(db, articles=2):
    """Add a source, articles and a run; return the ids of the articles."""
    source = add_source(db, Source("feed", "https://tarvel.example/feed"), NOON)
    begin_run(db, "run", "harvester", NOON)
    return [add_article(db, f"https://tarvel.example/{n}", source, NOON) for n in range(articles)]


def capture(db, article, hours, snapshot):
    """Store a capture; the snapshot is None for a wall."""
    url = db.conn.execute("SELECT url FROM article WHERE id = ?", (article,)).fetchone()[0]
    given = Capture(url, NOON + timedelta(hours=hours), Outcome.OK, status=200, final_url=url)
    return add_capture(db, 1, article, replace(given, body=repr((snapshot, hours)).encode()))


def derive(db, article, capture_id, snapshot):
    """Store what a capture came to."""
    with derived(db):
        if snapshot is None:
            store_reading(db, Reading(capture_id, article, "1", "bot wall", "a challenge"))
            return
        key = snapshot_id(article, snapshot)
        latest = latest_version(db, article)
        n = latest.n if latest else 0
        if latest is None or latest.snapshot_id != key:
            n += 1
            questions = question_ids_of(db, key) or lineages(article, snapshot)
            version = StoredVersion(n, key, snapshot, questions)
            store_version(db, article, capture_id, version, changes(db, article, latest, version))
        found = {"snapshot_id": key, "version": n, "pairs": len(snapshot.pairs)}
        store_reading(db, Reading(capture_id, article, "1", CONTENT, **found))


def lineages(article, snapshot):
    """A question is the same as long as it is worded so."""
    ids = []
    for pair in snapshot.pairs:
        each = (question_id(article, pair.question, ordinal) for ordinal in count())
        ids.append(next(key for key in each if key not in ids))
    return tuple(ids)


def changes(db, article, old, new):
    """Which questions came, went and were answered anew."""
    if old is None:
        return []
    before = dict(zip(old.question_ids, enumerate(old.snapshot.pairs), strict=True))
    after = dict(zip(new.question_ids, enumerate(new.snapshot.pairs), strict=True))
    known = {question for question, _ in dropped_questions(db, article)}
    found = [(Change(ChangeKind.DROPPED, before[q][0]), q) for q in before if q not in after]
    for q, (place, pair) in after.items():
        if q not in before:
            kind = ChangeKind.RESTORED if q in known else ChangeKind.ASKED
            found.append((Change(kind, after=place), q))
        elif before[q][1].answer != pair.answer:
            words = (Hunk(before[q][1].answer, pair.answer),)
            found.append((Change(ChangeKind.ANSWER_EDITED, before[q][0], place, "substantive", words), q))
    if old.snapshot.title != new.snapshot.title:
        words = (Hunk(old.snapshot.title, new.snapshot.title),)
        found.append((Change(ChangeKind.TITLE_EDITED, edit_class="substantive", hunks=words), None))
    return found


def dump(db):
    """Every derived row, and what the search index finds."""
    rows = {table: [tuple(row) for row in db.conn.execute(f"SELECT * FROM {table}")] for table in TABLES}
    words = "SELECT rowid FROM wording_search WHERE wording_search MATCH 'water OR dam' ORDER BY rowid"
    return rows | {"search": [row[0] for row in db.conn.execute(words)]}


def store_for_ever(path, acknowledgements):
    """Store captures of two articles, naming each once it is stored: "id hour" and a line feed."""
    db = open_archive(path)
    articles = begin(db)
    for hour in count(db.conn.execute("SELECT count(*) FROM capture").fetchone()[0]):
        which = articles[hour % 2]
        pairs = ((f"Why {n}?", f"{hour // 5}") for n in range(8))
        snapshot = snapshot_of(f"Edition {hour // 3}", *pairs)
        capture_id = capture(db, which, hour, snapshot)
        acknowledgements.send_bytes(f"{capture_id} {hour}".encode())
        derive(db, which, capture_id, snapshot)
