"""A hunk of which the pages show only a part, cut into what they show and what is only read otherwise."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from harvester.change import Hunk
from harvester.diff.hunks import all_classes, hunks

FEW = 4
"""A hunk is cut if at most one in this many of its words differs. A rewritten sentence has more of them."""


class HunkSide(NamedTuple):
    """One side of a hunk. start: where it begins in its text. spans: of its tokens there.

    differs: for each token, whether the other page lacks it or has it elsewhere.
    """

    start: int
    spans: Sequence[tuple[int, int]]
    differs: Sequence[bool]


def judged(hunk: Hunk, cut: HunkSide, added: HunkSide) -> Iterator[Hunk]:
    """Yield the hunk, marked as read otherwise if no word of it differs, or in pieces.

    cut, added: its older and its newer side. What is applied to a text in pieces gives the same text.
    """
    differing = sum(cut.differs) + sum(added.differs)
    if not differing:
        yield _unshown(hunk)
    elif FEW * differing > len(cut.differs) + len(added.differs):
        yield hunk
    else:
        for text, at, is_shown in _runs(hunk.before, cut):
            piece = Hunk(text, "", hunk.at + at)
            yield _classified(piece) if is_shown else _unshown(piece)
        for text, _, is_shown in _runs(hunk.after, added):
            piece = Hunk("", text, hunk.at + len(hunk.before))
            yield _classified(piece) if is_shown else _unshown(piece)


def _unshown(hunk: Hunk) -> Hunk:
    return hunk._replace(classes=(), significance=0.0, read_otherwise=True)


def _classified(piece: Hunk) -> Hunk:
    """Return the piece with the classes of its own words."""
    found = hunks(piece.before, piece.after)
    weight = max((each.significance for each in found), default=0.0)
    return piece._replace(classes=all_classes(found), significance=weight)


def _runs(text: str, side: HunkSide) -> Iterator[tuple[str, int, bool]]:
    """Yield the runs of tokens that have one fate: text, place in the hunk, and whether they differ."""
    at = 0
    tokens = zip(side.spans, side.differs, strict=True)
    runs = [(differs, [end for (_, end), _ in run]) for differs, run in groupby(tokens, lambda each: each[1])]
    for n, (differs, ends) in enumerate(runs, 1):
        end = len(text) if n == len(runs) else min(len(text), ends[-1] - side.start)
        if end > at:
            yield text[at:end], at, differs
        at = max(at, end)
