"""Makes docs/schema.md and db/metadata.json of the comments in db/: ``python docs/schema.py``.

The comments of the migrations, the views and the canned queries are the only place where tables and columns
are explained. A test holds both files against what this makes.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from harvester.archive.differences import OPERATION
from harvester.archive.engine import sqlite3
from harvester.archive.records import KINDS
from harvester.sql import SQL_DIR, scripts
from harvester.view.canned import canned, comments

PAGE = Path(__file__).parent / "schema.md"
METADATA = SQL_DIR / "metadata.json"

HEAD = """\
# The schema

This page is made by `python docs/schema.py` of the comments in `db/migrations`, `db/views` and `db/canned`.
Times are UTC text, ISO 8601 with milliseconds and "Z", so they sort as text. Keys and digests are bytes in
tables and hexadecimal in views. The columns id, n and those that end in \\_id are numbers of this file,
except for articles, snapshots, questions, changes and events, whose ids are digests that last.

Open the archive with any SQLite, or with Datasette: `datasette harvester.db --metadata metadata.json`. The
metadata is `db/metadata.json`, with these descriptions and the canned queries; it is
meant for an archive with the name harvester.db. Begin with the views.
"""

SEARCHED = {"wording": "n", "question_history": "wording"}
"""Tables and views with a search box in Datasette, and their column with the number of a wording."""

_COMMENTED = r"((?:^--[^\n]*\n)*)"
_TABLE = re.compile(_COMMENTED + r"^CREATE (?:VIRTUAL )?TABLE (\w+) (.*?)^\)[^;]*;", re.MULTILINE | re.DOTALL)
_ADDED = re.compile(_COMMENTED + r"^ALTER TABLE (\w+) ADD COLUMN (\w+) (.*?);", re.MULTILINE)
_COLUMN = re.compile(r"^    ([a-z_]\w*)(?: ([A-Z]+)(.*?))?,?(?:\s+-- (.*))?$")
_MORE = re.compile(r"^\s+-- (.*)$")
_POINTS = re.compile(r"REFERENCES (\w+)")


class Column(NamedTuple):
    """A column. kind: its type and what it points to."""

    name: str
    kind: str
    meaning: str


class Table(NamedTuple):
    """A table or a view."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


def tables() -> dict[str, Table]:
    """Return the tables by name, in the order in which they are made."""
    found: dict[str, Table] = {}
    for sql in scripts("migrations").values():
        for comment, name, body in _TABLE.findall(sql + "\n"):
            found[name] = Table(name, _prose(comment), tuple(_columns(body)))
        for comment, table, name, rest in _ADDED.findall(sql + "\n"):
            column = Column(name, _kind(*rest.partition(" ")[::2]), _prose(comment))
            found[table] = found[table]._replace(columns=(*found[table].columns, column))
    return found


def _columns(body: str) -> Iterator[Column]:
    column: Column | None = None
    for line in body.splitlines():
        names = line.strip(" ,").split(", ")
        if len(names) > 1 and all(map(str.isidentifier, names)):  # of a full-text index
            yield from (Column(each, "", "") for each in names)
            return
        if (more := _MORE.match(line)) and column:
            column = column._replace(meaning=f"{column.meaning} {more[1]}".strip())
        elif found := _COLUMN.match(line):
            if column:
                yield column
            name, kind, rest, meaning = found.groups("")
            column = Column(name, _kind(kind, rest), meaning)
    if column:
        yield column


def _kind(kind: str, rest: str) -> str:
    points = _POINTS.search(rest)
    return kind.lower() + (f", to {points[1]}" if points else "")


def views() -> tuple[Table, ...]:
    """Return the views, with what they say of themselves."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.executescript("\n".join(scripts("migrations").values()))
        for name, sql in scripts("views").items():
            conn.execute(f"CREATE VIEW {name} AS {sql}")
        return tuple(
            Table(name, _comment(sql), tuple(_shown(conn, name))) for name, sql in scripts("views").items()
        )


def _shown(conn: sqlite3.Connection, view: str) -> Iterator[Column]:
    for row in conn.execute("SELECT name, type FROM pragma_table_info(?)", (view,)):
        yield Column(row[0], row[1].lower(), "")


def _comment(sql: str) -> str:
    return comments(sql).replace("\n", " ")


def _prose(comment: str) -> str:
    return comments(comment).replace("\n", " ")


def page() -> str:
    """Return the page."""
    known = tables()
    parts = [HEAD, "## Views\n", *map(_section, views())]
    parts += [
        "## Canned queries\n",
        *(f"- **{each.title}** (`db/canned/{each.name}.sql`): {each.meaning}" for each in canned().values()),
    ]
    for title, chosen in (
        (
            "Derived tables: `harvester rebuild` makes them again",
            set(known) - set(KINDS) - OPERATION - {"url"},
        ),
        ("Evidence: rows are added and never changed", {*KINDS, "url"}),
        ("Operation: neither", OPERATION),
    ):
        parts += [f"\n## {title}\n", *(_section(table) for name, table in known.items() if name in chosen)]
    return "\n".join(parts).rstrip() + "\n"


def _section(table: Table) -> str:
    lines = [f"### {table.name}\n", _escaped(table.meaning) + "\n"]
    if not any(each.meaning for each in table.columns):
        return "\n".join([*lines, "Columns: " + ", ".join(each.name for each in table.columns) + ".\n"])
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| {each.name} | {each.kind} | {_escaped(each.meaning)} |" for each in table.columns]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def metadata() -> str:
    """Return what Datasette reads, of an archive with the name harvester.db."""
    told = {table.name: _described(table) for table in (*tables().values(), *views())}
    for name, key in SEARCHED.items():
        told[name] |= {"fts_table": "wording_search", "fts_pk": key}
    for name in ("wording_search", "character_search", "_sqlite_migrations"):
        told[name] = {"hidden": True}
    queries = {
        name: {"title": each.title, "description": each.meaning, "sql": each.sql}
        for name, each in canned().items()
    }
    made = {
        "title": "Explainers, question by question",
        "description": "Made by Harvester. Begin with the views and the queries.",
        "databases": {"harvester": {"tables": told, "queries": queries}},
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _described(table: Table) -> dict[str, object]:
    columns = {each.name: each.meaning for each in table.columns if each.meaning}
    return {"description": table.meaning} | ({"columns": columns} if columns else {})


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    METADATA.write_text(metadata(), "utf-8")
