"""The state of an archive: numbers, the last run, the sources, what needs a look, what is paused or ended."""

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.view.articles import trouble
from harvester.view.explainers import questionless, remembered_by_reason
from harvester.view.runs import runs

LEFT_OUT = 0.25
"""An article is named if its reading left out more than this share of the text from the first question to the
last answer, 0 to 1. Of 339 real pages with questions 17 are above it."""


def numbers(conn: sqlite3.Connection) -> Row:
    """Return how many of each thing the archive holds."""
    return rows(conn, "status")[0]


def status(conn: sqlite3.Connection) -> Row:
    """Return everything that `harvester status` shows, ready for JSON.

    archive: numbers. last_run: as `runs` has it, None before the first. sources: as the view
    ``source_health``. losses: articles whose newest version lost most of its questions. losses_by_reading:
    those that lost them when their captures were read again. trouble: followed articles whose newest capture
    shows something else than their newest version. remembered: how many articles are not followed, because
    they are no explainers, by reason. questionless: articles that are followed though they have no questions.
    left_out: articles with more than `LEFT_OUT` of their text in no answer. held: articles and sources that
    somebody paused or ended. head: of the newest manifest, None before the first.
    """
    return {
        "archive": numbers(conn),
        "last_run": next(iter(runs(conn, 1)), None),
        "sources": rows(conn, "sources"),
        "losses": rows(conn, "losses"),
        "losses_by_reading": rows(conn, "reread"),
        "trouble": trouble(conn),
        "remembered": remembered_by_reason(conn),
        "questionless": questionless(conn),
        "left_out": rows(conn, "left_out", share=LEFT_OUT),
        "held": rows(conn, "held"),
        "head": next(iter(rows(conn, "head")), None),
    }
