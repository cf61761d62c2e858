"""The changes of the history with their words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.change import ChangeKind, Hunk
from harvester.diff import hunks, spans
from harvester.diff.spans import DiffSpan


class LogFilter(NamedTuple):
    """Which rows of the log are wanted; None or ``()`` stands for all.

    since, until: times as the archive writes them, the second excluded. question: an id. classes: words of
    `EditClass`, any of which a change has. significance: the least. source: a URL. kinds: words
    of `ChangeKind`, any of which a change is.
    """

    since: str | None = None
    until: str | None = None
    question: str | None = None
    classes: Sequence[str] = ()
    significance: float | None = None
    limit: int | None = None
    source: str | None = None
    kinds: Sequence[str] = ()


EVERYTHING = LogFilter()

AROUND = "surroundings edited"
"""Only events of this kind have words, as changes have."""


def log(conn: sqlite3.Connection, article: str | None = None, wanted: LogFilter = EVERYTHING) -> list[Row]:
    """Return changes, events and decisions, newest first: of one article or of all.

    ``record`` says what a row is: "change", "event" or "decision".
    """
    classes, kinds = [*map(str, wanted.classes)], [*map(str, wanted.kinds)]
    only = wanted.question, wanted.significance, kinds or None, classes or None
    given = wanted._asdict() | {
        "class": classes[0] if len(classes) == 1 else None,
        "classes": json.dumps(classes) if len(classes) > 1 else None,
        "kind": kinds[0] if len(kinds) == 1 else None,
        "kinds": json.dumps(kinds) if len(kinds) > 1 else None,
        "changes_only": None if only == (None,) * len(only) else 1,
    }
    return [*map(loaded, rows(conn, "log", article=article, **given))]


def loaded(row: Row) -> Row:
    """Return the row with classes and hunks as lists."""
    return row | {name: json.loads(row[name]) for name in ("classes", "hunks")}


def edits(row: Mapping[str, Any]) -> Iterator[tuple[DiffSpan, ...]]:
    """Yield the places where a change's words differ, each as spans; nothing for a text that came or went.

    A text that is there before and after gives one place with all its spans. An edit that was made while the
    question was away gives its hunks only.
    """
    if row["kind"] == AROUND:
        before, after = row["before"], row["after"]
        yield spans(before, after, hunks(before, after))
        return
    if not row["hunks"]:
        return
    kept = [Hunk(**each) for each in row["hunks"]]
    if row["before"] and row["after"]:
        yield spans(row["before"], row["after"], kept)
    else:
        shown = (each for each in kept if not each.read_otherwise)
        yield from ((DiffSpan("replace", each.before, each.after),) for each in shown)


def drawn(row: Mapping[str, Any]) -> tuple[DiffSpan, ...]:
    """Return the texts of a change in full, as spans; of a text that came or went, as one.

    An edit that was made while the question was away gives its hunks only. The text of the other question of
    a split or a merge is left out.
    """
    if row["hunks"]:
        return tuple(span for place in edits(row) for span in place)
    before = "" if row["kind"] == ChangeKind.SPLIT else row["before"] or ""
    after = "" if row["kind"] == ChangeKind.MERGED else row["after"] or ""
    sides = DiffSpan("delete", before, ""), DiffSpan("insert", "", after)
    return tuple(side for side in sides if side.before or side.after)
