"""Find questions by turns: two looks alternate, and one of them asks, or each question opens its box."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from harvester.languages.signs import CLOSERS, SPEECH_DASHES
from harvester.model import Kind
from harvester.parse.asking import spoken_length
from harvester.parse.candidate import Candidate, Means, Sheet
from harvester.parse.lines import Line
from harvester.parse.marking import marks_of
from harvester.parse.places import OUTSIDE

TURNS = Means("turns", "a turn in another look than its reply", named=True, second=True)
BOXES = Means("boxes", "the first line of a box with its answer", named=True, second=True)
PLAIN = Means("blocks", "a paragraph that only asks", named=True, plain=True, second=True)
FEWEST = 3
"""Two looks alternate, and boxes repeat, from this many questions on."""
ALONE = 4
"""Paragraphs that look like their answers are a list from this many on; fewer are rhetorical questions."""
ASKING = 0.6
"""At least this share of the turns asks; the others are statements."""
BOXED = 0.45
"""At least this share of the boxes' first lines asks: boxes are a stronger sign than looks."""
SINGLE = 0.8
"""At least this share of the turns is one line, and of the lines that ask stands first in its box."""
LIMIT = 300
"""A turn of somebody who asks has at most this many letters."""
APART = 12
"""Between two turns are at most this many lines."""
ALTERNATING = 0.3
"""Turns that alternate, and boxes that repeat, give the candidate this confidence."""

_SIGNS = dict.fromkeys('"“„«»‘「『”', "quote") | dict.fromkeys(SPEECH_DASHES, "dash")  # noqa: RUF001
"""What somebody says may open with a quotation mark or a dash."""

_KINDS = frozenset((Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE))
"""Blocks of these kinds ask here; all others are set apart by their element."""

_Look = tuple[object, ...]


class _Turn(NamedTuple):
    """A turn is a run of lines in one look, ``first`` to ``last``."""

    first: int
    last: int


def exchange_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the turns that alternate, the first lines of boxes, and the paragraphs that only ask."""
    asking = [
        at
        for at, line, text in sheet.own
        if line.asks and line.kind in _KINDS and not _is_set_apart(line) and spoken_length(text) <= LIMIT
    ]
    if len(asking) < FEWEST:
        return []
    return [*_alternating(sheet, asking), *_in_boxes(sheet, asking), *_alone(sheet, asking)]


def _is_set_apart(line: Line) -> bool:
    """Return whether the line is emphasised or a link, so that its own look shows what it is."""
    return line.strong or line.em or line.link


def _look(sheet: Sheet, line: Line) -> _Look:
    """Return how the line looks, with the sign by which it opens."""
    quoted = _SIGNS.get(line.text[0], "")
    if quoted == "quote" and not _closes(line.text):
        quoted = ""
    return line.kind, line.level, line.strong, line.em, quoted, sheet.places.look(line.container)


def _closes(text: str) -> bool:
    """Return whether the text ends with a quotation mark, before or after its full stop."""
    return text.rstrip(".,")[-1:] in CLOSERS


def _alternating(sheet: Sheet, asking: list[int]) -> Iterator[Candidate]:
    """Yield the turns in the look of most lines that ask, if others in one look stand between them."""
    own = [(at, _look(sheet, line)) for at, line, _ in sheet.own if asking[0] <= at]
    looks = dict(own)
    [(look, count)] = Counter(looks[at] for at in asking).most_common(1)
    if count < FEWEST:
        return
    below = dict(pairwise([at for at, _ in own]))
    replies = Counter(looks[below[at]] for at in asking if looks[at] == look and at in below)
    replies.pop(look, None)
    if not replies or max(replies.values()) < ASKING * count:
        return
    last = max(at for at in asking if looks[at] == look)
    turns = list(_turns([at for at, own_look in own if own_look == look and at <= last], below))
    single = sum(turn.first == turn.last for turn in turns)
    asked = [turn for turn in turns if sheet.lines[turn.last].asks]
    if len(asked) < max(FEWEST, ASKING * len(turns)) or single < SINGLE * len(turns):
        return
    if any(after.first - before.last > APART for before, after in pairwise(turns)):
        return
    marks = marks_of(sheet, [turn.last for turn in turns])
    yield Candidate(TURNS, marks, len(asked) / len(turns), ALTERNATING)


def _turns(members: Sequence[int], below: dict[int, int]) -> Iterator[_Turn]:
    """Yield the runs of members that stand directly below each other."""
    first = members[0]
    for at, after in pairwise((*members, -1)):
        if below.get(at) != after:
            yield _Turn(first, at)
            first = after


def _in_boxes(sheet: Sheet, asking: list[int]) -> Iterator[Candidate]:
    """Yield the first lines of boxes that stand in a row, if most of them ask and no other lines do."""
    lines = sheet.lines
    counts = sheet.places.counts([lines[at].container for at in asking])
    top = max((at for at, count in counts.items() if count >= SINGLE * len(asking)), default=-1)
    if top < 0:
        return
    box_of = sheet.places.boxes(top).box
    boxes: dict[int, list[int]] = {}
    for at, line, _ in sheet.own:
        box = box_of(line.container)
        if box not in {OUTSIDE, top}:
            boxes.setdefault(box, []).append(at)
    shapes = Counter(sheet.places.shape(box) for box, ats in boxes.items() if lines[ats[0]].asks)
    [(shape, count)] = shapes.most_common(1) or [("", 0)]
    if count < FEWEST:
        return
    alike = [ats for box, ats in boxes.items() if sheet.places.shape(box) == shape and len(ats) > 1]
    first, last = (one([ats[0] for ats in alike if lines[ats[0]].asks], default=0) for one in (min, max))
    marked = [ats[0] for ats in alike if first <= ats[0] <= last]
    asked = sum(lines[at].asks for at in marked)
    inside = sum(lines[at].asks for ats in alike for at in ats)
    if asked < max(FEWEST, BOXED * len(marked)) or asked < SINGLE * inside:
        return
    yield Candidate(BOXES, marks_of(sheet, marked), asked / len(marked), ALTERNATING)


def _alone(sheet: Sheet, asking: list[int]) -> Iterator[Candidate]:
    """Yield the plain paragraphs that only ask, if text and no heading stands between each and the next."""
    marked = [at for at in asking if _is_plain(sheet, sheet.lines[at])]
    if len(marked) < max(ALONE, SINGLE * len(asking)) or not all(_goes_on(sheet, at) for at in marked):
        return
    for above, below in pairwise(marked):
        if not 1 < below - above <= APART or any(
            line.kind is Kind.HEADING for line in sheet.lines[above:below]
        ):
            return
    yield Candidate(PLAIN, marks_of(sheet, marked))


def _goes_on(sheet: Sheet, at: int) -> bool:
    """Return whether the line below stands in the same place; in a thread it is somebody else's post."""
    containers, lines = sheet.document.containers, sheet.lines[at : at + 2]
    return len({containers[line.container].parent for line in lines}) == 1 and len(lines) > 1


def _is_plain(sheet: Sheet, line: Line) -> bool:
    """Return whether the line is all of a paragraph without emphasis."""
    block = sheet.document.blocks[line.block]
    whole = line.start == 0 and line.end == len(block.text)
    return whole and line.kind is Kind.PARAGRAPH and _SIGNS.get(line.text[0]) != "dash"
