"""What differs between the derived rows of an archive and those that were made again beside it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from harvester.archive.beside import ARCHIVE
from harvester.archive.connection import Value, select, sqlite3
from harvester.archive.tallies import TALLIES

NOTICES = frozenset({"notice", "notice_capture", "notice_message", "notice_item"})
"""These tables of operation hold who is notified of what."""

OPERATION = (
    TALLIES | NOTICES | {"host", "attempt", "due", "unsettled", "loss", "lookup", "memento", "rebuilding"}
)
"""These tables are neither evidence nor derived."""

CONTENTS = frozenset({"snapshot", "pair", "wording", "stated", "surroundings"})
"""These tables have contents that are kept once, whichever capture shows them."""

SOURCES = frozenset({"source", "announcement"})

_TABLES = """
    SELECT name FROM main.sqlite_schema
    WHERE type = 'table' AND name <> 'url' AND name NOT GLOB '*_search*' ORDER BY rowid"""

_ONLY = "SELECT * FROM ({}) EXCEPT SELECT * FROM ({})"

_STANDS_FOR = {
    "wording": "(SELECT id FROM {place}.wording AS named WHERE named.n = {column})",
    "source_id": (
        "(SELECT url.url FROM {place}.source AS named JOIN {place}.url AS url ON url.id = named.url_id"
        " WHERE named.id = {column})"
    ),
}
"""Deriving gives the numbers in these columns; something else is compared in their place."""

_GIVEN = {("wording", "n"), ("source", "id")}
"""Deriving gives these numbers, and they are not compared."""

_KEYS = {"wording": ("id",), "source": ("url_id",)}
"""These columns name a row, where its primary key does not."""


class RowFault(StrEnum):
    """What may be wrong with a row."""

    DIFFERS = "is not what the captures give"
    EXTRA = "comes from no capture"
    MISSING = "is missing"


class Difference(NamedTuple):
    """A row that is not as it was made again.

    named: {column: value} of what names it. columns: those that differ. article_id, capture_id: what the row
    is about; ``""`` and 0 for neither.
    """

    table: str
    named: dict[str, Value]
    wrong: RowFault
    columns: tuple[str, ...] = ()
    article_id: str = ""
    capture_id: int = 0


def tables(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return the derived tables."""
    return tuple(row[0] for row in select(conn, _TABLES) if row[0] not in OPERATION)


def differences(
    conn: sqlite3.Connection, table: str, articles: Sequence[str] | None = None
) -> Iterator[Difference]:
    """Yield the rows of a derived table that differ, that are missing, and that nothing gives.

    articles: only those that are about one of them, and those that were made again; the table is then not
    walked through.
    """
    columns = select(conn, "SELECT name, pk FROM pragma_table_info(?)", (table,))
    names = [row[0] for row in columns if (table, row[0]) not in _GIVEN]
    keys = _KEYS.get(table) or tuple(row[0] for row in columns if row[1])
    there = _query(table, names, ARCHIVE)
    if articles is not None:
        about = {"article": "id"}.get(table) or ("article_id" if "article_id" in names else "")
        there = _near(there, table, keys, about)
    some = {"articles": json.dumps([*(articles or ())])}
    here = _query(table, names, "main")
    made = {_named(row, keys): row for row in conn.execute(_ONLY.format(here, there), some)}
    found = {_named(row, keys): row for row in conn.execute(_ONLY.format(there, here), some)}
    for key, row in found.items():
        if key in made:
            differing = tuple(name for name in names if row[name] != made[key][name])
            yield _difference(table, keys, row, RowFault.DIFFERS)._replace(columns=differing)
        else:
            yield _difference(table, keys, row, RowFault.EXTRA)
    for key, row in made.items():
        if key not in found:
            yield _difference(table, keys, row, RowFault.MISSING)


def _near(query: str, table: str, keys: Iterable[str], about: str) -> str:
    """Return the query for rows with the key of one in the main database, or about one of the articles."""
    named = ", ".join(keys)
    own = ", ".join(f"{table}.{key}" for key in keys)
    parts = [f"{query} WHERE ({own}) IN (SELECT {named} FROM main.{table})"]  # noqa: S608  our names
    if about:
        parts.append(f"{query} WHERE {table}.{about} IN (SELECT value FROM json_each(:articles))")  # noqa: S608
    return " UNION ".join(parts)


def _named(row: sqlite3.Row, keys: Iterable[str]) -> tuple[Value, ...]:
    return tuple(row[key] for key in keys)


def _difference(table: str, keys: Iterable[str], row: sqlite3.Row, wrong: RowFault) -> Difference:
    has = row.keys()
    article = row["id"] if table == "article" else row["article_id"] if "article_id" in has else ""
    capture = row["capture_id"] if "capture_id" in has and table not in SOURCES else 0
    named = {key: row[key] for key in keys}
    return Difference(table, named, wrong, article_id=article or "", capture_id=capture or 0)


def _query(table: str, names: Iterable[str], place: str) -> str:
    shown = (
        f"{_STANDS_FOR.get(name, '{column}').format(place=place, column=f'{table}.{name}')} AS {name}"
        for name in names
    )
    return f"SELECT {', '.join(shown)} FROM {place}.{table} AS {table}"  # noqa: S608  names of our schema
