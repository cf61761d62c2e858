"""The messages of notices, and how their targets do."""

from harvester.archive.connection import select, sqlite3
from harvester.archive.read import Row, rows

STATES = ("waiting", "sending", "sent", "unsure", "void")
"""One of these becomes of a message, as the table ``notice_message`` has it."""


def messages(conn: sqlite3.Connection, notice: str | None, state: str | None, limit: int | None) -> list[Row]:
    """Return the messages of one notice or of all, in one state or in any, the newest first."""
    return rows(conn, "notices", notice=notice, state=state, limit=limit)


def failing(conn: sqlite3.Connection) -> list[Row]:
    """Return the notices whose target failed last, with the words of the failure and the next try."""
    sql = "SELECT name, tries, next_at, problem FROM notice WHERE tries > 0 ORDER BY name"
    return [dict(row) for row in select(conn, sql)]
