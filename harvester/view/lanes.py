"""The questions of an article over time: a lane for each, with what happened to it version by version."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.change import ChangeKind

MAX_COLUMNS = 20
"""At most this many versions stand side by side; more are too narrow to point at on a screen."""

MAX_MARKS = 400
"""One window has at most this many marks; a window with more begins later. With 300 lanes they are 70 KB of
HTML."""

MAX_LANES = 300
"""One window has at most this many lanes; an article with more questions is shown in several parts."""


class LaneMark(NamedTuple):
    """Something that happened to a question. place: of the change among those of its version, from 1.

    positions: where the question stood before and after, None where it did not stand.
    """

    place: int
    kind: str
    classes: tuple[str, ...]
    significance: float
    positions: tuple[int | None, int | None]


class LaneCell(NamedTuple):
    """A part of a lane, from that version on. columns: how many it spans; one if anything happened in it."""

    version: int
    columns: int
    is_there: bool
    marks: tuple[LaneMark, ...]


class Lane(NamedTuple):
    """A question over time.

    question: as it was worded last. is_gone: the last of the versions does not show it. question_id is ``""``
    for the lanes of the title and of the lead, which have these words as the question.
    """

    question_id: str
    question: str
    is_gone: bool
    cells: tuple[LaneCell, ...]


class Lanes(NamedTuple):
    """The lanes of some consecutive versions. left_out: how many more questions there are."""

    versions: tuple[int, ...]
    lanes: tuple[Lane, ...]
    left_out: int


class LaneWindow(NamedTuple):
    """Which part of the lanes is wanted. last: the last version, None: the newest. skip: questions before."""

    last: int | None = None
    skip: int = 0


def lanes(conn: sqlite3.Connection, article_id: str, newest: int, window: LaneWindow) -> Lanes:
    """Return the lanes of the versions up to the window's last; newest: the number of the newest version.

    The questions of the newest of these versions come first, in the order of the page.
    """
    last = min(window.last or newest, newest)
    first = max(1, last - MAX_COLUMNS + 1)
    changes = rows(conn, "lane_changes", article=article_id, first=first, last=last)
    versions = range(_first_that_fits([row["version"] for row in changes], first, last), last + 1)
    marks = _marks(row for row in changes if row["version"] in versions)
    places = _places(rows(conn, "lane_places", article=article_id, first=versions[0], last=last))
    known = [
        row
        for row in rows(conn, "lane_questions", article=article_id, last=last)
        if row["question_id"] in places or row["question_id"] in marks
    ]
    shown = known[window.skip : window.skip + MAX_LANES]
    return Lanes(
        tuple(versions),
        tuple(_head_lanes(versions, marks) if not window.skip else ())
        + tuple(_lane(row, versions, places[row["question_id"]], marks[row["question_id"]]) for row in shown),
        max(0, len(known) - window.skip - len(shown)),
    )


def _first_that_fits(versions: Sequence[int], first: int, last: int) -> int:
    """Return from which version on there are `MAX_MARKS` changes at most; the last version always counts."""
    if len(versions) <= MAX_MARKS:
        return first
    return min(last, versions[len(versions) - MAX_MARKS - 1] + 1)


Marks = Mapping[int, Sequence[LaneMark]]  # by version


def _marks(changes: Iterable[Row]) -> defaultdict[str, defaultdict[int, list[LaneMark]]]:
    """Return what happened, by question and version; the title and the lead go by the kind of the change."""
    found: defaultdict[str, defaultdict[int, list[LaneMark]]] = defaultdict(lambda: defaultdict(list))
    for row in changes:
        positions = row["before_position"], row["after_position"]
        mark = LaneMark(
            row["place"], row["kind"], tuple(json.loads(row["classes"])), row["significance"], positions
        )
        found[row["question_id"] or row["kind"]][row["version"]].append(mark)
    return found


def _places(found: Iterable[Row]) -> defaultdict[str, set[int]]:
    """Return in which versions each question stands."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    for row in found:
        places[row["question_id"]].add(row["version"])
    return places


def _head_lanes(versions: range, marks: Mapping[str, Marks]) -> Iterator[Lane]:
    """Yield the lanes of the title and the lead, if they were edited."""
    for kind, name in ((ChangeKind.TITLE_EDITED, "Title"), (ChangeKind.LEAD_EDITED, "Lead")):
        if kind in marks:
            yield Lane("", name, is_gone=False, cells=_cells(versions, versions, marks[kind]))


def _lane(row: Row, versions: range, places: Container[int], marks: Marks) -> Lane:
    is_gone = versions[-1] not in places
    return Lane(row["question_id"], row["question"], is_gone, _cells(versions, places, marks))


def _cells(versions: range, places: Container[int], marks: Marks) -> tuple[LaneCell, ...]:
    """Return the parts of a lane: one for each version in which something happened, and what lies between."""
    parts = groupby(versions, key=lambda each: (each in places, each if each in marks else 0))
    return tuple(
        LaneCell((some := [*group])[0], len(some), is_there, tuple(marks.get(happened, ())))
        for (is_there, happened), group in parts
    )
