"""Readings: what a reader made of each capture, with the snapshots, wordings and stated answers."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.indexing import remove_wordings
from harvester.archive.wordings import pair_of, wording_row
from harvester.archive.writing import relaxed
from harvester.history.ids import snapshot_id, wording_id
from harvester.history.surroundings import lasting_passages, surroundings_id
from harvester.model import Pair, Snapshot, Verdict
from harvester.reading import Reading
from harvester.text import digest_id

_COLUMNS = (
    "reader, verdict, reason, encoding, encoding_source, canonical_url, text_digest, snapshot_id, pairs,"
    " left_out, stated_id, methods, authors, published, modified, language, pages, next_url, is_rendered,"
    " hubs, surroundings_id"
)
_INSERT = f"""
    INSERT OR REPLACE INTO reading (capture_id, {_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""  # noqa: S608  constants
_REPEAT = f"""
    INSERT OR REPLACE INTO reading (capture_id, {_COLUMNS})
    SELECT ?, {_COLUMNS} FROM reading WHERE capture_id = ?"""  # noqa: S608  constants

_NUMBERS = """
    SELECT id, n FROM wording WHERE id IN (SELECT value FROM json_each(?))
    UNION ALL SELECT '', coalesce(max(n), 0) FROM wording"""

# Captures that the history does not know yet, and those that another reader read.
_WAITING = """
    SELECT attempt.capture_id FROM attempt JOIN capture ON capture.id = attempt.capture_id
    WHERE attempt.fault = '' AND attempt.started_at IS NULL AND capture.role = 'article'
    UNION
    SELECT reading.capture_id FROM reading
    JOIN capture ON capture.id = reading.capture_id
    LEFT JOIN attempt ON attempt.capture_id = reading.capture_id
    WHERE (reading.reader < :reader OR reading.reader > :reader) AND capture.role = 'article'
        AND reading.verdict NOT IN ('feed', 'sitemap', 'listing', 'list') -- which are read as sources
        AND coalesce(attempt.fault, '') = ''
    ORDER BY 1"""


def waiting(conn: sqlite3.Connection, reader: str) -> tuple[int, ...]:
    """Return the captures of articles that the history does not know, or knows by another reader."""
    return tuple(row[0] for row in select(conn, _WAITING, {"reader": reader}))


def articles_of(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> frozenset[str]:
    """Return the articles that have the URLs for which the captures were made."""
    sql = (
        "SELECT DISTINCT member.article_id FROM capture JOIN member ON member.url_id = capture.url_id"
        " WHERE capture.id IN (SELECT value FROM json_each(?))"
    )
    return frozenset(row[0] for row in select(conn, sql, (json.dumps([*capture_ids]),)))


def interrupted(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Return the captures whose reading began and never ended."""
    rows = select(
        conn, "SELECT capture_id FROM attempt WHERE started_at IS NOT NULL AND fault = '' ORDER BY capture_id"
    )
    return tuple(row[0] for row in rows)


def begin_attempt(db: Database, capture_ids: Iterable[int], now: datetime) -> None:
    """Note that the captures are about to be read, so that a page that stops the program is known."""
    with relaxed(db):
        db.conn.executemany(
            "INSERT INTO attempt (capture_id, started_at, fault) VALUES (?, ?, '')"
            " ON CONFLICT (capture_id) DO UPDATE SET started_at = excluded.started_at",
            [(each, to_text(now)) for each in capture_ids],
        )


def is_begun(conn: sqlite3.Connection, capture_id: int) -> bool:
    """Return whether the capture is marked as being read."""
    sql = "SELECT 1 FROM attempt WHERE capture_id = ? AND started_at IS NOT NULL"
    return bool(select(conn, sql, (capture_id,)))


def wait_again(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Note that the captures wait for the history to take them up; in the caller's transaction."""
    conn.executemany(
        "INSERT INTO attempt (capture_id, started_at, fault) VALUES (?, NULL, '')"
        " ON CONFLICT (capture_id) DO UPDATE SET started_at = NULL, fault = ''",
        [(each,) for each in capture_ids],
    )


def end_attempt(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Note that the captures are read and folded; in the caller's transaction."""
    conn.executemany("DELETE FROM attempt WHERE capture_id = ?", [(each,) for each in capture_ids])


def note_fault(db: Database, capture_id: int, fault: str) -> None:
    """Note why runs do not try a capture again; `harvester rebuild` does."""
    with relaxed(db):
        db.conn.execute(
            "INSERT INTO attempt (capture_id, started_at, fault) VALUES (?1, NULL, ?2)"
            " ON CONFLICT (capture_id) DO UPDATE SET fault = ?2",
            (capture_id, storable(fault)),
        )


class Content(NamedTuple):
    """What is stored of what an article shows. id: of its snapshot.

    beside: id of the passages that stand beside its pairs and last, ``""`` if there are no pairs.
    """

    id: str
    beside: str = ""
    passages: tuple[str, ...] = ()


def content_of(shown: Snapshot) -> Content:
    """Return what is stored of a snapshot; it needs the words of its language."""
    if not shown.pairs:
        return Content(snapshot_id(shown))
    passages = lasting_passages(shown.surroundings)
    return Content(snapshot_id(shown), surroundings_id(passages), passages)


def store_readings(
    conn: sqlite3.Connection, reader: str, readings: Iterable[tuple[int, Reading, Content | None]]
) -> None:
    """Store readings, each with the number of its capture and with its content, if that is known.

    If captures in a row have one reading, its columns are computed once. In the caller's transaction.
    """
    rows, last = list[tuple[object, ...]](), None
    for capture_id, reading, content in readings:
        if reading is not last:
            columns, last = _columns_of(conn, reader, reading, content), reading
        rows.append((capture_id, *columns))
    conn.executemany(_INSERT, rows)


def store_reading(conn: sqlite3.Connection, capture_id: int, reader: str, reading: Reading) -> None:
    """Keep the reading of the capture, replacing an earlier one; in the caller's transaction."""
    store_readings(conn, reader, [(capture_id, reading, None)])


def _columns_of(
    conn: sqlite3.Connection, reader: str, reading: Reading, known: Content | None
) -> tuple[object, ...]:
    """Return the row of a reading behind its capture, and keep what it refers to."""
    is_content, shown = reading.verdict is Verdict.CONTENT, reading.snapshot
    content = (known or content_of(shown)) if is_content else None
    texts = (reading.encoding, reading.encoding_source, reading.canonical_url, reading.text_digest)
    authors = json.dumps(shown.authors, ensure_ascii=False)
    return (
        reader,
        str(reading.verdict),
        storable(reading.reason),
        *map(storable, texts),
        store_snapshot(conn, shown, content.id) if content else None,
        len(shown.pairs) if is_content else None,
        shown.left_out if is_content else None,
        _store_stated(conn, shown.pairs) if is_content else None,
        json.dumps([*_methods(shown.pairs)]),
        *map(storable, (authors, shown.published, shown.modified, shown.language)),
        reading.pages,
        storable(reading.next_url),
        reading.is_rendered,
        storable(json.dumps(reading.hubs)),
        _store_surroundings(conn, content) if content and content.beside else None,
    )


def repeat_reading(conn: sqlite3.Connection, capture_id: int, before: int) -> None:
    """Give the capture the reading of an earlier one that it repeats; in the caller's transaction."""
    conn.execute(_REPEAT, (capture_id, before))


def _methods(pairs: Sequence[Pair]) -> Iterator[tuple[str, float, int, int]]:
    """Yield strategy and confidence of each run of pairs, with its first and last position."""
    runs = groupby(enumerate(pairs, 1), key=lambda each: (each[1].method, each[1].confidence))
    for (method, confidence), run in runs:
        positions = [position for position, _ in run]
        yield method, confidence, positions[0], positions[-1]


def _store_stated(conn: sqlite3.Connection, pairs: Sequence[Pair]) -> str | None:
    """Return the id of what the structured data has otherwise, kept once; None if it has nothing."""
    stated = {position: pair.stated for position, pair in enumerate(pairs, 1) if pair.stated}
    if not stated:
        return None
    answers = storable(json.dumps(stated, ensure_ascii=False))
    key = digest_id(answers)
    conn.execute("INSERT INTO stated (id, answers) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", (key, answers))
    return key


def _store_surroundings(conn: sqlite3.Connection, content: Content) -> str:
    """Return the id of what the page shows beside its pairs, kept once."""
    conn.execute(
        "INSERT INTO surroundings (id, texts) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (content.beside, storable(json.dumps(content.passages, ensure_ascii=False))),
    )
    return content.beside


def read_surroundings(conn: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """Return what a page shows beside its pairs, text by text; ``()`` for an id that is unknown."""
    rows = select(conn, "SELECT texts FROM surroundings WHERE id = ?", (key,))
    return tuple(json.loads(rows[0][0])) if rows else ()


def store_snapshot(conn: sqlite3.Connection, snapshot: Snapshot, key: str) -> str:
    """Return the id of the snapshot, kept once with its pairs and their texts."""
    cursor = conn.execute(
        "INSERT INTO snapshot (id, title, lead) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (key, storable(snapshot.title), storable(snapshot.lead)),
    )
    if cursor.rowcount:
        _store_pairs(conn, key, snapshot.pairs)
    return key


def _store_pairs(conn: sqlite3.Connection, key: str, pairs: Sequence[Pair]) -> None:
    ids = [wording_id(pair) for pair in pairs]
    numbers = _store_wordings(conn, dict(zip(ids, pairs, strict=True)))
    conn.executemany(
        "INSERT INTO pair (snapshot_id, position, wording) VALUES (?, ?, ?)",
        [(key, position, numbers[wording]) for position, wording in enumerate(ids, 1)],
    )


def _store_wordings(conn: sqlite3.Connection, wordings: dict[str, Pair]) -> dict[str, int]:
    """Keep the texts that are new, numbered on in order; return the number of each."""
    numbers: dict[str, int] = dict(map(tuple, conn.execute(_NUMBERS, (json.dumps([*wordings]),))))
    start = 1 + numbers.pop("")
    new = [(key, pair) for key, pair in wordings.items() if key not in numbers]
    rows = [(n, key, *wording_row(pair)) for n, (key, pair) in enumerate(new, start)]
    conn.executemany(
        "INSERT INTO wording (n, id, question, answer, links, images, written) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return numbers | {key: n for n, key, *_ in rows}


_PAIRS = """
    SELECT wording.question, wording.answer, wording.links, wording.images
    FROM pair JOIN wording ON wording.n = pair.wording WHERE pair.snapshot_id = ? ORDER BY pair.position"""


def read_snapshot(conn: sqlite3.Connection, key: str) -> Snapshot:
    """Return the words of a stored snapshot; readings have what else its page says."""
    title, lead = select(conn, "SELECT title, lead FROM snapshot WHERE id = ?", (key,))[0]
    return Snapshot(title, lead, pairs=tuple(pair_of(*row) for row in select(conn, _PAIRS, (key,))))


def as_stored(snapshot: Snapshot) -> Snapshot:
    """Return the words of a snapshot as `read_snapshot` does once it is stored as the first of its id."""
    pairs = tuple(pair_of(*wording_row(pair)[:4]) for pair in snapshot.pairs)
    return Snapshot(storable(snapshot.title), storable(snapshot.lead), pairs=pairs)


def methods_of(conn: sqlite3.Connection, capture_id: int) -> tuple[tuple[str, float], ...]:
    """Return the strategy and the confidence of each pair that a capture shows, or that it confirms."""
    rows = select(
        conn,
        "SELECT methods FROM reading"
        " WHERE capture_id = (SELECT coalesce(confirms, id) FROM capture WHERE id = ?)",
        (capture_id,),
    )
    runs = json.loads(rows[0][0])
    return tuple(
        (method, confidence) for method, confidence, first, last in runs for _ in range(first, last + 1)
    )


def drop_orphans(db: Database) -> None:
    """Remove snapshots, surroundings and stated answers without a reading, and wordings without a snapshot.

    The wordings leave the search indexes, too.
    """
    unshown = (
        "SELECT id FROM snapshot WHERE NOT EXISTS (SELECT 1 FROM reading WHERE snapshot_id = snapshot.id)"
    )
    unread = "NOT EXISTS (SELECT 1 FROM reading WHERE surroundings_id = surroundings.id)"
    unstated = "NOT EXISTS (SELECT 1 FROM reading WHERE stated_id = stated.id)"
    unused = "NOT EXISTS (SELECT 1 FROM pair WHERE pair.wording = wording.n)"
    with relaxed(db):
        db.conn.execute(f"DELETE FROM pair WHERE snapshot_id IN ({unshown})")  # noqa: S608  a constant
        db.conn.execute(f"DELETE FROM snapshot WHERE id IN ({unshown})")  # noqa: S608  a constant
        db.conn.execute(f"DELETE FROM stated WHERE {unstated}")  # noqa: S608  a constant
        db.conn.execute(f"DELETE FROM surroundings WHERE {unread}")  # noqa: S608  a constant
        remove_wordings(db.conn, unused)
        db.conn.execute(f"DELETE FROM wording WHERE {unused}")  # noqa: S608  a constant
