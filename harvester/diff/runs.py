"""Find the runs of items that two sequences have in common, whatever their order, in several passes. Pure.

Both sequences are written as texts with one sign for each item, so that a run is a slice of a text: it is
compared and looked up in one step, and a search for it needs no loop.
"""

import sys
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

GONE = -1
"""It stands for the place of an item that the other sequence lacks."""

MAX_ITEMS = sys.maxunicode - 2
"""At most this many different items, 1.1 million, get a sign of their own. Further ones count as gone."""

FEW = 64
"""At most this many different runs are looked for one by one, 0.1 ms each in a page of 2 MB. More of them
are looked up at each place of the page, which takes 50 ms in all."""

STEP = 1024
"""This many items are compared at a time where two sequences are the same."""

_Copies = Callable[[int, int], bool]
"""It returns whether a run is the same on both sides, if it stands so often on the older and on the newer."""


class Signs(dict[Hashable, str]):
    """The sign of each item, given when it is first looked up. Equal items have one sign."""

    def __missing__(self, item: Hashable) -> str:
        """Return the next sign; items beyond `MAX_ITEMS` share one."""
        self[item] = sign = chr(min(len(self), MAX_ITEMS))
        return sign

    def of(self, items: Iterable[Hashable]) -> str:
        """Return the items as a text with one sign for each."""
        return "".join(map(self.__getitem__, items))


def apart(text: str) -> str:
    """Return the text so that items without a sign of their own are no items of another text."""
    return text.replace(chr(MAX_ITEMS), chr(MAX_ITEMS + 1))


class _Found(NamedTuple):
    """Where runs begin. first: the first place of each. copies: all places of those that have several."""

    first: dict[str, int]
    copies: dict[str, list[int]]

    @classmethod
    def of(cls, runs: Sequence[str], places: Sequence[int]) -> "_Found":
        """Return where these runs begin; they come in the order of their places."""
        first = dict.fromkeys(runs, 0)  # in the order of the first places
        first.update(zip(reversed(runs), reversed(places), strict=True))
        copies: dict[str, list[int]] = {}
        if len(first) < len(runs):
            for run, at in zip(runs, places, strict=True):
                if first[run] != at:
                    copies.setdefault(run, [first[run]]).append(at)
        return cls(first, copies)

    @classmethod
    def among(cls, text: str, wanted: Container[str], size: int) -> "_Found":
        """Return where the wanted runs of that size begin in a text."""
        places = [at for at in range(len(text) - size + 1) if text[at : at + size] in wanted]
        return cls.of([text[at : at + size] for at in places], places)

    def places(self, run: str) -> list[int]:
        """Return all places of a run that was found, in order."""
        return self.copies.get(run) or [self.first[run]]


class Runs:
    """Two sequences, and what of them is carried so far.

    places: for each older item its place in the newer sequence, `GONE` if there is none; one to one.
    origins: the same for each newer item.
    """

    def __init__(self, old: str, new: str) -> None:
        self.places, self.origins = [GONE] * len(old), [GONE] * len(new)
        self._old, self._new = old, new
        self._kept, self._taken = bytearray(len(old)), bytearray(len(new))  # 1 for each that is carried

    def carry_stretches(self, size: int) -> None:
        """Carry what lies inside long stretches that are the same on both sides: a first look.

        One run in ``size`` of them is looked up, less those inside a stretch. If it stands once on each side,
        the stretch around it is carried, less the items at its ends: a run that stands once and begins inside
        may go on elsewhere.
        """
        done = searched = 0
        for old in range(0, len(self._old) - size + 1, size):
            if old < done:
                continue
            if searched == FEW:
                self._carry_stretches_from(old, size)
                return
            searched += 1
            run = self._old[old : old + size]
            if (new := _only_place(self._new, run)) != GONE and _only_place(self._old, run) != GONE:
                done = self._carry_stretch(old, new, size, done)

    def _carry_stretches_from(self, start: int, size: int) -> None:
        """Go on with the runs from this place, which are looked up all together."""
        sample = {self._old[at : at + size] for at in range(start, len(self._old) - size + 1, size)}
        olds, news = (_Found.among(text, sample, size) for text in (self._old, self._new))
        done = start
        for run, old in olds.first.items():
            if old >= done and run in news.first and run not in olds.copies and run not in news.copies:
                done = self._carry_stretch(old, news.first[run], size, done)

    def _carry_stretch(self, old: int, new: int, size: int, done: int) -> int:
        """Carry the inside of the stretch around a run and return its end. done: the end of the last one."""
        before = _same_before(self._old[done:old], self._new[max(0, new - old + done) : new])
        length = before + _same_from(self._old, self._new, (old, new))
        if length > 2 * size:
            self._take(old - before + size, new - before + size, length - 2 * size)
        return old - before + length

    def carry(self, size: int, same: _Copies) -> None:
        """Carry the free runs of this size that stand once on each side, or so often that they are the same.

        Copies come in their order. Then the neighbours of all that is carried follow.
        """
        places = _free(self._kept, size)
        olds = _Found.of([self._old[at : at + size] for at in places], places)
        if olds.first:
            for old, new, length in _stretches(_pairs(olds, self._known(olds.first, size), same)):
                self._take(old, new, length + size - 1)
            self._extend()

    def _known(self, wanted: dict[str, int], size: int) -> _Found:
        """Return where the wanted runs are free in the newer sequence."""
        new = self._new
        if len(wanted) <= FEW:
            places = sorted(at for run in wanted for at in self._places(run))
        else:
            places = [at for at in _free(self._taken, size) if new[at : at + size] in wanted]
        return _Found.of([new[at : at + size] for at in places], places)

    def _places(self, run: str) -> Iterator[int]:
        """Yield where the run is free in the newer sequence."""
        at = self._new.find(run)
        while at >= 0:
            if self._taken.find(1, at, at + len(run)) < 0:
                yield at
            at = self._new.find(run, at + 1)

    def _take(self, old: int, new: int, length: int) -> None:
        """Carry what is still free of a stretch that is the same on both sides."""
        if self._kept.find(1, old, old + length) < 0 and self._taken.find(1, new, new + length) < 0:
            self.places[old : old + length] = range(new, new + length)
            self.origins[new : new + length] = range(old, old + length)
            self._kept[old : old + length] = self._taken[new : new + length] = b"\1" * length
            return
        for n in range(length):
            if not self._kept[old + n] and not self._taken[new + n]:
                self._carry_one(old + n, new + n)

    def _carry_one(self, old: int, new: int) -> None:
        self.places[old], self.origins[new] = new, old
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


def _same_from(older: str, newer: str, places: tuple[int, int]) -> int:
    """Return how many items both texts have in common from these places on."""
    old, new = places
    length = 0
    while (part := older[old + length : old + length + STEP]) and (
        part == newer[new + length : new + length + STEP]
    ):
        length += STEP
    return min(length, len(older) - old) + Prefix.similarity(part, newer[new + length : new + length + STEP])


def _same_before(older: str, newer: str) -> int:
    """Return how many items both texts have in common at their ends."""
    return Postfix.similarity(older, newer)


def _pairs(olds: _Found, news: _Found, same: _Copies) -> Iterator[tuple[int, int]]:
    """Yield the places on both sides of the runs that are the same, in the order of the older ones."""
    copied = olds.copies.keys() | news.copies.keys()
    for run, first in olds.first.items():
        if run not in news.first:
            continue
        if run not in copied:
            yield first, news.first[run]
        elif same(len(places := olds.places(run)), len(others := news.places(run))):
            yield from zip(places, others, strict=False)


def _stretches(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield pairs of places of which each goes on from the last as one: its first pair, and how many."""
    start = begun = -1
    length = 0
    for old, new in pairs:
        if length and (old, new) == (start + length, begun + length):
            length += 1
            continue
        if length:
            yield start, begun, length
        start, begun, length = old, new, 1
    if length:
        yield start, begun, length


def _only_place(text: str, run: str) -> int:
    """Return the place of a run that stands once in the text, `GONE` for another one."""
    at = text.find(run)
    return at if at >= 0 and text.find(run, at + 1) < 0 else GONE


def _gaps(carried: bytearray, size: int) -> list[tuple[int, int]]:
    """Return where this many items in a row are free: first and end of each stretch, in order."""
    gaps, free = list[tuple[int, int]](), bytes(size)
    start = carried.find(free)
    while start >= 0:
        end = carried.find(1, start)
        end = end if end >= 0 else len(carried)
        gaps.append((start, end))
        start = carried.find(free, end)
    return gaps


def _free(carried: bytearray, size: int) -> list[int]:
    """Return each place from which this many items are free, in order."""
    return [at for start, end in _gaps(carried, size) for at in range(start, end - size + 1)]
