"""The tables that a data set consists of: articles, versions, pairs, spells, changes and events.

Each is a query in ``db/exports``. Its first comment says what a row is, and the comment behind each column
says what the column holds. Rows come in an order that does not depend on the file, so two exports of the same
history are the same bytes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from harvester.archive.connection import archive_errors, sqlite3
from harvester.sql import SQL_DIR
from harvester.view.selection import EVERYTHING, Columns, Conditions, Selection, conditions

_FIELD = re.compile(r"^(?:.*\W)?(\w+),? -- (.+)$", re.MULTILINE)


class Field(NamedTuple):
    """A column. kind: string, integer, number, datetime or list, which is JSON in the database."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a data set. key: the columns that name a row, by which rows are ordered; they come first.

    since: the column by whose month a data set in Parquet has files apart; "" for a table of few bytes.
    """

    name: str
    key: tuple[str, ...]
    judged_by: Columns
    since: str = ""

    @property
    def description(self) -> str:
        """Return what a row is, as a sentence."""
        return _sql(self.name).partition("\n")[0].removeprefix("-- ")

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the columns in their order."""
        found = _FIELD.findall(_sql(self.name))
        return tuple(Field(name, _kind(name), description) for name, description in found)


_OF_VERSION = Columns("version.article_id", "began.at", "replaced.at", "reading.language", "")

TABLES = {
    table.name: table
    for table in (
        Table(
            "articles",
            ("article_id",),
            Columns(
                "article.id", "article.since", "NULL", "reading.language", "told.article_id = article.id"
            ),
        ),
        Table(
            "versions",
            ("article_id", "version"),
            _OF_VERSION._replace(told="told.article_id = version.article_id AND told.version = version.n"),
        ),
        Table(
            "pairs",
            ("article_id", "version", "position"),
            _OF_VERSION._replace(
                told="told.article_id = version.article_id"
                " AND placement.question_id IN (told.question_id, told.other_question_id)",
                question="placement.question_id",
            ),
            since="first_seen_at",
        ),
        Table(
            "spells",
            ("article_id", "question_id", "first_version"),
            Columns(
                "life.article_id",
                "life.began_at",
                "life.ended_at",
                "life.language",
                told="told.article_id = life.article_id"
                " AND life.question_id IN (told.question_id, told.other_question_id)",
                question="life.question_id",
            ),
        ),
        Table(
            "changes",
            ("article_id", "version", "seq"),
            Columns(
                "told.article_id",
                "told.changed_at",
                "told.changed_at",
                "reading.language",
                told="",
                question="told.question_id, told.other_question_id",
            ),
        ),
        Table(
            "events",
            ("article_id", "from_at", "event_id"),
            Columns("event.article_id", "event.from_at", "event.until_at", "shown.language", "0"),
        ),
    )
}

_KINDS = {
    **dict.fromkeys(("version", "versions", "position", "before_position", "after_position"), "integer"),
    **dict.fromkeys(("seq", "questions", "first_version", "last_version"), "integer"),
    **dict.fromkeys(("significance", "confidence", "days"), "number"),
    **dict.fromkeys(("links", "images", "hunks", "classes", "authors"), "list"),
    **dict.fromkeys(("since",), "datetime"),
}
"""Columns whose name does not end in ``_at`` hold these types; all others hold text."""


def _kind(name: str) -> str:
    return "datetime" if name.endswith("_at") else _KINDS.get(name, "string")


EVERY_ROW = Conditions("1", {})
"""Each row meets this condition."""


@cache
def _sql(name: str) -> str:
    return (SQL_DIR / "exports" / f"{name}.sql").read_text("utf-8").strip()


def rows(conn: sqlite3.Connection, table: Table, selection: Selection = EVERYTHING) -> Iterator[sqlite3.Row]:
    """Yield the rows of the table that are selected, in the order of its key, as the database has them."""
    yield from _read(conn, table, selection, "{}")


def objects(conn: sqlite3.Connection, table: Table, selection: Selection = EVERYTHING) -> Iterator[str]:
    """Yield the rows as JSON objects; SQLite writes them twice as fast as Python."""
    pairs = ", ".join(
        f"'{each.name}', {f'json({each.name})' if each.kind == 'list' else each.name}"
        for each in table.fields
    )
    for row in _read(conn, table, selection, f"SELECT json_object({pairs}) FROM ({{}})"):  # noqa: S608  our names
        yield row[0]


def count(conn: sqlite3.Connection, table: Table, selection: Selection = EVERYTHING) -> int:
    """Return how many rows are selected."""
    return int(next(_read(conn, table, selection, "SELECT count(*) FROM ({})"))[0])


def rows_first_announced(
    conn: sqlite3.Connection, table: Table, selection: Selection, sources: Sequence[int]
) -> Iterator[sqlite3.Row]:
    """Yield the rows of articles that one of these sources, by number, announced first; 0 stands for none."""
    of_them = Conditions(
        f"{table.judged_by.article} IN ({_FIRST_ANNOUNCED})", {"first_sources": json.dumps([*sources])}
    )
    yield from _read(conn, table, selection, "{}", of_them)


_GIVEN = "SELECT value FROM json_each(:first_sources)"
_FIRST_ANNOUNCED = f"""
    SELECT id FROM article WHERE source_id IN ({_GIVEN})
    UNION ALL
    SELECT id FROM article WHERE source_id IS NULL AND 0 IN ({_GIVEN})"""  # noqa: S608  constants


def _read(
    conn: sqlite3.Connection,
    table: Table,
    selection: Selection,
    around: str,
    besides: Conditions = EVERY_ROW,
) -> Iterator[sqlite3.Row]:
    where = conditions(selection, table.judged_by)
    order = ", ".join(str(number) for number, each in enumerate(table.fields, 1) if each.name in table.key)
    sql = f"{_sql(table.name)}\nWHERE {where.sql} AND {besides.sql}\nORDER BY {order}"
    with archive_errors(conn):
        yield from conn.execute(around.format(sql), where.values | besides.values)
