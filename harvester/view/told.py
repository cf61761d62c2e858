"""What notices may tell: changes and events with the captures that show them."""

import json
from collections.abc import Collection, Iterable

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.view.changes import loaded
from harvester.view.search import matching_texts
from harvester.view.selection import Selection, articles_of


def of_captures(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> list[Row]:
    """Return the changes and events that begin with these captures, the first first."""
    return _told(conn, captures=json.dumps([*capture_ids]))


def since(conn: sqlite3.Connection, at: str) -> list[Row]:
    """Return the changes and events that began at that time or later."""
    return _told(conn, since=at)


def newest(conn: sqlite3.Connection, most: int) -> list[Row]:
    """Return the changes of this many of the newest versions, and this many of the newest events."""
    return _told(conn, newest=most)


def _told(conn: sqlite3.Connection, **chosen: str | int) -> list[Row]:
    given = {"captures": None, "since": None, "newest": None} | chosen
    return [*map(loaded, rows(conn, "told", **given))]


def within(conn: sqlite3.Connection, selection: Selection, told: Collection[Row]) -> list[Row]:
    """Return the rows whose article the selection names; all of them if it selects everything."""
    found = articles_of(conn, selection, {row["article_id"] for row in told})
    return [row for row in told if row["article_id"] in found]


def found_by(conn: sqlite3.Connection, search: str, told: Collection[Row]) -> list[Row]:
    """Return the changes whose question or answer matches a search, before or after; and all events.

    Raises ConfigError where the search has nothing to look for.
    """
    numbers = {n for row in told for n in (row["before_wording"], row["after_wording"]) if n is not None}
    matching = matching_texts(conn, search, numbers)
    return [
        row
        for row in told
        if row["record"] == "event" or matching.intersection((row["before_wording"], row["after_wording"]))
    ]
