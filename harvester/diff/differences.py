"""Find where two folded texts differ, as a reader would mark it: words, and whole sentences."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Prefix

from harvester.diff.align import RangePair, align
from harvester.diff.folded import Folded
from harvester.diff.sentences import paired
from harvester.diff.sliding import slid
from harvester.diff.tokens import cut, places, sentence_places

MAX_CHARS = 200_000
"""At most this many characters are cut into words, twelve times the longest of 19,833 real answers. If the
sentences that differ have more, each run of them is one change, from the first difference in it to the
last one."""

MAX_ISLAND = 12
"""An unchanged run of at most this many characters, a few short words, can become part of the changes around
it."""

ISLAND_SHARE = 2
"""It does if the changes on both sides are this many times as long, so that "2020 and 2021" to "2021 and
2022" stays two changes and a rewritten sentence is one. The value was set by reading diffs of rewritten
answers: at 1, pairs of numbers run together; above 3, sentences break up again."""

MAX_PAIRS = 2_000
"""A passage has at most this many pairs of sentences to compare, 10 ms; a larger one goes word by word."""


class _Pieces(NamedTuple):
    """A part of both texts, and the pieces of either side that are aligned: sentences or tokens."""

    part: RangePair
    olds: list[str]
    news: list[str]


def differences(before: Folded, after: Folded) -> list[RangePair]:
    """Return the parts that differ, in order. They do not overlap, and equal text stands between them.

    They begin and end at borders of words, in scripts without spaces of characters.
    """
    runs = _without_islands(_equal_runs(before, after), before.key, after.key)
    found: list[RangePair] = []
    for run, following in pairwise([RangePair(0, 0, 0, 0), *runs]):
        gap = RangePair(run.old_end, following.old, run.new_end, following.new)
        change = _trimmed(before.key, after.key, gap)
        if change.old < change.old_end or change.new < change.new_end:
            found.append(change)
    return slid(before, after, found)


def _trimmed(before: str, after: str, gap: RangePair) -> RangePair:
    """Return the gap without the space that both sides begin or end with; empty where nothing is left."""
    old, old_end, new, new_end = gap
    if before[old:old_end] == after[new:new_end]:
        return RangePair(old_end, old_end, new_end, new_end)
    if before[old : min(old + 1, old_end)] == after[new : min(new + 1, new_end)] == " ":
        old, new = old + 1, new + 1
    if before[max(old_end - 1, old) : old_end] == after[max(new_end - 1, new) : new_end] == " ":
        old_end, new_end = old_end - 1, new_end - 1
    return RangePair(old, old_end, new, new_end)


def _equal_runs(before: Folded, after: Folded) -> list[RangePair]:
    """Return the equal runs in order, the last one empty and at the end of both texts.

    Sentences first, then the words of sentences that continue each other.
    """
    whole = RangePair(0, len(before.key), 0, len(after.key))
    end = RangePair(len(before.key), len(before.key), len(after.key), len(after.key))
    sentences = _Pieces(whole, *map(_sentences, (before.lined, after.lined)))
    kept = [*_aligned(before.lined, after.lined, sentences), end]
    gaps = [
        RangePair(a.old_end, b.old, a.new_end, b.new) for a, b in pairwise([RangePair(0, 0, 0, 0), *kept])
    ]
    is_long = sum(map(_size, gaps)) > MAX_CHARS
    found: list[RangePair] = []
    for gap, following in zip(gaps, kept, strict=True):
        if is_long:
            found += _affixes(before.key, after.key, gap)
        else:
            for passage in _passages(before, after, gap):
                found += _aligned(before.key, after.key, passage)
        found.append(following)
    return found


def _size(part: RangePair) -> int:
    """Return the length of the longer side."""
    return max(part.old_end - part.old, part.new_end - part.new)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_places(text)]


def _passages(before: Folded, after: Folded, gap: RangePair) -> Iterator[_Pieces]:
    """Yield the parts of the gap to be compared word by word, with their tokens.

    They are sentences that continue each other; the whole gap if there are too many sentences.
    """
    if gap.old == gap.old_end or gap.new == gap.new_end:
        return
    older, newer = before.key[gap.old : gap.old_end], after.key[gap.new : gap.new_end]
    olds = sentence_places(before.lined[gap.old : gap.old_end])
    news = sentence_places(after.lined[gap.new : gap.new_end])
    if len(olds) * len(news) > MAX_PAIRS:
        yield _Pieces(gap, cut(older), cut(newer))
        return
    old_words, new_words = [cut(older[a:b]) for a, b in olds], [cut(newer[a:b]) for a, b in news]
    for n, m in paired(old_words, new_words):
        (old, old_end), (new, new_end) = olds[n], news[m]
        part = RangePair(gap.old + old, gap.old + old_end, gap.new + new, gap.new + new_end)
        yield _Pieces(part, old_words[n], new_words[m])


def _aligned(before: str, after: str, pieces: _Pieces) -> Iterator[RangePair]:
    """Yield the equal runs of that part of the texts, piece by piece.

    Pieces with the same white space between them on both sides are one run.
    """
    part = pieces.part
    older, newer = before[part.old : part.old_end], after[part.new : part.new_end]
    olds, news = places(older, pieces.olds), places(newer, pieces.news)
    for block in align(pieces.olds, pieces.news):
        (old, _), (new, _) = olds[block.old], news[block.new]
        (_, old_end), (_, new_end) = olds[block.old + block.size - 1], news[block.new + block.size - 1]
        if older[old:old_end] == newer[new:new_end]:
            yield RangePair(part.old + old, part.old + old_end, part.new + new, part.new + new_end)
            continue
        for n in range(block.size):
            (old, old_end), (new, new_end) = olds[block.old + n], news[block.new + n]
            yield RangePair(part.old + old, part.old + old_end, part.new + new, part.new + new_end)


def _without_islands(runs: list[RangePair], before: str, after: str) -> list[RangePair]:
    """Return the runs less those that are short beside the changes on both sides of them."""
    kept = [RangePair(0, 0, 0, 0)]
    for run in _chained(runs, before, after):
        while len(kept) > 1 and _is_island(kept[-2], kept[-1], run):
            kept.pop()
        kept.append(run)
    return kept[1:]


def _chained(runs: list[RangePair], before: str, after: str) -> Iterator[RangePair]:
    """Yield the runs, those joined that have the same white space, or none, between them."""
    last = runs[0]
    for run in runs[1:]:
        if before[last.old_end : run.old] == after[last.new_end : run.new]:
            last = RangePair(last.old, run.old_end, last.new, run.new_end)
        else:
            yield last
            last = run
    yield last


def _is_island(previous: RangePair, run: RangePair, following: RangePair) -> bool:
    """Return whether the run is too short to separate the changes before it from those after it."""
    length = run.old_end - run.old
    if not 0 < length <= MAX_ISLAND:
        return False
    changed_before = max(run.old - previous.old_end, run.new - previous.new_end)
    changed_after = max(following.old - run.old_end, following.new - run.new_end)
    return length * ISLAND_SHARE <= min(changed_before, changed_after)


def _affixes(before: str, after: str, part: RangePair) -> Iterator[RangePair]:
    """Yield what both sides of the part begin and end with, cut back to white space."""
    older, newer = before[part.old : part.old_end], after[part.new : part.new_end]
    head = _cut_back(older, Prefix.similarity(older, newer))
    room = min(len(older), len(newer)) - head
    old, new = older[::-1][:room], newer[::-1][:room]
    tail = _cut_back(old, Prefix.similarity(old, new))
    if head:
        yield RangePair(part.old, part.old + head, part.new, part.new + head)
    if tail:
        yield RangePair(part.old_end - tail, part.old_end, part.new_end - tail, part.new_end)


def _cut_back(text: str, length: int) -> int:
    """Return how long the text's beginning is, at most that length, without a torn word at its end."""
    return length if length == len(text) else max(text.rfind(" ", 0, length), 0)
