"""The state of an archive: numbers, the last run, the sources, what needs a look, what is paused or ended."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.view.attention import attention
from harvester.view.explainers import questionless, remembered_by_reason
from harvester.view.notices import failing
from harvester.view.runs import runs
from harvester.view.warnings import SOURCE_LEAST, Operation, warnings

GAPS_OF_RUNS = 20
"""This many gaps between runs are the habit: most of a day of hourly runs, three weeks of daily ones."""

GAPS_OF_SOURCES = 12
"""This many gaps between announcements are the habit of a source: two weeks of one article a working day."""

TOGETHER = 5
"""At least this many articles of a host, and more than half of those captured, changed in one run. That is
rare by chance: of 100 edits in a month, hourly runs seldom see more than two together."""

TOGETHER_AT_ALL = 20
"""This many are told whatever the edits are; fewer are told if most of them got the same words."""

TOGETHER_SINCE = timedelta(days=7)
"""They are told for a week, so that whoever looks once a week sees them."""

TURNS_SINCE = timedelta(days=90)
"""A page that has shown several contents in turn for longer than this is not reported any more."""

OVERDUE = timedelta(days=1)
"""A run should have asked for what is due for longer: there are runs each day, and hosts are done in one."""

NEW = ("new_articles", "new_explainers", "new_articles_before", "new_explainers_before")
"""The yield of a source is computed from these."""

YIELD_DAYS, YIELD_BEFORE_DAYS = timedelta(days=30), timedelta(days=120)
"""The yield of a source is that of the articles of a month, beside that of the three months before."""

SHARED = 80
"""At most this many characters are shown of words that many articles got at once."""


def numbers(conn: sqlite3.Connection) -> Row:
    """Return how many of each thing the archive holds."""
    return rows(conn, "status")[0]


def head(conn: sqlite3.Connection) -> Row | None:
    """Return the head of the newest manifest, None before the first."""
    return next(iter(rows(conn, "head")), None)


def status(
    conn: sqlite3.Connection, operation: Operation | None = None, held_limit: int | None = None
) -> Row:
    """Return everything that `harvester status` shows, ready for JSON; without operation, as of now.

    held_limit: at most this many rows of what is held, the newest; None for all.

    warnings: as `StatusWarning.as_json` has them, the most urgent first. archive: numbers. last_run: as
    `runs` has it, None before the first. sources: as the view ``source_health``. trouble, losses,
    losses_by_reading, left_out and held: as `harvester.view.attention.Attention` says. held_number: how many
    are held in all. remembered: how many articles are not followed, because they are no explainers, by
    reason. questionless: articles that are followed though they have no questions. head: as `head` says.
    """
    operation = operation or Operation(datetime.now(UTC))
    looked = attention(conn, held_limit=held_limit)
    state: Row = {
        "archive": numbers(conn),
        "held_number": looked.held.number,
        "sources": _sources(conn, operation.now),
        "remembered": remembered_by_reason(conn),
        "questionless": questionless(conn),
        "head": head(conn),
    }
    state |= {kind: some.rows for kind, some in looked._asdict().items()}
    newest = runs(conn, GAPS_OF_RUNS + 1)
    found = warnings(state | _habits(conn, operation.now) | {"runs": newest}, operation)
    told = {"warnings": [each.as_json() for each in found], "last_run": next(iter(newest), None)}
    return told | state


def _sources(conn: sqlite3.Connection, now: datetime) -> list[Row]:
    """Return the sources with their yield: of how many new articles how many have questions; and before."""
    middle, from_at = to_text(now - YIELD_DAYS), to_text(now - YIELD_BEFORE_DAYS)
    found = rows(conn, "source_yield", middle=middle, from_at=from_at)
    yields = {row.pop("source_id"): {f"new_{name}": number for name, number in row.items()} for row in found}
    none = dict.fromkeys(NEW, 0)
    return [row | none | yields.get(row["id"], {}) for row in rows(conn, "sources")]


def _habits(conn: sqlite3.Connection, now: datetime) -> Row:
    """Return what is compared with the past: announcements, runs in which many articles changed, turns."""
    announced: dict[int, list[str]] = {}
    before = to_text(now - SOURCE_LEAST)
    for row in rows(conn, "announced", limit=GAPS_OF_SOURCES + 1, before=before):
        announced.setdefault(row["source_id"], []).append(row["at"])
    from_at = to_text(now - TOGETHER_SINCE)
    together = rows(conn, "together", from_at=from_at, least=TOGETHER)
    return {
        "notices": failing(conn),
        "overdue": rows(conn, "overdue", before=to_text(now - OVERDUE)),
        "announced": announced,
        "together": [*filter(None, map(_told, together))],
        "alternating": rows(conn, "alternating", from_at=to_text(now - TURNS_SINCE)),
    }


def _told(row: Row) -> Row | None:
    """Return a run in which many articles changed alike, with the words that most got; None for others."""
    words = Counter(filter(None, map(_text, json.loads(row["words"] or "[]"))))
    text, times = max(words.items(), key=lambda each: each[1], default=("", 0))
    is_shared = 2 * times > row["changed"]
    if 2 * row["changed"] <= row["captured"] or not (is_shared or row["changed"] >= TOGETHER_AT_ALL):
        return None
    shared = f"{times} of them got the same words: {text[:SHARED]}" if is_shared else ""
    return row | {"host": urlsplit(row["example"]).hostname or "", "shared": shared}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
