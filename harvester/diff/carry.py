"""Where each item of one sequence stands in another one, even where whole blocks were moved. Pure.

`align` finds what is common in order. A redesigned page has its menu and its footer elsewhere, so the order
may not matter: runs that stand as often on both sides are the same, and context decides between copies
(after P. Heckel, "A technique for isolating differences between files", CACM 21 (1978), 264-268). The time
is linear in the lengths.
"""

from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from itertools import pairwise

from harvester.diff.align import align

GONE = -1
"""The place of an item that the other sequence lacks."""

RUNS = (16, 8, 6, 5, 4)
"""Items in a run that is looked for, long runs first: "Is the gate open?" and "Is the mill open?" have four
words in a row that also stand in the other one. Fewer than four stand in several places by chance."""

LEFT = (3, 2)
"""Shorter runs are looked for at last, in what is left, and count if they stand there once on each side."""

MARGIN = 64
"""Items at the ends of a difference that are looked at again: a question and the beginning of its answer."""

MAX_GAP = 1 << 22
"""Largest table (older length x newer length) for one gap between two runs: 2,000 tokens a side, 5 ms."""

MAX_GAPS = 1 << 26
"""All gaps together may have tables of this size, 80 ms. Further gaps stay open."""

_Items = Sequence[Hashable]
_Places = dict[tuple[Hashable, ...], list[int]]
_Pairing = Callable[[list[int], list[int]], bool]


def _once(olds: list[int], news: list[int]) -> bool:
    return len(olds) == len(news) == 1


def _as_often(olds: list[int], news: list[int]) -> bool:
    return len(olds) == len(news)


def _at_all(_olds: list[int], _news: list[int]) -> bool:
    return True


def carried(older: _Items, newer: _Items) -> list[int]:
    """Return for each older item its place in the newer sequence, `GONE` if there is none; one to one.

    Runs that stand once on each side come first, with their neighbours. Then those that stand as often on
    both sides, copies in their order. Last those of which one side has more copies. An item that stands
    alone between others that changed counts as gone.
    """
    head, tail = _ends(older, newer)
    room = max(1, min(RUNS[-1], len(older), len(newer)))
    old, new = older[head : len(older) - tail], newer[head : len(newer) - tail]
    places = (place if place == GONE else head + place for place in _in_runs(old, new, room))
    return [*range(head), *places, *range(len(newer) - tail, len(newer))]


def _in_runs(old: _Items, new: _Items, shortest: int) -> list[int]:
    """Return the places of runs, whatever their order. shortest: how many items a run has at least."""
    places, taken = [GONE] * len(old), [False] * len(new)
    longer = ((size, pairing) for size in RUNS[:-1] for pairing in (_once, _as_often))
    rest = ((shortest, _once), (shortest, _as_often), (shortest, _at_all), *((size, _once) for size in LEFT))
    for size, pairing in (*longer, *rest):
        runs = _free_runs(old, [place != GONE for place in places], size)
        if not runs:
            continue
        known = _free_runs(new, taken, size, {run[0] for run in runs})
        for run, olds in runs.items():
            news = known.get(run)
            if news is not None and pairing(olds, news):
                _take(places, taken, zip(olds, news, strict=False), size)
        _extend(old, new, places, taken)
    return places


def located(part: _Items, whole: _Items) -> list[int]:
    """Return for each item of a text where it stands in the page that it was read from, `GONE` for nowhere.

    It is there in runs. The text may have items that the page lacks and leave others out, so what lies
    between two places is aligned in order.
    """
    places = _in_runs(part, whole, max(1, min(RUNS[-1], len(part), len(whole))))
    found = [at for at, place in enumerate(places) if place != GONE]
    room = MAX_GAPS
    for before, after in pairwise([-1, *found, len(part)]):
        start = places[before] + 1 if before >= 0 else 0
        end = places[after] if after < len(part) else len(whole)
        cells = (after - before - 1) * (end - start)
        if 0 < cells <= min(MAX_GAP, room):
            room -= cells
            for block in align(part[before + 1 : after], whole[start:end]):
                for n in range(block.size):
                    places[before + 1 + block.old + n] = start + block.new + n
    return places


def inverse(places: Sequence[int], length: int) -> list[int]:
    """Return for each item of the newer sequence, of that length, its place in the older one."""
    origins = [GONE] * length
    for at, place in enumerate(places):
        if place != GONE:
            origins[place] = at
    return origins


def _ends(old: _Items, new: _Items) -> tuple[int, int]:
    """Return how many items of both ends are carried at once: nearly all of a page with one edit.

    What stands next to the first and the last difference is left to the runs: a table of contents begins
    as the text below it does.
    """
    room = min(len(old), len(new))
    head = next((n for n in range(room) if old[n] != new[n]), room)
    if head == len(old) == len(new):
        return head, 0
    head = max(0, head - MARGIN)
    tail = next((n for n in range(room - head) if old[-1 - n] != new[-1 - n]), room - head)
    return head, max(0, tail - MARGIN)


def _free_runs(
    items: _Items, taken: Sequence[bool], size: int, firsts: Container[Hashable] | None = None
) -> _Places:
    """Return where each run begins that no other run has taken any item of, in order.

    firsts: the items that a run may begin with; None for all.
    """
    runs: _Places = {}
    for at in _free(taken, size):
        if firsts is None or items[at] in firsts:
            runs.setdefault(tuple(items[at : at + size]), []).append(at)
    return runs


def _free(taken: Sequence[bool], size: int) -> Iterator[int]:
    """Yield each place from which so many items are free."""
    free = 0
    for end, is_taken in enumerate(taken, 1):
        free = 0 if is_taken else free + 1
        if free >= size:
            yield end - size


def _take(places: list[int], taken: list[bool], pairs: Iterator[tuple[int, int]], size: int) -> None:
    for old, new in pairs:
        for n in range(size):
            if places[old + n] == GONE and not taken[new + n]:
                places[old + n] = new + n
                taken[new + n] = True


def _extend(old: _Items, new: _Items, places: list[int], taken: list[bool]) -> None:
    """Carry the neighbours of what is carried, as long as they are the same on both sides."""
    ends = (range(len(old) - 1), 1), (range(len(old) - 1, 0, -1), -1)
    for steps, way in ends:
        for at in steps:
            here, beside = places[at], at + way
            there = here + way
            if here == GONE or places[beside] != GONE or not 0 <= there < len(new):
                continue
            if not taken[there] and old[beside] == new[there]:
                places[beside] = there
                taken[there] = True
