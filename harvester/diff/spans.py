"""Word-level diff of two texts, as spans that give both of them back."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from harvester.diff.align import Block, align
from harvester.diff.tokens import Place, sentence_places, token_places

MAX_CHARS = 200_000
"""Longest text cut into words, twelve times the longest of 19,833 real answers. Of a longer one everything
between what both texts begin and end with is one change."""

MAX_ISLAND = 12
"""Longest unchanged run, in characters, that is counted to the changes around it: a few short words."""

ISLAND_SHARE = 2
"""How many times the length of an island the changes on either side must have, so that "2020 and 2021"
to "2021 and 2022" stays two changes and a rewritten sentence is one. Set by reading diffs of rewritten
answers: at 1 pairs of numbers run together, above 3 sentences break up again."""


class Span(NamedTuple):
    """A part of both texts. op: "equal", "insert", "delete" or "replace".

    An equal span shows the same words; only the kind of its white space may differ.
    """

    op: str
    before: str
    after: str


class _Run(NamedTuple):
    """A part that is the same in both texts, by offsets, without white space at its ends."""

    old: int
    old_end: int
    new: int
    new_end: int


_Cut = Callable[[str], list[Place]]


def spans(before: str, after: str) -> tuple[Span, ...]:
    """Return both texts as spans in order: every ``before`` joined is before, every ``after`` is after.

    Cut at whole words and numbers ("3.5" is one), at single characters in scripts without spaces.
    Equal spans and others take turns.
    """
    joined: list[Span] = []
    for part in _parts(before, after):
        if joined and (joined[-1].op == "equal") == (part.op == "equal"):
            last = joined.pop()
            joined.append(_span(last.before + part.before, last.after + part.after, part.op))
        else:
            joined.append(part)
    return tuple(joined)


def _parts(before: str, after: str) -> Iterator[Span]:
    """Yield the spans, neighbours not yet joined."""
    runs = _without_islands(_runs(before, after), before, after)
    for run, following in pairwise([_Run(0, 0, 0, 0), *runs]):
        yield from _gap(before[run.old_end : following.old], after[run.new_end : following.new])
        if following.old < following.old_end:
            kept = slice(following.old, following.old_end), slice(following.new, following.new_end)
            yield Span("equal", before[kept[0]], after[kept[1]])


def _span(before: str, after: str, op: str = "") -> Span:
    """Return the span of the two parts; op, where it is "equal", is kept."""
    if op != "equal":
        op = "insert" if not before else "replace" if after else "delete"
    return Span(op, before, after)


def _gap(before: str, after: str) -> Iterator[Span]:
    """Yield the spans of what lies between two runs; white space that both share at its ends is equal."""
    if before == after or (before and after and not (before + after).strip()):
        if before:
            yield Span("equal", before, after)
        return
    head = _common_space(before, after)
    old, new = before[head:], after[head:]
    tail = _common_space(old[::-1], new[::-1])
    if head:
        yield Span("equal", before[:head], after[:head])
    yield _span(old[: len(old) - tail], new[: len(new) - tail])
    if tail:
        yield Span("equal", old[len(old) - tail :], new[len(new) - tail :])


def _common_space(before: str, after: str) -> int:
    """Return how many characters of white space both texts begin with alike."""
    room = min(len(before) - len(before.lstrip()), len(after) - len(after.lstrip()))
    return next((n for n in range(room) if before[n] != after[n]), room)


def _runs(before: str, after: str) -> list[_Run]:
    """Return the common runs in order, the last one empty and at the end of both texts.

    Sentences first, then words in what is left between them.
    """
    whole = _Run(0, len(before), 0, len(after))
    end = _Run(len(before), len(before), len(after), len(after))
    if max(len(before), len(after)) > MAX_CHARS:
        return [*_affixes(before, after), end]
    found: list[_Run] = []
    kept = [*_aligned(before, after, whole, sentence_places), end]
    for run, following in pairwise([_Run(0, 0, 0, 0), *kept]):
        gap = _Run(run.old_end, following.old, run.new_end, following.new)
        if gap.old < gap.old_end and gap.new < gap.new_end:
            found += _aligned(before, after, gap, token_places)
        found.append(following)
    return found


def _aligned(before: str, after: str, part: _Run, cut: _Cut) -> Iterator[_Run]:
    """Yield the common runs of that part of the texts, which is cut and aligned piece by piece."""
    older, newer = before[part.old : part.old_end], after[part.new : part.new_end]
    olds, news = cut(older), cut(newer)
    for block in align([older[a:b] for a, b in olds], [newer[a:b] for a, b in news]):
        whole = _reach(block, olds, news)
        alike = older[whole.old : whole.old_end] == newer[whole.new : whole.new_end]
        pieces = (Block(block.old + n, block.new + n, 1) for n in range(block.size))
        for run in (whole,) if alike else (_reach(piece, olds, news) for piece in pieces):
            yield _Run(part.old + run.old, part.old + run.old_end, part.new + run.new, part.new + run.new_end)


def _reach(block: Block, olds: list[Place], news: list[Place]) -> _Run:
    """Return from where to where the pieces of the block go."""
    (old, _), (_, old_end) = olds[block.old], olds[block.old + block.size - 1]
    (new, _), (_, new_end) = news[block.new], news[block.new + block.size - 1]
    return _Run(old, old_end, new, new_end)


def _without_islands(runs: list[_Run], before: str, after: str) -> list[_Run]:
    """Return the runs less those that are short beside the changes on both sides of them."""
    kept = [_Run(0, 0, 0, 0)]
    for run in _chained(runs, before, after):
        while len(kept) > 1 and _is_island(kept[-2], kept[-1], run):
            kept.pop()
        kept.append(run)
    return kept[1:]


def _chained(runs: list[_Run], before: str, after: str) -> Iterator[_Run]:
    """Yield the runs, those joined that have the same white space, or none, between them."""
    last = runs[0]
    for run in runs[1:]:
        old, new = before[last.old_end : run.old], after[last.new_end : run.new]
        if old == new:
            last = _Run(last.old, run.old_end, last.new, run.new_end)
        else:
            yield last
            last = run
    yield last


def _is_island(previous: _Run, run: _Run, following: _Run) -> bool:
    """Return whether the run is too short to part the changes before it from those after it."""
    length = run.old_end - run.old
    if not 0 < length <= MAX_ISLAND:
        return False
    changed_before = max(run.old - previous.old_end, run.new - previous.new_end)
    changed_after = max(following.old - run.old_end, following.new - run.new_end)
    return length * ISLAND_SHARE <= min(changed_before, changed_after)


def _affixes(before: str, after: str) -> Iterator[_Run]:
    """Yield what both texts begin and end with, cut back to white space."""
    head = _cut_back(before, _common_length(before, after))
    room = min(len(before), len(after)) - head
    old, new = before[::-1][:room], after[::-1][:room]
    tail = _cut_back(old, _common_length(old, new))
    if head:
        yield _Run(0, head, 0, head)
    if tail:
        yield _Run(len(before) - tail, len(before), len(after) - tail, len(after))


def _cut_back(text: str, length: int) -> int:
    """Return how long the text's beginning is, at most that length, without a torn word at its end."""
    if length == len(text):
        return length
    return max(text.rfind(" ", 0, length), text.rfind("\n", 0, length), 0)


def _common_length(before: str, after: str) -> int:
    """Return the length of the common beginning, found by halving."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
