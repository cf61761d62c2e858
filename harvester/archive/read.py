"""Reading an archive for people: canned queries by name. Its imports are few, so that verbs start quickly."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from harvester.archive.connection import Value, archive_errors, select, sqlite3
from harvester.sql import SQL_DIR

Row = dict[str, Any]

_OPTION = re.compile(r"^--\? (\w+):(.*)$", re.MULTILINE)
"""A line of a query that counts if its parameter is given. To SQLite it is a comment."""


def rows(conn: sqlite3.Connection, query: str, **parameters: Value) -> list[Row]:
    """Return the rows of the canned query of that name (``db/queries``), whose parameters are all given.

    A line behind ``--? name:`` is part of the query if that parameter is not None. So no query looks at rows
    for a condition that nobody set, and SQLite chooses the index that fits the others.
    """
    return [dict(row) for row in select(conn, _statement(query, parameters), parameters)]


def streamed(conn: sqlite3.Connection, query: str, **parameters: Value) -> Iterator[sqlite3.Row]:
    """Yield the rows of such a query one by one: for those that may be millions."""
    with archive_errors(conn):
        yield from conn.execute(_statement(query, parameters), parameters)


def _statement(query: str, parameters: dict[str, Value]) -> str:
    """Return the SQL of a query with the conditions that are set."""
    return _OPTION.sub(lambda line: "" if parameters[line[1]] is None else line[2], _text(query))


@cache
def _text(query: str) -> str:
    return (SQL_DIR / "queries" / f"{query}.sql").read_text("utf-8")
