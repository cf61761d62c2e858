"""What needs a look, by kind: articles in trouble, articles that lost questions, what somebody held back."""

from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows

LEFT_OUT = 0.25
"""An article is named if its reading left out more than this share of the text from the first question to the
last answer, 0 to 1. Of 339 real pages with questions 17 are above it."""


class FirstRows(NamedTuple):
    """The first rows of one kind, and how many there are in all."""

    rows: list[Row]
    number: int


class Attention(NamedTuple):
    """The kinds of what needs a look.

    trouble: followed articles whose newest capture shows something else than their newest version. losses:
    articles whose newest version lost most of its questions. losses_by_reading: those that lost them when
    their captures were read again. left_out: articles with more than `LEFT_OUT` of their text in no answer.
    held: articles and sources that somebody paused or ended.
    """

    trouble: FirstRows
    losses: FirstRows
    losses_by_reading: FirstRows
    left_out: FirstRows
    held: FirstRows


def attention(conn: sqlite3.Connection, limit: int | None = None, held_limit: int | None = None) -> Attention:
    """Return what needs a look; of each kind at most this many rows, all for None.

    held_limit: the same of what is held alone, which no warning is made of.
    """
    losses, by_reading = rows(conn, "losses"), rows(conn, "reread")
    return Attention(
        trouble(conn, limit),
        FirstRows(losses[:limit], len(losses)),
        FirstRows(by_reading[:limit], len(by_reading)),
        _some(rows(conn, "left_out", share=LEFT_OUT, limit=limit)),
        _some(rows(conn, "held", limit=limit if held_limit is None else held_limit)),
    )


def trouble(conn: sqlite3.Connection, limit: int | None = None) -> FirstRows:
    """Return the articles that are in trouble, the latest trouble first."""
    return _some(rows(conn, "trouble", only=None, limit=limit))


def _some(found: list[Row]) -> FirstRows:
    """Return rows of a query that says in each row how many there are in all."""
    number = found[0]["total"] if found else 0
    return FirstRows([{name: row[name] for name in row if name != "total"} for row in found], number)
