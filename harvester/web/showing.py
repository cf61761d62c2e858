"""Rows of the history as pages show them: texts cut to a size, edits as spans, a sign for each change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.change import ChangeKind
from harvester.diff.spans import DiffSpan
from harvester.view.articles import titles
from harvester.view.changes import drawn, edits
from harvester.view.wording import excerpts
from harvester.web.words import ChangeSign, part, sign

LISTED_EDITS = 3
"""A list shows at most this many edits of one change; the comparison shows all."""

LISTED_TEXT = 280
"""A list shows this many bytes of a text that came or went: three lines."""

COMPARED_TEXT = 16_000
"""A comparison shows both texts of a change in full up to this many bytes: some 1,300 words each."""

COMPARED_EDITS = 40
"""A comparison shows at most this many edits of longer texts, each with a few words around it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A change, event or decision in a list.

    title: of the article, its URL if it has none. edits: some places, with words around. more: places that
    are left out.
    """

    row: Row
    title: str
    sign: ChangeSign | None
    edits: tuple[tuple[DiffSpan, ...], ...] = ()
    more: int = 0


def happenings(conn: sqlite3.Connection, found: Sequence[Row]) -> tuple[Happening, ...]:
    """Return rows of the log as a list shows them."""
    named = titles(conn, (row["article_id"] for row in found))
    return tuple(_happening(row, named.get(row["article_id"]) or row["url"]) for row in found)


def _happening(row: Row, title: str) -> Happening:
    is_change = row["record"] == "change"
    places = _come_or_gone(row) if is_change and not row["hunks"] else _excerpts(row)
    shown = tuple(islice(places, LISTED_EDITS))
    return Happening(row, title, _sign(row) if is_change else None, shown, sum(1 for _ in places))


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in a comparison. question_id: ``""`` for title and lead.

    spans: both texts in full, or each edit with a few words around it if is_cut. size: their characters.
    """

    row: Row
    question_id: str
    sign: ChangeSign
    spans: tuple[tuple[DiffSpan, ...], ...]
    is_cut: bool
    size: int


def compared(row: Row, question_id: str) -> ShownChange:
    """Return a change as a comparison shows it."""
    texts = [row[side] or "" for side in ("before", "after")]
    size = sum(map(len, texts))
    if size <= COMPARED_TEXT:
        return ShownChange(row, question_id, _sign(row), (drawn(row),), is_cut=False, size=size)
    places = _excerpts(row) if row["hunks"] else _come_or_gone(row, COMPARED_TEXT)
    shown = tuple(islice(places, COMPARED_EDITS))
    size = sum(len(before) + len(after) for place in shown for _, before, after in place)
    return ShownChange(row, question_id, _sign(row), shown, is_cut=True, size=size)


def _sign(row: Row) -> ChangeSign:
    return sign(row["kind"], row["classes"], row["significance"])


def _excerpts(row: Row) -> Iterator[tuple[DiffSpan, ...]]:
    return chain.from_iterable(map(excerpts, edits(row)))


def _come_or_gone(row: Row, room: int = LISTED_TEXT) -> Iterator[tuple[DiffSpan, ...]]:
    """Yield a text that came or went, cut where it is longer."""
    if row["kind"] in {ChangeKind.MOVED, ChangeKind.SPLIT, ChangeKind.MERGED}:
        return
    for side, op in (("before", "delete"), ("after", "insert")):
        if row[side]:
            text = part(row[side], room)
            words = f"{text.text.rstrip()} …" if text.is_cut else text.text
            yield (DiffSpan(op, words, "") if side == "before" else DiffSpan(op, "", words),)
