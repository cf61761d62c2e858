"""Runs of items that two sequences have in common, whatever their order, taken pass by pass. Pure.

Both sequences are written as texts with one sign for each item, so that a run is a slice of a text: it is
compared and looked up in one step, and a search for it needs no loop.
"""

import re
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

GONE = -1
"""The place of an item that the other sequence lacks."""

MAX_ITEMS = sys.maxunicode - 2
"""Different items that get a sign of their own, 1.1 million. Further ones count as gone."""

FEW = 64
"""So few different runs are looked for one by one, which takes 0.1 ms each in a page of 2 MB. More of them
are looked up at each place of the page, which takes 50 ms in all."""

_Copies = Callable[[int, int], bool]
"""Whether a run is the same on both sides that stands so often on the older and on the newer side."""


class _Found(NamedTuple):
    """Where runs begin. first: the first place of each. copies: all places of those that have several."""

    first: dict[str, int]
    copies: dict[str, list[int]]

    def add(self, run: str, at: int) -> None:
        """Note one more place of a run; they come in order."""
        first = self.first.setdefault(run, at)
        if first != at:
            self.copies.setdefault(run, [first]).append(at)

    def places(self, run: str) -> list[int]:
        """Return all places of a run that was found, in order."""
        return self.copies.get(run) or [self.first[run]]


class Runs:
    """Two sequences, and what of them is carried so far.

    places: for each older item its place in the newer sequence, `GONE` if there is none; one to one.
    """

    def __init__(self, old: str, new: str) -> None:
        self.places = [GONE] * len(old)
        self._old, self._new = old, new
        self._kept, self._taken = bytearray(len(old)), bytearray(len(new))  # 1 for each that is carried

    def carry(self, size: int, same: _Copies) -> None:
        """Carry the free runs of this size that stand once on each side, or so often that they are the same.

        Copies come in their order. Then the neighbours of all that is carried follow.
        """
        olds = _Found({}, {})
        for at in _free(self._kept, size):
            olds.add(self._old[at : at + size], at)
        if olds.first:
            self._take_runs(olds, self._known(olds.first, size), same)
            self._extend()

    def _known(self, wanted: dict[str, int], size: int) -> _Found:
        """Return where the wanted runs are free in the newer sequence."""
        found = _Found({}, {})
        if len(wanted) <= FEW:
            for run in wanted:
                at = self._new.find(run)
                while at >= 0:
                    if self._taken.find(1, at, at + size) < 0:
                        found.add(run, at)
                    at = self._new.find(run, at + 1)
            return found
        new, add = self._new, found.add
        for at in _free(self._taken, size):
            run = new[at : at + size]
            if run in wanted:
                add(run, at)
        return found

    def _take_runs(self, olds: _Found, news: _Found, same: _Copies) -> None:
        """Carry what the runs hold. Of a run that goes on from the last one only its end is left."""
        after_last = None
        for run, first in olds.first.items():
            if run not in news.first:
                continue
            for old, new in _pairs(run, first, (olds, news), same):
                self._take(old, new, range(len(run) - 1 if after_last == (old, new) else 0, len(run)))
                after_last = old + 1, new + 1

    def _take(self, old: int, new: int, steps: range) -> None:
        for n in steps:
            if not self._kept[old + n] and not self._taken[new + n]:
                self._carry_one(old + n, new + n)

    def _carry_one(self, old: int, new: int) -> None:
        self.places[old] = new
        self._kept[old] = self._taken[new] = 1

    def _extend(self) -> None:
        """Carry the neighbours of what is carried, as long as they are the same on both sides."""
        for start, end in _gaps(self._kept, 1):
            self._follow(range(start, end), 1)
        for start, end in reversed(_gaps(self._kept, 1)):
            self._follow(range(end - 1, start - 1, -1), -1)

    def _follow(self, gap: range, way: int) -> None:
        """Carry the items of a gap, from the one that stands beside a carried item."""
        before = gap.start - way
        if not 0 <= before < len(self._old):
            return
        there = self.places[before]
        for at in gap:
            there += way
            if not 0 <= there < len(self._new) or self._taken[there] or self._old[at] != self._new[there]:
                return
            self._carry_one(at, there)


def signs(older: Sequence[Hashable], newer: Sequence[Hashable]) -> tuple[str, str]:
    """Return both sequences as texts with the same sign for equal items."""
    numbers: dict[Hashable, int] = {}
    texts = []
    for items, beyond in ((older, MAX_ITEMS), (newer, MAX_ITEMS + 1)):
        known = [numbers.setdefault(item, len(numbers)) for item in items]
        if len(numbers) > MAX_ITEMS:
            known = [number if number < MAX_ITEMS else beyond for number in known]
        texts.append("".join(map(chr, known)))
    return texts[0], texts[1]


def _pairs(run: str, first: int, both: tuple[_Found, _Found], same: _Copies) -> Iterable[tuple[int, int]]:
    """Return the places of a run on both sides that are the same; first: its first place on the older one."""
    olds, news = both
    if run not in olds.copies and run not in news.copies:
        return ((first, news.first[run]),)
    places = olds.places(run), news.places(run)
    return zip(*places, strict=False) if same(len(places[0]), len(places[1])) else ()


def _gaps(carried: bytearray, size: int) -> list[tuple[int, int]]:
    """Return where so many items in a row are free: first and end of each stretch, in order."""
    return [gap.span() for gap in re.finditer(rb"\0{%d,}" % size, carried)]


def _free(carried: bytearray, size: int) -> Iterator[int]:
    """Yield each place from which so many items are free."""
    for start, end in _gaps(carried, size):
        yield from range(start, end - size + 1)
