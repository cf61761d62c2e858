"""Articles that are not explainers: those that are only remembered, and those that somebody follows still."""

from datetime import timedelta

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.remembered import wait


def remembered(conn: sqlite3.Connection) -> list[Row]:
    """Return a row for each article that is remembered because it is not an explainer, the oldest first.

    reason: what it lacks, as one word. since: when it was first announced. next_at: the time from which a run
    asks for it again.
    """
    return [row | {"next_at": _next_at(row)} for row in rows(conn, "explainers", held=0)]


def questionless(conn: sqlite3.Connection) -> list[Row]:
    """Return rows for the articles that are followed because somebody said so, though they have no questions.

    An article that cannot be read is not among them: it is in trouble (`harvester.view.articles.trouble`).
    """
    return [row for row in rows(conn, "explainers", held=1) if row["reason"] == "no_questions"]


def remembered_by_reason(conn: sqlite3.Connection) -> list[Row]:
    """Return a row for each reason for which articles are remembered: reason, articles, since; most first."""
    found = rows(conn, "lacks")
    return [
        {each: row[each] for each in ("reason", "articles", "since")} for row in found if not row["is_held"]
    ]


def _next_at(row: Row) -> str:
    since, asked = from_text(row["since"]), from_text(row["last_captured_at"])
    return to_text(asked + max(wait(since, asked), timedelta(seconds=row["every_s"])))
