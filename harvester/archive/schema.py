"""The schema of an archive compared with ours, before anything in the file is run.

An archive may come from anybody. SQL that stands in its schema runs by itself: triggers, views in place of
tables, virtual tables, generated columns, checks. So everything in the schema must be what our migrations and
views make, or a plain table or index, which does nothing.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from harvester.archive.engine import sqlite3
from harvester.errors import ArchiveDamaged
from harvester.sql import scripts

_READ = """
    SELECT CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(coalesce(sql, '') AS TEXT)
    FROM sqlite_schema"""

_SHADOWS = ("wording_search_", "character_search_")
"""FTS5 makes tables of these names by itself, and another version of it may make them otherwise."""

_CODE = re.compile(r"\b(CHECK|GENERATED|AS|REFERENCES|VIRTUAL)\b", re.IGNORECASE)
"""A table without these words does nothing when others are read or written; it may be a person's own."""

_COLUMNS = re.compile(r"CREATE (UNIQUE )?INDEX [^(]*\([^(]*\)", re.IGNORECASE)
"""This matches an index of columns, without expressions and conditions."""

_FOREIGN = "The file was left as it is. If you know it to be harmless, remove it by 'DROP {kind} \"{name}\"'."
_DAMAGED = "The file was left as it is; restore a backup."


class SchemaObject(NamedTuple):
    """What the schema calls something. kind: table, index, trigger or view."""

    kind: str
    name: str


class SchemaDifference(NamedTuple):
    """A difference from our schema. what: "foreign", "changed" or "missing"."""

    what: str
    named: SchemaObject

    def __str__(self) -> str:
        return f"the {self.named.kind} {self.named.name!r} is {self.what}"


Schema = Mapping[SchemaObject, tuple[str, str]]
"""Each thing has the table that it belongs to, and its SQL."""


def read_schema(conn: sqlite3.Connection) -> Schema:
    """Return the schema of the file."""
    return {SchemaObject(row[0], row[1]): (row[2], row[3]) for row in conn.execute(_READ)}


@cache
def our_tables(steps: int) -> Schema:
    """Return what that many migrations make: tables, indexes and triggers.

    It takes 15 ms, twice as long as the rest of opening an archive; Datasette and the torture open many.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        conn.executescript("\n".join(["BEGIN;", *[*scripts("migrations").values()][:steps]]))
        made = read_schema(conn)
    return MappingProxyType({named: told for named, told in made.items() if not _is_shadow(named)})


def _is_shadow(named: SchemaObject) -> bool:
    return named.name.startswith(_SHADOWS)


def our_views() -> Schema:
    """Return the views of this program as sqlite_utils makes them."""
    made = 'CREATE VIEW "{}" AS {}'
    return {
        SchemaObject("view", name): (name, made.format(name, sql)) for name, sql in scripts("views").items()
    }


def problems(conn: sqlite3.Connection, steps: int) -> Iterator[SchemaDifference]:
    """Yield what is foreign, changed or missing.

    Views of ours are not compared: nobody relies on those of a file.
    """
    found, ours = read_schema(conn), our_tables(steps)
    views = our_views()
    for named, (table, sql) in found.items():
        if named in ours:
            if (table, sql) != ours[named]:
                yield SchemaDifference("changed", named)
        elif named not in views and not _is_harmless(named, table, sql, ours):
            yield SchemaDifference("foreign", named)
    yield from (SchemaDifference("missing", named) for named in ours if named not in found)


def _is_harmless(named: SchemaObject, table: str, sql: str, ours: Schema) -> bool:
    """Return whether something that we did not make does nothing while the archive is used."""
    if named.name.casefold() in scripts("views"):
        return False
    if named.kind == "table":
        return not _CODE.search(sql)
    columns = _COLUMNS.fullmatch(sql)
    is_ours = SchemaObject("table", table) in ours
    return named.kind == "index" and (not sql or (columns is not None and not (columns[1] and is_ours)))


def check_schema(conn: sqlite3.Connection, path: Path, steps: int) -> None:
    """Raise ArchiveDamaged unless the file has what that many migrations make, and nothing else that runs."""
    for problem in problems(conn, steps):
        kind, name = problem.named
        is_extra = problem.what == "foreign" and name.isidentifier()
        advice = _FOREIGN.format(kind=kind.upper(), name=name) if is_extra else _DAMAGED
        reason = {
            "foreign": f"its {kind} {name!r} was not made by harvester",
            "changed": f"its {kind} {name!r} is not as harvester made it",
            "missing": f"its {kind} {name!r} is missing",
        }[problem.what]
        raise ArchiveDamaged(path, reason, advice)


def use_our_views(conn: sqlite3.Connection) -> None:
    """Have this connection use our views where the file has others under their names, or none."""
    found = read_schema(conn)
    if any(found.get(named) != made for named, made in our_views().items()):
        for name, sql in scripts("views").items():
            conn.execute(f'CREATE TEMP VIEW "{name}" AS {sql}')
