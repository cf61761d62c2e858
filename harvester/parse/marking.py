"""Turn the lines that ask into marks: decide which of them are one question, and its words."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from harvester.languages.signs import CLOSERS, SENTENCE_ENDS
from harvester.parse.affixes import bare_questions
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.lines import Line
from harvester.parse.ordinals import ordinal

SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}:][{CLOSERS}\d]*$")
_WORDLESS = re.compile(r"\W+$")
PIECES = 3
"""A question is broken into at most this many blocks."""


def marks_of(sheet: Sheet, marked: list[int]) -> Iterator[Mark]:
    """Yield the questions; consecutive marked lines of one block are one question."""
    lines = sheet.lines
    rest = _broken(lines, marked)
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
        yield Mark(first, last, text, last + 1)


def numbered(lines: list[Line], run: list[int]) -> list[int]:
    """Return the numbered lines if their numbers follow each other, because they are then one list."""
    found = [(at, one.value) for at in run if (one := ordinal(lines[at].text)) is not None]
    follow = all(number == found[0][1] + later for later, (_, number) in enumerate(found))
    return [at for at, _ in found] if follow else []


def missing(sheet: Sheet, run: list[int]) -> list[int]:
    """Return the lines between the run's that ask and have the one number that is missing there."""
    found: list[int] = []
    for above, below in pairwise(run):
        first, last = _number(sheet.lines[above]), _number(sheet.lines[below])
        if first and last == first + 2:
            between = [at for at in range(above + 1, below) if sheet.lines[at].asks and not sheet.clutter[at]]
            found += [at for at in between if _number(sheet.lines[at]) == first + 1][:1]
    return found


def _number(line: Line) -> int:
    """Return the number before the line's words; 0 if it has no number."""
    found = ordinal(line.text)
    return found.value if found else 0


def numbered_on(lines: list[Line], run: list[int], tail: list[int]) -> list[int]:
    """Return the first lines of the tail that continue the run's numbers, if the whole run is numbered."""
    numbers = numbered(lines, run)
    if len(numbers) < max(2, len(run)):
        return []
    return list(takewhile(lambda at: len(numbered(lines, [*numbers[-1:], at])) > 1, tail[:1]))


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
