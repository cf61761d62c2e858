"""Turn the lines that ask into marks: decide which of them are one question, and its words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from harvester.languages.signs import CLOSERS, CUT_OFF, SENTENCE_ENDS
from harvester.model import Container
from harvester.parse.affixes import bare_questions
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.columns import is_number
from harvester.parse.lines import Line
from harvester.parse.ordinals import ordinal
from harvester.parse.places import within

SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}:][{CLOSERS}\d]*$")
_WORDLESS = re.compile(r"\W+$")
_CELLS = frozenset(("td", "th", "dt"))
PAIR = 2
"""Numbers are a list's from this many that follow each other; one may be chance."""
COUNTED = 3
"""At least this many lines with numbers from 1 are a list."""
SECOND = 2  # the number of the question below the first
ABOVE = 6
"""The first question stands at most this many lines of the same look above the second, with its answer."""
PIECES = 3
"""A question is broken into at most this many blocks."""


def marks_of(sheet: Sheet, marked: list[int]) -> tuple[Mark, ...]:
    """Return the questions; consecutive marked lines of one block are one question.

    A number in a cell of its own belongs to the question beside it. They are found once, because several
    styles can have the same lines.
    """
    key = tuple(marked)
    if key not in sheet.marks:
        sheet.marks[key] = tuple(_marks(sheet, marked))
    return sheet.marks[key]


def _marks(sheet: Sheet, marked: list[int]) -> Iterator[Mark]:
    lines = sheet.lines
    rest = _broken(lines, marked) | _of_the_cells(sheet, marked)
    marked = sorted({*marked, *rest, *(at - 1 for at in rest)})
    spans: list[tuple[int, int]] = []
    for at in marked:
        first, last = spans[-1] if spans else (at, -2)
        if last + 1 == at and (at in rest or lines[last].block == lines[at].block):
            spans[-1] = (first, at)
        else:
            spans.append((at, at))
    texts = [
        " ".join(" ".join([line.text for line in lines[first : last + 1]]).split()) for first, last in spans
    ]
    for (first, last), text in zip(spans, bare_questions(texts), strict=True):
        begin = first - 1 if first and is_number(lines[first - 1]) else first
        yield Mark(begin, last, text, last + 1)


def numbered(lines: list[Line], run: list[int]) -> list[int]:
    """Return the numbered lines if their numbers follow each other, because they are then one list."""
    found = [(at, one.value) for at in run if (one := ordinal(lines[at].text)) is not None]
    follow = all(number == found[0][1] + later for later, (_, number) in enumerate(found))
    return [at for at, _ in found] if follow else []


def is_counted(lines: list[Line], marked: list[int]) -> bool:
    """Return whether the questions have consecutive numbers from 1."""
    counted = len(marked) >= COUNTED and numbered(lines, marked) == marked
    return counted and lines[marked[0]].text[:2].rstrip(".)、") == "1"


def with_missing(sheet: Sheet, run: list[int], members: list[int]) -> list[int]:
    """Return the run with the lines that its numbers show to be missing, among it or above its first."""
    run = sorted([*run, *(at for at in missing(sheet, run) if sheet.lines[at].asks)])
    return [*numbered_before(sheet, run, members), *run]


def missing(sheet: Sheet, run: list[int]) -> list[int]:
    """Return the lines between the run's that have the numbers that are missing there, in order.

    They ask, or at least open a block as a question does.
    """
    found: list[int] = []
    for above, below in pairwise(run):
        number, last = _number(sheet.lines[above]), _number(sheet.lines[below])
        if not number or last < number + 2:
            continue
        for at in range(above + 1, below):
            if sheet.clutter[at] or not (sheet.lines[at].asks or _opens_alike(sheet.lines, at, above)):
                continue
            if number + 1 < last and _number(sheet.lines[at]) == number + 1:
                found.append(at)
                number += 1
    return found


def _opens_alike(lines: list[Line], at: int, question: int) -> bool:
    """Return whether the line opens a block of the question's kind, and ends no sentence or is left open."""
    line, other = lines[at], lines[question]
    is_open = line.text[-1] not in ".!:;" or line.text.endswith(CUT_OFF)
    return is_open and line.start == other.start == 0 and line.kind is other.kind


def _number(line: Line) -> int:
    """Return the number before the line's words; 0 if it has no number."""
    found = ordinal(line.text)
    return found.value if found else 0


def numbered_before(sheet: Sheet, run: list[int], members: list[int]) -> list[int]:
    """Return the nearest member above the run with a number if that is 1 and the run counts on from 2."""
    if not run or _number(sheet.lines[run[0]]) != SECOND:
        return []
    numbers = [number for at in run if (number := _number(sheet.lines[at]))]
    if len(numbers) < PAIR or not all(one < other for one, other in pairwise(numbers)):
        return []
    above = bisect_left(members, run[0])
    counted = [at for at in members[max(0, above - ABOVE) : above] if _number(sheet.lines[at])][-1:]
    return [at for at in counted if _number(sheet.lines[at]) == 1]


def numbered_on(sheet: Sheet, run: list[int], tail: list[int]) -> list[int]:
    """Return the first lines of the tail that continue the run's numbers, if the whole run is numbered.

    Lines between that ask and have the numbers that are missing there come with them.
    """
    if len(numbered(sheet.lines, run)) < max(PAIR, len(run)):
        return []
    whole = run
    for at in tail:
        between = (one for one in missing(sheet, [whole[-1], at]) if sheet.lines[one].asks)
        longer = [*whole, *between, at]
        if numbered(sheet.lines, longer) != longer:
            break
        whole = longer
    return whole[len(run) :]


def _of_the_cells(sheet: Sheet, marked: list[int]) -> set[int]:
    """Return the lines below a question in its own cell, if most answers stand in cells of their own."""
    lines, containers = sheet.lines, sheet.document.containers
    cells = [_cell_of(containers, lines[at].container) for at in marked]
    if not any(cell >= 0 for cell in cells):
        return set()
    found: set[int] = set()
    alone = 0
    for at, cell in zip(marked, cells, strict=True):
        below = at + 1
        while below < len(lines) and cell >= 0 and within(containers, lines[below].container, cell):
            below += 1
        alone += below == at + 1
        found.update(range(at + 1, below))
    return found if 2 * alone > len(marked) else set()


def _cell_of(containers: Sequence[Container], container: int) -> int:
    """Return the cell or the term in which a container stands, or -1."""
    while container >= 0 and containers[container].tag not in _CELLS:
        container = containers[container].parent
    return container


def words_of_turn(sheet: Sheet, first: int, cut: int, reply: int) -> str:
    """Return the words of a turn from its first line, less so many characters, to its reply."""
    text = " ".join(sheet.lines[at].text for at in range(first, reply) if not sheet.clutter[at])
    return " ".join(text[cut:].split())


def _begins_small(line: Line, above: Line) -> bool:
    """Return whether the line begins with a small letter, and the one above with a large one."""
    alike = line.kind is above.kind and not above.asks
    return alike and line.text[0].islower() and above.text[0].isupper()


def _broken(lines: list[Line], marked: list[int]) -> set[int]:
    """Return the lines that continue a question above in the same emphasis.

    They end with a lone question mark, or with a line that begins with a small letter.
    """
    found: set[int] = set()
    for at in marked:
        if _WORDLESS.match(lines[at].text) or (at and _begins_small(lines[at], lines[at - 1])):
            for back in range(at, max(at - PIECES, 0), -1):
                one, above = lines[back], lines[back - 1]
                look = (one.strong, one.em)
                if not any(look) or look != (above.strong, above.em) or SENTENCE_END.search(above.text):
                    break
                found.add(back)
    return found
