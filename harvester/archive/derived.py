"""Derived tables: writing them, emptying them, and the readings that decide what is derived next.

Called inside ``with derived(db):``; what becomes a version is decided elsewhere.
"""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from harvester.archive.columns import storable
from harvester.archive.connection import select
from harvester.archive.ids import wording_id
from harvester.archive.rows import Pending, Reading, StoredVersion
from harvester.archive.writing import derived
from harvester.model import Change, Pair, Snapshot

DERIVED_TABLES = ("change", "pair", "question", "wording", "reading", "version", "snapshot")
"""Children before parents, so that they can be emptied in this order."""

_READING = """
    INSERT INTO reading (
        capture_id, article_id, parser, verdict, reason, encoding, encoding_source,
        snapshot_id, version, pairs, published, modified
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

# All readings are replaced together, so the first and the last tell for all of them.
_OUTDATED = """
    SELECT EXISTS (
        SELECT 1 FROM reading WHERE parser <> :parser AND capture_id IN (
            (SELECT min(capture_id) FROM reading), (SELECT max(capture_id) FROM reading)
        )
    )"""

_NUMBERS = """
    SELECT id, n FROM wording WHERE id IN (SELECT value FROM json_each(?))
    UNION ALL SELECT '', coalesce(max(n), 0) FROM wording"""

_CHANGE = """
    INSERT INTO change (
        article_id, version, seq, kind, edit_class, question_id, before_position, after_position, hunks
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def pending(db: Database, *, after: int = 0, limit: int = -1) -> tuple[Pending, ...]:
    """Return the captures that are worth parsing and have not been read, in the order they were stored.

    Of those with a higher id than ``after``, the first ``limit``; all of them for -1.
    """
    rows = select(
        db.conn,
        "SELECT id, article_id FROM capture AS c WHERE outcome = 'ok' AND id > ?"
        " AND NOT EXISTS (SELECT 1 FROM reading WHERE capture_id = c.id) ORDER BY id LIMIT ?",
        (after, limit),
    )
    return tuple(Pending(*row) for row in rows)


def outdated(db: Database, parser: str) -> bool:
    """Return whether the readings were made by another version of the parser: all are made by one."""
    return bool(select(db.conn, _OUTDATED, {"parser": parser})[0][0])


def drop_derived(db: Database) -> None:
    """Empty the derived tables and the search index; in the caller's transaction, nobody sees them empty."""
    with derived(db):
        db.conn.execute("INSERT INTO wording_search (wording_search) VALUES ('delete-all')")
        for table in DERIVED_TABLES:
            db.conn.execute(f"DELETE FROM {table}")  # noqa: S608  a constant


def drop_readings(db: Database, capture_ids: Sequence[int]) -> None:
    """Forget what was made of captures that opened no version, so that they are read again."""
    with derived(db):
        db.conn.executemany("DELETE FROM reading WHERE capture_id = ?", [(one,) for one in capture_ids])


def is_accepted(db: Database, capture_id: int) -> bool:
    """Return whether somebody has said to believe what the capture shows."""
    return bool(select(db.conn, "SELECT 1 FROM acceptance WHERE capture_id = ?", (capture_id,)))


def store_reading(db: Database, reading: Reading) -> None:
    """Keep what a parser made of a capture; its version must be stored before."""
    db.conn.execute(
        _READING,
        (
            reading.capture_id,
            reading.article_id,
            reading.parser,
            reading.verdict,
            storable(reading.reason),
            reading.encoding,
            reading.encoding_source,
            reading.snapshot_id,
            reading.version,
            reading.pairs,
            storable(reading.published),
            storable(reading.modified),
        ),
    )


def store_version(
    db: Database,
    article_id: str,
    capture_id: int,
    version: StoredVersion,
    changes: Sequence[tuple[Change, str | None]] = (),
) -> None:
    """Keep a version that begins with the capture, its snapshot, and each change with its question."""
    new = _store_snapshot(db, article_id, version.snapshot_id, version.snapshot)
    db.conn.execute(
        "INSERT INTO version (article_id, n, snapshot_id, first_capture_id) VALUES (?, ?, ?, ?)",
        (article_id, version.n, version.snapshot_id, capture_id),
    )
    if new:
        _store_pairs(db, article_id, version)
    db.conn.executemany(
        _CHANGE,
        [_change(article_id, version.n, seq, *each) for seq, each in enumerate(changes)],
    )


def _store_snapshot(db: Database, article_id: str, snapshot_id: str, snapshot: Snapshot) -> bool:
    """Return whether the snapshot is new."""
    texts = (snapshot.published, snapshot.modified, snapshot.language, snapshot.reason)
    authors = json.dumps(snapshot.authors, ensure_ascii=False)
    cursor = db.conn.execute(
        "INSERT INTO snapshot (id, article_id, title, lead, authors, published, modified, language, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (snapshot_id, article_id, *map(storable, (snapshot.title, snapshot.lead, authors, *texts))),
    )
    return bool(cursor.rowcount)


def _store_pairs(db: Database, article_id: str, version: StoredVersion) -> None:
    """Keep the questions that are new, the wordings that are new, and the places of all of them."""
    pairs = version.snapshot.pairs
    wordings = [wording_id(pair) for pair in pairs]
    placed = list(zip(range(1, len(pairs) + 1), pairs, version.question_ids, wordings, strict=True))
    db.conn.executemany(
        "INSERT INTO question (id, article_id, first_version, question) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        [(question, article_id, version.n, storable(pair.question)) for _, pair, question, _ in placed],
    )
    numbers = _store_wordings(db, dict(zip(wordings, pairs, strict=True)))
    db.conn.executemany(
        "INSERT INTO pair (snapshot_id, position, wording, question_id, method, confidence)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (version.snapshot_id, position, numbers[wording], question, pair.method, pair.confidence)
            for position, pair, question, wording in placed
        ],
    )


def _store_wordings(db: Database, wordings: dict[str, Pair]) -> dict[str, int]:
    """Keep the texts that are new, numbered on in order; return the number of each."""
    found = db.conn.execute(_NUMBERS, (json.dumps([*wordings]),)).fetchall()
    numbers: dict[str, int] = dict(map(tuple, found))
    start = 1 + numbers.pop("")
    new = [(key, pair) for key, pair in wordings.items() if key not in numbers]
    rows = [(n, key, storable(p.question), storable(p.answer)) for n, (key, p) in enumerate(new, start)]
    db.conn.executemany("INSERT INTO wording (n, id, question, answer) VALUES (?, ?, ?, ?)", rows)
    return numbers | {key: n for n, key, _, _ in rows}


def _change(
    article_id: str, version: int, seq: int, change: Change, question: str | None
) -> tuple[object, ...]:
    """Return a change's row."""
    return (
        article_id,
        version,
        seq,
        str(change.kind),
        change.edit_class,
        question,
        _place(change.before),
        _place(change.after),
        storable(json.dumps(change.hunks, ensure_ascii=False)),
    )


def _place(index: int) -> int | None:
    """Return the position, counted from 1, of a pair at that index; None for -1, which is nowhere."""
    return index + 1 if index >= 0 else None
