"""Align two sequences: find what is common to both, in order. This module knows nothing of text."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

MAX_CELLS = 1 << 24
"""Largest table (older length x newer length) aligned exactly: 4,096 tokens a side, 20 ms and 2 MB.

Beyond it the runs that stand once on each side cut the sequences first.
"""

ANCHOR_SIZE = 4
"""A run that may cut has this many items. A single word stands once by chance; four in a row mean one
place."""


class CommonRun(NamedTuple):
    """A common run: ``older[old:old + size] == newer[new:new + size]``."""

    old: int
    new: int
    size: int


class RangePair(NamedTuple):
    """A part of two sequences, ``[old:old_end]`` of the older and ``[new:new_end]`` of the newer."""

    old: int
    old_end: int
    new: int
    new_end: int


def align(older: Sequence[Hashable], newer: Sequence[Hashable]) -> list[CommonRun]:
    """Return the common runs in order, none overlapping or touching another on both sides.

    A longest common subsequence up to `MAX_CELLS`; above it one over each part between the runs that
    stand once on either side. A part that large without such a run is taken as wholly changed.
    """
    if len(older) * len(newer) <= MAX_CELLS:
        return list(_joined(_common(older, newer)))
    numbers: dict[Hashable, int] = {}
    old = [numbers.setdefault(item, len(numbers)) for item in older]
    new = [numbers.setdefault(item, len(numbers)) for item in newer]
    todo, found = [RangePair(0, len(old), 0, len(new))], []
    while todo:
        window, head, tail = _without_affixes(old, new, todo.pop())
        found += [head, tail]
        if (window.old_end - window.old) * (window.new_end - window.new) <= MAX_CELLS:
            found += _common_in(old, new, window)
        else:
            todo += _cut_at_anchors(old, new, window)
    return list(_joined(sorted(found)))


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence, in order."""
    tails: list[int] = []  # the smallest value that ends a run of length n + 1, and its index
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _without_affixes(
    old: list[int], new: list[int], window: RangePair
) -> tuple[RangePair, CommonRun, CommonRun]:
    """Return the window less what both sides begin and end with, and these two runs."""
    start, end, at, stop = window
    room = min(end - start, stop - at)
    head = next((n for n in range(room) if old[start + n] != new[at + n]), room)
    room -= head
    tail = next((n for n in range(room) if old[end - 1 - n] != new[stop - 1 - n]), room)
    inner = RangePair(start + head, end - tail, at + head, stop - tail)
    return inner, CommonRun(start, at, head), CommonRun(end - tail, stop - tail, tail)


def _common(older: Sequence[Hashable], newer: Sequence[Hashable]) -> Iterator[CommonRun]:
    """Yield the runs of a longest common subsequence."""
    for op in LCSseq.opcodes(older, newer):
        if op.tag == "equal":
            yield CommonRun(op.src_start, op.dest_start, op.src_end - op.src_start)


def _common_in(old: list[int], new: list[int], window: RangePair) -> Iterator[CommonRun]:
    """Yield the runs of a longest common subsequence of the window."""
    start, end, at, stop = window
    if start < end and at < stop:
        for run in _common(old[start:end], new[at:stop]):
            yield CommonRun(start + run.old, at + run.new, run.size)


def _cut_at_anchors(old: list[int], new: list[int], window: RangePair) -> list[RangePair]:
    """Return the parts of the window from each anchor to the next; none where there is no anchor.

    An anchor is a run that stands once on each side; of those that crossed, the most that are in order
    count. A part begins with its anchor, which `_without_affixes` takes off again.
    """
    start, end, at, stop = window
    places_old, places_new = _single_runs(old, start, end), _single_runs(new, at, stop)
    pairs = [(place, places_new[run]) for run, place in places_old.items() if run in places_new]
    chain = [pairs[n] for n in longest_increasing([place for _, place in pairs])]
    anchors = [
        (a, b)
        for n, (a, b) in enumerate(chain)
        if n == 0 or chain[n - 1] != (a - 1, b - 1)  # what goes on from the last one cuts nothing
    ]
    if not anchors:
        return []
    starts, ends = [(start, at), *anchors], [*anchors, (end, stop)]
    return [RangePair(a, b, c, d) for (a, c), (b, d) in zip(starts, ends, strict=True)]


def _single_runs(items: list[int], start: int, end: int) -> dict[tuple[int, ...], int]:
    """Return where each run of `ANCHOR_SIZE` begins that stands once between start and end, in order."""
    part = items[start:end]
    runs = list(zip(*(part[shift:] for shift in range(ANCHOR_SIZE)), strict=False))
    counts = Counter(runs)
    return {run: start + n for n, run in enumerate(runs) if counts[run] == 1}


def _joined(blocks: Iterable[CommonRun]) -> Iterator[CommonRun]:
    """Yield the blocks in order, those that touch on both sides as one, empty ones left out."""
    run = CommonRun(0, 0, 0)
    for block in blocks:
        if (run.old + run.size, run.new + run.size) == (block.old, block.new):
            run = CommonRun(run.old, run.new, run.size + block.size)
        elif block.size:
            if run.size:
                yield run
            run = block
    if run.size:
        yield run
