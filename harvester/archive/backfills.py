"""What the indexes of other archives say, and what came of it, as rows: a backfill goes on from here."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.writing import relaxed


class Lookup(NamedTuple):
    """Which index is asked for which URL and time; the names are those of the table ``lookup``."""

    origin: str
    part: str
    url: str
    since: str = ""
    until: str = ""


class Progress(NamedTuple):
    """How far a look-up is. ahead, behind: URLs of pages. read_at: None if it is not read to its end."""

    ahead: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    read_at: datetime | None = None
    others: int = 0
    unread: int = 0


class MementoRow(NamedTuple):
    """A memento in an index; the names are those of the table ``memento``, but for its origin."""

    name: str
    at: str
    url: str
    status: int
    media_type: str
    digest: str
    length: int
    surt: str
    fate: str = ""
    tries: int = 0


_KEY = "origin = ? AND part = ? AND url = ? AND since = ? AND until = ?"
_PROGRESS = f"SELECT ahead, behind, read_at, others, unread FROM lookup WHERE {_KEY}"  # noqa: S608  constants
_NOTE = """
    INSERT INTO lookup (origin, part, url, since, until, ahead, behind, read_at, others, unread)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (origin, part, url, since, until) DO UPDATE SET ahead = excluded.ahead,
        behind = excluded.behind, read_at = excluded.read_at, others = excluded.others,
        unread = excluded.unread"""
_ADD = f"""
    INSERT INTO memento (origin, {", ".join(MementoRow._fields)})
    VALUES ({", ".join("?" * (len(MementoRow._fields) + 1))})
    ON CONFLICT (origin, name) DO NOTHING"""  # noqa: S608  constants
_LISTED = f"""
    SELECT {", ".join(MementoRow._fields)} FROM memento
    WHERE origin = ? AND surt IN (SELECT value FROM json_each(?)) ORDER BY at, url, name"""  # noqa: S608


def progress(conn: sqlite3.Connection, lookup: Lookup) -> Progress | None:
    """Return how far a look-up is; None if it did not begin."""
    for row in select(conn, _PROGRESS, lookup):
        read_at = from_text(row["read_at"]) if row["read_at"] else None
        ahead, behind = (tuple(json.loads(row[name])) for name in ("ahead", "behind"))
        return Progress(ahead, behind, read_at, row["others"], row["unread"])
    return None


def note_page(db: Database, lookup: Lookup, at: Progress, rows: Iterable[MementoRow]) -> None:
    """Keep the rows of a page of an index, and how far its look-up is now, in one transaction.

    What is known of a memento stays as it is.
    """
    with relaxed(db):
        for row in rows:
            add_memento(db.conn, lookup.origin, row)
        pages = (json.dumps(each) for each in (at.ahead, at.behind))
        read_at = to_text(at.read_at) if at.read_at else ""
        db.conn.execute(_NOTE, (*map(storable, lookup), *pages, read_at, at.others, at.unread))


def add_memento(conn: sqlite3.Connection, origin: str, row: MementoRow) -> None:
    """Add a memento that is not known, inside the caller's transaction."""
    conn.execute(_ADD, (origin, *(storable(each) if isinstance(each, str) else each for each in row)))


def listed_of(conn: sqlite3.Connection, origin: str, surts: Collection[str]) -> list[MementoRow]:
    """Return the mementos that the index of an archive lists of these URLs, in the order of their times."""
    return [MementoRow(*row) for row in select(conn, _LISTED, (origin, json.dumps([*surts])))]


def note_fate(conn: sqlite3.Connection, origin: str, name: str, fate: str) -> None:
    """Note what came of a memento, inside the caller's transaction; ``""``: one more try brought nothing."""
    conn.execute(
        "UPDATE memento SET fate = ?, tries = tries + (? = '') WHERE origin = ? AND name = ?",
        (fate, fate, origin, storable(name)),
    )


_BODIES = """
    SELECT capture.id, url.surt, capture.captured_at, capture.payload_id, capture.coded_digest,
        CASE WHEN origin.digest_ok = 1 OR origin.kind = ? THEN origin.digest_claimed END
    FROM capture JOIN url ON url.id = capture.url_id LEFT JOIN origin ON origin.capture_id = capture.id
    JOIN payload ON payload.id = capture.payload_id AND payload.coding <> 'removed'
    WHERE url.surt IN (SELECT value FROM json_each(?)) AND capture.outcome = 'ok' AND capture.part_of IS NULL
    ORDER BY capture.payload_id"""


class Body(NamedTuple):
    """A page that is here. coded_digest: SHA-1 of it as transferred. claimed: the digest its origin gave.

    coded_digest is None where the page was not coded, and claimed where nothing can be concluded from it.
    """

    capture_id: int
    surt: str
    captured_at: str
    payload_id: int
    coded_digest: bytes | None
    claimed: str | None


def bodies_of(conn: sqlite3.Connection, surts: Collection[str], kind: str) -> list[Body]:
    """Return the captures of these URLs that show a page, payload by payload.

    kind: of the origin whose claims count even where the bytes have another digest.
    """
    return [Body(*row) for row in select(conn, _BODIES, (kind, json.dumps([*surts])))]


def capture_of(conn: sqlite3.Connection, record_key: bytes) -> int | None:
    """Return the capture that came from the record with that key; None if there is none."""
    rows = select(conn, "SELECT capture_id FROM origin WHERE record_key = ?", (record_key,))
    return int(rows[0][0]) if rows else None


_URLS = """
    SELECT url.url FROM member JOIN url ON url.id = member.url_id
    WHERE member.article_id = ? ORDER BY member.rank IS NULL, member.rank, url.url"""


def urls_of(conn: sqlite3.Connection, article_id: str) -> tuple[str, ...]:
    """Return the URLs that an article has or had, first where it lives."""
    return tuple(row[0] for row in select(conn, _URLS, (article_id,)))
