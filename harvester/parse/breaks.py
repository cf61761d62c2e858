"""Join the lines of a question that is written with a line break in it: a block may hold several lines."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from harvester.languages.signs import CLOSERS, COLONS
from harvester.model import Kind, NormalDocument
from harvester.parse.asking import opens_asking
from harvester.parse.lines import Line
from harvester.parse.places import Places

TITLES = frozenset((Kind.HEADING, Kind.SUMMARY, Kind.BUTTON, Kind.TERM))
"""A block of these kinds is one title even if it has line breaks."""
PIECES = 4
"""A question has at most this many lines."""
ENOUGH = 3
"""A look is that of the questions if at least this many of its blocks ask."""
MOSTLY = 0.75
"""If this share of the blocks in a look asks, a block of this look with line breaks is one question."""
TURNS = 0.4
"""In a class of its own this share is enough for a block that asks at its end, if at all."""
MOST_BROKEN = 0.5
"""If more than this share of the blocks in a look has line breaks, the breaks divide turns."""

_STOPS = frozenset(".!?…;。！？؟।")  # noqa: RUF001

_BLOCK_OF = itemgetter(0)  # of a line; by name it takes twice as long

_Look = tuple[Kind, str, str]


class _Run(NamedTuple):
    """A run is consecutive lines of one block in one emphasis; ``whole`` if they are all of the block."""

    first: int
    last: int
    whole: bool


def joined_breaks(
    document: NormalDocument, lines: list[Line], clutter: list[bool], places: Places
) -> tuple[list[Line], list[bool]]:
    """Return the lines and which are clutter, with the lines of one question joined into one line."""
    runs = list(_runs(lines, clutter))
    if not runs:
        return lines, clutter
    looks = _Looks(lines, clutter, places, runs)
    found, flags, start = [], [], 0
    for run in runs:
        if _is_one(document, lines, run) or (run.whole and looks.ask(lines, run)):
            found += [*lines[start : run.first], _joined(document, lines, run)]
            flags += [*clutter[start : run.first], False]
            start = run.last + 1
    return found + lines[start:], flags + clutter[start:]


def _runs(lines: list[Line], clutter: list[bool]) -> Iterator[_Run]:
    """Yield the runs of two to `PIECES` lines."""
    start, stop = 0, 0
    blocks = [line[0] for line in lines]  # by name, each takes several times as long
    for at in [at for at, (above, below) in enumerate(pairwise(blocks)) if above == below]:
        if at < stop or clutter[at]:
            continue
        start, stop = at, at + 2
        while stop < len(blocks) and blocks[stop] == blocks[start]:
            stop += 1
        yield from _runs_of_block(lines, start, stop)


def _runs_of_block(lines: list[Line], start: int, stop: int) -> Iterator[_Run]:
    at = start
    for _, alike in groupby(lines[start:stop], key=lambda line: (line.strong, line.em)):
        size = len(list(alike))
        if 1 < size <= PIECES:
            yield _Run(at, at + size - 1, size == stop - start)
        at += size


def _is_one(document: NormalDocument, lines: list[Line], run: _Run) -> bool:
    """Return whether the run is a title, or asks in an emphasis that the line below it does not have."""
    line, last = lines[run.first], lines[run.last]
    if line.kind in TITLES and run.whole:
        return last.asks or line.kind is Kind.HEADING
    if line.kind is Kind.CELL and run.whole and last.asks:
        return not any(one.asks or _is_stated(one) for one in lines[run.first : run.last])
    if not (line.strong or line.em) or not any(one.asks for one in lines[run.first : run.last + 1]):
        return False
    below = lines[run.last + 1] if run.last + 1 < len(lines) else line
    if (below.strong, below.em) == (line.strong, line.em):
        return False
    return all(
        _spans(document, above, one) or not (_is_stated(above) or above.text[-1] in COLONS)
        for above, one in pairwise(lines[run.first : run.last + 1])
    )


def _is_stated(line: Line) -> bool:
    return line.text.rstrip(CLOSERS)[-1:] in _STOPS


def _spans(document: NormalDocument, above: Line, below: Line) -> bool:
    """Return whether one mark of emphasis covers the end of one line and the start of the other."""
    return any(
        mark.start < above.end and mark.end > below.start and mark.kind in {"strong", "em"}
        for mark in document.blocks[above.block].marks
    )


class _Looks:
    """The looks of the runs, with how many blocks of each are one line, ask, and have line breaks.

    They are counted when the first run is looked up.
    """

    def __init__(self, lines: list[Line], clutter: list[bool], places: Places, runs: list[_Run]) -> None:
        self._lines = lines
        self._clutter = clutter
        self._places = places
        self._runs = runs
        self._single: Counter[_Look] = Counter()
        self._asking: Counter[_Look] = Counter()
        self._broken: Counter[_Look] = Counter()

    def _count(self) -> None:
        wanted = {self._look(self._lines[run.first]) for run in self._runs}
        own = [line for line, left in zip(self._lines, self._clutter, strict=True) if not left]
        for _, block in groupby(own, key=_BLOCK_OF):
            first, *others = block
            look = self._look(first)
            if look not in wanted:
                continue
            self._single[look] += not others
            self._broken[look] += bool(others)
            self._asking[look] += not others and (first.asks or opens_asking(first.text))

    def _look(self, line: Line) -> _Look:
        return (line.kind, *self._places.look(line.container))

    def ask(self, lines: list[Line], run: _Run) -> bool:
        """Return whether the run is one question because most blocks in its look are questions."""
        if not self._single:
            self._count()
        look = self._look(lines[run.first])
        asking, single, broken = self._asking[look], self._single[look], self._broken[look]
        if asking < ENOUGH or broken > MOST_BROKEN * (single + broken):
            return False
        at_end = not any(line.asks for line in lines[run.first : run.last])
        return asking >= MOSTLY * single or (at_end and "." in look[1] and asking >= TURNS * single)


def _joined(document: NormalDocument, lines: list[Line], run: _Run) -> Line:
    first, last = lines[run.first], lines[run.last]
    text = document.blocks[first.block].text[first.start : last.end]
    asks = any(line.asks for line in lines[run.first : run.last + 1])
    return first._replace(end=last.end, text=text, asks=asks, link=first.link and last.link)
