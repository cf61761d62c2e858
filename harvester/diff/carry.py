"""Where each item of one sequence stands in another one, even where whole blocks were moved. Pure.

`align` finds what is common in order. A redesigned page has its menu and its footer elsewhere, so the order
may not matter: runs that stand as often on both sides are the same, and context decides between copies
(after P. Heckel, "A technique for isolating differences between files", CACM 21 (1978), 264-268). The time
is linear in the lengths.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from harvester.diff.align import align
from harvester.diff.runs import GONE, Runs, apart

RUNS = (16, 8, 6, 5, 4)
"""Runs of this many items are looked for, long ones first. Runs of fewer than four stand in several places by
chance."""

LEFT = (3, 2)
"""Shorter runs are looked for last, in what is left, and count if they stand there once on each side."""

MARGIN = 64
"""This many items at the ends of a difference are looked at again: a question and its answer's beginning."""

MAX_GAP = 1 << 22
"""The table (older x newer length) of a gap between two runs is at most this large: 2,000 tokens a side."""

MAX_GAPS = 1 << 26
"""All gaps together may have tables of this size, 80 ms. Further gaps stay open."""

MAX_AGAIN = 1 << 10
"""At most this many items that only repeat each other are located again for one of them that is missing."""


def _once(_old: int, _new: int) -> bool:
    return False  # what stands once on each side is carried at any rate


def _as_often(old: int, new: int) -> bool:
    return old == new


def _at_all(_old: int, _new: int) -> bool:
    return True


class Carried(NamedTuple):
    """Where the items of two sequences stand in the other one.

    places: for each older item its place in the newer sequence, `GONE` if there is none; one to one.
    origins: the same for each newer item.
    """

    places: list[int]
    origins: list[int]


def carried(old: str, new: str) -> Carried:
    """Return where the items of each sequence stand in the other one.

    old, new: both with one sign for each item (`harvester.diff.runs.Signs`).
    Runs that stand once on each side come first, with their neighbours. Runs that stand as often on both
    sides follow, copies in their order. Runs of which one side has more copies come last. An item that
    stands alone between others that changed counts as gone.
    """
    old = apart(old)
    head, tail = _ends(old, new)
    room = max(1, min(RUNS[-1], len(old), len(new)))
    inner = _in_runs(old[head : len(old) - tail], new[head : len(new) - tail], room)
    return Carried(
        [*range(head), *_shifted(inner.places, head), *range(len(new) - tail, len(new))],
        [*range(head), *_shifted(inner.origins, head), *range(len(old) - tail, len(old))],
    )


def _shifted(places: list[int], by: int) -> list[int]:
    return [place if place == GONE else place + by for place in places] if by else places


def _in_runs(old: str, new: str, shortest: int) -> Runs:
    """Return both sequences with what is carried in runs, whatever their order.

    shortest: how many items a run has at least.
    """
    runs = Runs(old, new)
    runs.carry_stretches(RUNS[0])
    longer = ((size, same) for size in RUNS[:-1] for same in (_once, _as_often))
    rest = ((shortest, _once), (shortest, _as_often), (shortest, _at_all), *((size, _once) for size in LEFT))
    for size, same in (*longer, *rest):
        runs.carry(size, same)
    return runs


def located(part: str, whole: str) -> list[int]:
    """Return for each item of a text where it stands in the page that it was read from, `GONE` for nowhere.

    part, whole: both with one sign for each item. The text is there in runs. It may have items that the page
    lacks and leave others out, so what lies between two places is aligned in order.
    """
    places = _in_runs(apart(part), whole, max(1, min(RUNS[-1], len(part), len(whole)))).places
    found = [at for at, place in enumerate(places) if place != GONE]
    room = MAX_GAPS
    for before, after in pairwise([-1, *found, len(part)]):
        start = places[before] + 1 if before >= 0 else 0
        end = places[after] if after < len(part) else len(whole)
        cells = (after - before - 1) * (end - start)
        if 0 < cells <= min(MAX_GAP, room):
            room -= cells
            for at, place in _in_order(part[before + 1 : after], whole[start:end]):
                places[before + 1 + at] = start + place
    for missing in _missing(places):
        _locate_again(part, whole, places, missing)
    return places


def _in_order(part: str, whole: str) -> Iterator[tuple[int, int]]:
    """Yield the places on both sides of what both have in order."""
    for block in align(part, whole):
        for n in range(block.size):
            yield block.old + n, block.new + n


def _missing(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where items in a row have no place: first and end."""
    found = [at for at, place in enumerate(places) if place != GONE]
    return ((last + 1, at) for last, at in pairwise([-1, *found, len(places)]) if at - last > 1)


def _locate_again(part: str, whole: str, places: list[int], missing: tuple[int, int]) -> None:
    """Align missing items in order together with those before them that they only repeat.

    Of "no no no" in the page "no, no no" the last two words stand in a row, so runs find nothing for a third.
    missing: the first and the end of the missing items.
    """
    first, end = missing
    start = first
    for before in range(first - 1, max(0, first - MAX_AGAIN) - 1, -1):
        goes_on = start == first or places[before] < places[start]
        if places[before] == GONE or part[before] != part[before + end - first] or not goes_on:
            break
        start = before
    room = range(places[start - 1] + 1 if start else 0, places[end] if end < len(part) else len(whole))
    if 0 < (first - start) * len(room) <= MAX_GAP:
        found = list(_in_order(part[start:end], whole[room.start : room.stop]))
        if len(found) > first - start:
            places[start:end] = [GONE] * (end - start)
            for at, place in found:
                places[start + at] = room.start + place


def _ends(old: str, new: str) -> tuple[int, int]:
    """Return how many items of both ends are carried at once: nearly all of a page with one edit.

    What stands next to the first and the last difference is left to the runs: a table of contents begins
    as the text below it does.
    """
    head = Prefix.similarity(old, new)
    if head == len(old) == len(new):
        return head, 0
    head = max(0, head - MARGIN)
    tail = min(Postfix.similarity(old, new), min(len(old), len(new)) - head)
    return head, max(0, tail - MARGIN)
