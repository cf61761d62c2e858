"""Events, such as gone or moved, and what people decided."""

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows

HELD = frozenset({"pause", "end"})
"""These decisions stop requests for an article."""


def events(conn: sqlite3.Connection, article: str) -> list[Row]:
    """Return an article's events and decisions, newest first, as the view ``event_list`` has them."""
    return rows(conn, "events", article=article)


def notable(conn: sqlite3.Connection, article: str) -> list[Row]:
    """Return what a reader of the newest version should know, newest first.

    These are events that last, such as "gone", the moves, and the decision that stopped requests for it.
    """
    found = events(conn, article)
    decided = next((row for row in found if row["kind"] in HELD | {"follow", "resume"}), None)
    return [
        row
        for row in found
        if (row["record"] == "event" and (row["until_at"] is None or row["kind"] == "moved"))
        or (row is decided and row["kind"] in HELD)
    ]
