"""Changes with their words: those of the history, and those between any two versions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.archive.wordings import pair_of
from harvester.change import Change, ChangeKind, Hunk
from harvester.diff import compare, spans
from harvester.diff.spans import Span
from harvester.diff.written import written
from harvester.model import Snapshot
from harvester.view.articles import version


class Wanted(NamedTuple):
    """Which rows of the log are wanted; None or ``()`` stands for all.

    since, until: times as the archive writes them, the second excluded. question: an id. classes: words of
    `EditClass`, any of which a change has. significance: the least. source: a URL. kind: a `ChangeKind`.
    """

    since: str | None = None
    until: str | None = None
    question: str | None = None
    classes: Sequence[str] = ()
    significance: float | None = None
    limit: int | None = None
    source: str | None = None
    kind: str | None = None


EVERYTHING = Wanted()


class Edition(NamedTuple):
    """A version of an article, by its number."""

    article_id: str
    version: int


def log(conn: sqlite3.Connection, article: str | None = None, wanted: Wanted = EVERYTHING) -> list[Row]:
    """Return changes, events and decisions, newest first: of one article or of all.

    ``record`` says what a row is: "change", "event" or "decision".
    """
    classes = [*map(str, wanted.classes)]
    only = wanted.question, wanted.significance, wanted.kind, classes or None
    given = wanted._asdict() | {
        "class": classes[0] if len(classes) == 1 else None,
        "classes": json.dumps(classes) if len(classes) > 1 else None,
        "changes_only": None if only == (None,) * len(only) else 1,
    }
    return [*map(_loaded, rows(conn, "log", article=article, **given))]


def between(conn: sqlite3.Connection, older: Edition, newer: Edition) -> list[Row]:
    """Return what differs between two versions, of one article or of two, in the order of the newer.

    The columns are those of a change in the log. Between a version and the next, these are the changes of the
    history, which knows earlier versions too: a question that was there once is restored, not asked.
    """
    if newer == older._replace(version=older.version + 1):
        return [*map(_loaded, rows(conn, "changes", article=newer.article_id, version=newer.version))]
    return [*_rows(_snapshot(conn, older), _snapshot(conn, newer))]


def _loaded(row: Row) -> Row:
    """Return the row with classes and hunks as lists."""
    return row | {name: json.loads(row[name]) for name in ("classes", "hunks")}


def edits(row: Mapping[str, Any]) -> Iterator[tuple[Span, ...]]:
    """Yield the places where a change's words differ, each as spans; nothing for a text that came or went.

    A text that is there before and after gives one place with all its spans. An edit that was made while the
    question was away gives its hunks only.
    """
    if not row["hunks"]:
        return
    hunks = [Hunk(**each) for each in row["hunks"]]
    if row["before"] and row["after"]:
        yield spans(row["before"], row["after"], hunks)
    else:
        shown = (each for each in hunks if not each.read_otherwise)
        yield from ((Span("replace", each.before, each.after),) for each in shown)


def drawn(row: Mapping[str, Any]) -> tuple[Span, ...]:
    """Return the texts of a change in full, as spans; of a text that came or went, as one.

    An edit that was made while the question was away gives its hunks only. The text of the other question of
    a split or a merge is left out.
    """
    if row["hunks"]:
        return tuple(span for place in edits(row) for span in place)
    before = "" if row["kind"] == ChangeKind.SPLIT else row["before"] or ""
    after = "" if row["kind"] == ChangeKind.MERGED else row["after"] or ""
    sides = Span("delete", before, ""), Span("insert", "", after)
    return tuple(side for side in sides if side.before or side.after)


def _snapshot(conn: sqlite3.Connection, edition: Edition) -> Snapshot:
    head = version(conn, *edition)
    shown = tuple(
        pair_of(row["question"], row["answer"], row["links"], row["images"])
        for row in rows(conn, "show", article=edition.article_id, version=edition.version)
    )
    return Snapshot(title=head["title"], lead=head["lead"], language=head["language"], pairs=shown)


def _rows(old: Snapshot, new: Snapshot) -> Iterator[Row]:
    for change in compare(old, new).changes:
        before, after = _texts(change, old, new)
        yield {
            "kind": str(change.kind),
            "edit_class": change.classes[-1] if change.classes else "",
            "classes": [*change.classes],
            "significance": change.significance,
            **_questions(change, old, new),
            "confidence": change.confidence,
            "before_position": change.before + 1 or None,
            "after_position": change.after + 1 or None,
            "before": before or None,
            "after": after or None,
            "hunks": [hunk._asdict() | {"classes": [*hunk.classes]} for hunk in change.hunks],
        }


def _questions(change: Change, old: Snapshot, new: Snapshot) -> dict[str, str | None]:
    """Return the question that the change is about, and the other one of a split or merge."""
    before = old.pairs[change.before].question if change.before >= 0 else None
    after = new.pairs[change.after].question if change.after >= 0 else None
    match change.kind:
        case ChangeKind.SPLIT:
            return {"question": after, "other_question": before}
        case ChangeKind.MERGED:
            return {"question": before, "other_question": after}
    return {"question": before if after is None else after, "other_question": None}


def _texts(change: Change, old: Snapshot, new: Snapshot) -> tuple[str, str]:
    """Return the texts that the change is about, as ``change_list`` has them; ``""`` for a missing one."""
    match change.kind:
        case ChangeKind.TITLE_EDITED:
            return old.title, new.title
        case ChangeKind.LEAD_EDITED:
            return old.lead, new.lead
        case ChangeKind.MOVED:
            return "", ""
        case ChangeKind.REWORDED:
            return old.pairs[change.before].question, new.pairs[change.after].question
    return (
        written(old.pairs[change.before]) if change.before >= 0 else "",
        written(new.pairs[change.after]) if change.after >= 0 else "",
    )
