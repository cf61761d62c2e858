"""Reading an archive for people: canned queries by name. Its imports are few, so that verbs start quickly."""

from typing import Any

from harvester.archive.connection import Value, select, sqlite3
from harvester.sql import SQL_DIR

Row = dict[str, Any]


def rows(conn: sqlite3.Connection, query: str, **parameters: Value) -> list[Row]:
    """Return the rows of the canned query of that name (``db/queries``), whose parameters are all given."""
    sql = (SQL_DIR / "queries" / f"{query}.sql").read_text("utf-8")
    return [dict(row) for row in select(conn, sql, parameters)]
