"""Find what ends many answers but belongs to none: the same line, or a line of one look that signs them.

Who asks may sign below the question in the same way.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise

from harvester.model import Kind
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.lines import Line, is_dashed
from harvester.parse.marking import SENTENCE_END

ENDINGS = 3
"""A line that ends this many answers, and half of all, belongs to the page: "Helpful?"."""
SIGNATURE = 80
"""A line that says who answers has at most this many characters, with an office."""

SignatureLook = tuple[bool, bool, str]
"""Whether a line is strong, whether it is in italics, and the look of its element."""

_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")


def without_figures(text: str) -> str:
    """Return the text with all numbers replaced by 0."""
    return _NUMBER.sub("0", text)


def is_clock(text: str) -> bool:
    """Return whether the text is only a time of day: "14:05"."""
    return text[0].isdigit() and _CLOCK.fullmatch(text) is not None


def common_endings(sheet: Sheet, marks: tuple[Mark, ...]) -> frozenset[str]:
    """Return the lines that end many answers, with all numbers replaced by 0."""
    ends = Counter(_endings(sheet, marks) if len(marks) > ENDINGS else ())
    often = max(ENDINGS, ends.total() // 2)
    return frozenset(text for text, count in ends.items() if count >= often)


def _endings(sheet: Sheet, marks: tuple[Mark, ...]) -> Iterator[str]:
    """Yield the last line before each question except the first, with all its numbers replaced by 0.

    In a chat the time stands above who asks: then that is the line, because it comes before the name.
    """
    lines, clutter = sheet.lines, sheet.clutter
    for mark, below in pairwise(marks):
        shown = (at for at in range(below.first - 1, mark.answer - 1, -1) if not clutter[at])
        last = [*islice((lines[at].text for at in shown if lines[at].kind is not Kind.BUTTON), 2)]
        if last:
            yield without_figures(next(filter(is_clock, last), last[0]))


def signed(sheet: Sheet, prose: list[tuple[int, Line]]) -> frozenset[SignatureLook]:
    """Return the looks, but the plain one, of lines that all may sign and end many answers in prose.

    Lines that open many answers count if all begin with a dash: "- Ida Reed"; others can be short answers.
    """
    last, first = dict(prose), dict(reversed(prose))
    often = max(ENDINGS, (len(last) + 1) // 2)
    ends = {number for number, line in last.items() if _may_sign(line)}
    opens = {number for number, line in first.items() if is_dashed(line) and _may_sign(line)}
    if max(len(ends), len(opens)) < often:
        return frozenset()
    said = {number for number, line in prose if SENTENCE_END.search(line.text)}
    looks: dict[SignatureLook, list[bool]] = defaultdict(list)
    for _, line in prose:
        looks[_look(sheet, line)].append(_may_sign(line))
    found = Counter(_look(sheet, last[number]) for number in said & ends)
    found |= Counter(_look(sheet, first[number]) for number in said & opens)
    return frozenset(
        look
        for look, count in found.items()
        if count >= often and all(looks[look]) and (look[0] or look[1] or "." in look[2])
    )


def is_signature(sheet: Sheet, line: Line, looks: frozenset[SignatureLook]) -> bool:
    """Return whether the line can sign an answer, and has one of these looks."""
    return bool(looks) and _may_sign(line) and _look(sheet, line) in looks


def _may_sign(line: Line) -> bool:
    """Return whether the line can be a name, with an office: short, no sentence, begun with a capital."""
    text = line.text
    short = line.kind is Kind.PARAGRAPH and len(text) <= SIGNATURE and not line.link
    return short and text[0] == text[0].upper() and SENTENCE_END.search(text) is None


def _look(sheet: Sheet, line: Line) -> SignatureLook:
    return line.strong, line.em, sheet.places.shape(line.container)
