"""What differs between any two versions, of one article or of two, as changes with their words."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.archive.wordings import pair_of
from harvester.change import Change, ChangeKind
from harvester.diff import Matching, changes, compare, with_parts
from harvester.diff.written import written
from harvester.model import Pair, Snapshot
from harvester.view.articles import version
from harvester.view.changes import loaded


class Edition(NamedTuple):
    """A version of an article, by its number."""

    article_id: str
    version: int


class _ShownVersion(NamedTuple):
    """What a version shows, and the ids of its questions by position."""

    snapshot: Snapshot
    questions: tuple[str, ...]


def between(conn: sqlite3.Connection, older: Edition, newer: Edition) -> list[Row]:
    """Return what differs between two versions, of one article or of two, in the order of the newer.

    The columns are those of a change in the log. Between a version and the next, these are the changes of the
    history. Between other versions of one article, the history says which question continues which, and a
    question that an earlier version had is restored, not asked.
    """
    if newer == older._replace(version=older.version + 1):
        return [*map(loaded, rows(conn, "changes", article=newer.article_id, version=newer.version))]
    old, new = _shown(conn, older), _shown(conn, newer)
    if older.article_id != newer.article_id:
        found = compare(old.snapshot, new.snapshot).changes
    else:
        found = _of_one_article(old, new, _away(conn, older, newer, new.questions))
    return [*_rows(found, old.snapshot, new.snapshot)]


def _shown(conn: sqlite3.Connection, edition: Edition) -> _ShownVersion:
    head = version(conn, *edition)
    found = rows(conn, "show", article=edition.article_id, version=edition.version)
    pairs = tuple(pair_of(row["question"], row["answer"], row["links"], row["images"]) for row in found)
    snapshot = Snapshot(title=head["title"], lead=head["lead"], language=head["language"], pairs=pairs)
    return _ShownVersion(snapshot, tuple(row["question_id"] for row in found))


def _away(
    conn: sqlite3.Connection, older: Edition, newer: Edition, questions: Sequence[str]
) -> dict[str, Pair]:
    """Return {question: its last text before} of those that the older version had lost; backwards, none."""
    if older.version > newer.version:
        return {}
    asked = json.dumps(questions)
    found = rows(conn, "away", article=older.article_id, version=older.version, questions=asked)
    return {
        row["question_id"]: pair_of(row["question"], row["answer"], row["links"], row["images"])
        for row in found
    }


def _of_one_article(old: _ShownVersion, new: _ShownVersion, away: dict[str, Pair]) -> tuple[Change, ...]:
    """Return the changes by the history's word on which question is which."""
    before = {question: position for position, question in enumerate(old.questions)}
    placed = {question: index for index, question in enumerate(away)}
    links = tuple((before[each], after) for after, each in enumerate(new.questions) if each in before)
    restored = tuple((placed[each], after) for after, each in enumerate(new.questions) if each in placed)
    matching = with_parts(old.snapshot.pairs, new.snapshot.pairs, Matching(links, restored))
    return changes(old.snapshot, new.snapshot, tuple(away.values()), matching)


def _rows(found: Sequence[Change], old: Snapshot, new: Snapshot) -> Iterator[Row]:
    for change in found:
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
    before = old.pairs[change.before] if change.before >= 0 else None
    after = new.pairs[change.after] if change.after >= 0 else None
    match change.kind:
        case ChangeKind.TITLE_EDITED:
            return old.title, new.title
        case ChangeKind.LEAD_EDITED:
            return old.lead, new.lead
        case ChangeKind.MOVED:
            return "", ""
        case ChangeKind.REWORDED:
            return before.question if before else "", after.question if after else ""
    return written(before) if before else "", written(after) if after else ""
