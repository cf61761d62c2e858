"""Join the candidates of one list: a list may mix labels, levels and emphasis. Each join has a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harvester.model import LINKS, Kind
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.lines import Line
from harvester.parse.places import within

ENOUGH = 3
"""Other candidates can join a list only if it has at least this many questions."""
NEAR = 12
"""A question in another style can belong to a list within this many lines of the list's end."""

_PARTS = frozenset((Kind.ITEM, Kind.CELL))
"""A list or a table with lines that ask is part of an answer, unless other questions stand in one."""


def joined(sheet: Sheet, host: Candidate, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the host joined with the questions of others that belong to its list, once for each reason."""
    styled = [one for one in candidates if not (one.means.by_words or one.means.plain)]
    if host.means.single or host.means.method == "contents":
        both = (_labelled(sheet, host, one) for one in styled if len(one.marks) >= ENOUGH)
        yield from (one for one in both if one is not None)
    elif host in styled and len(host.marks) >= ENOUGH:
        guests = dict(_guests(sheet, host, styled))
        if guests:
            yield _with(host, guests)


def _with(host: Candidate, guests: dict[Mark, Means], sure: float = 0.0) -> Candidate:
    taken = {mark.first for mark in guests}
    marks = tuple(sorted([*guests, *(mark for mark in host.marks if mark.first not in taken)]))
    others = {mark.first: means for mark, means in guests.items()}
    return replace(host, marks=marks, sure=max(host.sure, sure), others=others)


def _labelled(sheet: Sheet, labels: Candidate, host: Candidate) -> Candidate | None:
    """Return the list that contains most of the labelled lines, if it also has other questions."""
    firsts = {mark.first for mark in host.marks}
    shared = sum(mark.first in firsts for mark in labels.marks)
    if 2 * shared <= len(labels.marks) or shared == len(host.marks):
        return None
    inside = {at for mark in labels.marks for at in (*range(mark.first + 1, mark.last + 1), mark.answer)}
    others = (mark for mark in host.marks if mark.first not in inside)
    if not labels.means.single:  # a list of contents leaves out headings on purpose, but seldom questions
        others = (mark for mark in others if sheet.lines[mark.last].asks)
    outer = replace(host, marks=tuple(others))
    return _with(outer, dict.fromkeys(labels.marks, labels.means), labels.sure)


def _guests(sheet: Sheet, host: Candidate, others: Sequence[Candidate]) -> Iterator[tuple[Mark, Means]]:
    """Yield the questions in another style that belong to the host's list: they ask, in its place.

    In a table that places the parts of a page, they stand in the same cell.
    """
    lines = sheet.lines
    known = {mark.first for mark in host.marks}
    place = sheet.places.kind
    homes = {place(lines[mark.first].container) for mark in host.marks}
    kinds = {lines[mark.first].kind for mark in host.marks}
    top = sheet.places.around_all([lines[mark.first].container for mark in host.marks])
    cell = top if "/td" in sheet.document.containers[max(top, 0)].path else -1
    first, last = host.marks[0].first - NEAR, host.marks[-1].last + NEAR
    for mark, means in _others(host, others):
        line = lines[mark.first]
        fits = first <= mark.first <= last and mark.first not in known
        fits = fits and line.text != sheet.document.title
        fits = fits and (line.asks or means == host.means)
        fits = fits and (line.kind not in _PARTS or line.kind in kinds)
        fits = fits and (cell < 0 or within(sheet.document.containers, line.container, cell))
        if fits and place(line.container) in homes and not _leads_elsewhere(sheet, line):
            known.add(mark.first)
            last = max(last, mark.last + NEAR)
            yield mark, means


def _others(host: Candidate, others: Sequence[Candidate]) -> list[tuple[Mark, Means]]:
    """Return the marks of the others in page order, with their means."""
    marks = (
        (mark, other.means)
        for other in others
        if not (other.means.levelled and host.means.levelled)
        for mark in other.marks
    )
    return sorted(marks, key=lambda one: one[0].first)


def _leads_elsewhere(sheet: Sheet, line: Line) -> bool:
    """Return whether the line contains a link, as a teaser does."""
    marks = sheet.document.blocks[line.block].marks
    return any(mark.kind in LINKS and line.start < mark.end and mark.start < line.end for mark in marks)
