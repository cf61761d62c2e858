"""Two archives side by side for a merge: rows of the other, how they are checked, insertions into ours."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import Payloads
from harvester.errors import MAX_MESSAGE

MOST_TEXT = 1 << 20
"""No text of evidence is longer, in characters: reports, settings, headers and reasons are far below it."""

_ROWS = {
    "run": "SELECT run.*, setting.text AS setting FROM run LEFT JOIN setting ON setting.id = setting_id",
    "capture": """
        SELECT capture.*, run.key AS run_key, before.key AS led_from_key, body.key AS confirms_key,
            head.key AS part_of_key, payload.digest, payload.size, payload.coding
        FROM capture LEFT JOIN run ON run.id = capture.run_id
        LEFT JOIN capture AS before ON before.id = capture.led_from
        LEFT JOIN capture AS head ON head.id = capture.part_of
        LEFT JOIN capture AS body ON body.id = capture.confirms
        LEFT JOIN payload ON payload.id = capture.payload_id""",
    "origin": "SELECT origin.*, capture.key FROM origin JOIN capture ON capture.id = capture_id",
    "rendering": """
        SELECT rendering.*, capture.key, payload.digest, payload.size, payload.coding
        FROM rendering JOIN capture ON capture.id = capture_id
        LEFT JOIN payload ON payload.id = rendering.payload_id""",
}
NUMBER = {"origin": "capture_id", "rendering": "capture_id"}
"""The columns with the numbers of rows, where that is not ``id``."""


class BadRow(Exception):
    """A row that no archive can have; the message continues a sentence that begins with the row."""


class Sides(NamedTuple):
    """Two archives. ours: open to write, in a transaction. latest: times after this are in the future."""

    ours: sqlite3.Connection
    theirs: sqlite3.Connection
    path: Path
    payloads: Payloads
    latest: str

    def row(self, kind: str, number: int) -> sqlite3.Row:
        """Return a row of the other archive, with the keys of what it refers to."""
        sql = _ROWS.get(kind, f"SELECT * FROM {kind}")  # noqa: S608  a constant
        column = NUMBER.get(kind, "id")
        return select(self.theirs, f"{sql} WHERE {kind}.{column} = ?", (number,))[0]

    def number(self, kind: str, key: bytes | None) -> int | None:
        """Return the number here of the run or capture with that key; raise BadRow if it is not here."""
        if key is None:
            return None
        found = self.ours.execute(f"SELECT id FROM {kind} WHERE key = ?", (key,)).fetchone()  # noqa: S608  constants
        if found is None:
            raise BadRow(f"stands on {kind} {key.hex()}, which was left out")
        return int(found[0])


def wrong_with(error: BaseException) -> str:
    """Return what is wrong with a row, on one line."""
    words = str(error) if isinstance(error, BadRow) else f"cannot be read ({type(error).__name__}: {error})"
    return " ".join(words.split())[:MAX_MESSAGE]


def moment(text: str) -> str:
    """Return a time; raise BadRow unless it is written as Harvester writes times."""
    if to_text(from_text(text)) != text:
        raise BadRow("has a time that is written in another way")
    return text


def plain(text: str) -> str:
    """Return a text; raise BadRow if it is too long, or if an archive would store it otherwise."""
    if len(text) > MOST_TEXT or storable(text) != text:
        raise BadRow("has a text that is too long, or none")
    return text


def sized(row: sqlite3.Row, **sizes: int) -> None:
    """Raise BadRow unless the columns have these lengths."""
    if any(len(row[name]) != size for name, size in sizes.items()):
        raise BadRow("has a key of another length")


def bad(words: str) -> NoReturn:
    """Raise BadRow; for places that take only an expression."""
    raise BadRow(words)


def insert(conn: sqlite3.Connection, table: str, row: Mapping[str, Any], clause: str = "") -> int:
    """Insert a row; return its number."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {clause}"  # noqa: S608  constants
    return int(conn.execute(sql, tuple(row.values())).lastrowid or 0)
