"""Find the entries of a page that calls itself a list of questions, where no question mark tells them."""

from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.asking import OPENING_LIMIT, spoken_length
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line

FEWEST = 2
"""A series has at least this many headings; a single one can be a notice."""
FEWEST_OTHERS = 3
"""A series has at least this many terms or strong paragraphs, which texts have too."""
ANSWERED = 0.8
"""At least this share of a level's headings stands directly above text; those of sections do not."""
WORDS, CHARS = 4, 30
"""A heading with fewer words and fewer letters than these names a topic: "Document format"."""
LONGER = 2
"""A list has this many times the questions that were read by their marks; others may be only titled alike."""

_OPENER, _TERM, _STRONG = 7, 8, 9
"""These looks come after the six levels of headings."""

_Look = tuple[int, int]
_TEXT: _Look = (0, 0)


def entries(sheet: Sheet, asked: Collection[int]) -> set[int]:
    """Return the lines of the first look that titles texts: headings from the highest level on, terms, bold.

    The result is empty if they are too few. The page's headline and links to other pages are no entries.
    asked: the first lines of the questions that were read by their marks. If there are any, the result is
    empty unless some of them are entries and most entries have no mark.
    """
    lines = [at for at, _, _ in sheet.own]
    looks: dict[_Look, list[int]] = defaultdict(list)
    answered: set[int] = set()
    for at, below in pairwise(lines):
        line = sheet.lines[at]
        look = _look(sheet, line)
        if look == _TEXT or _leads_elsewhere(sheet, line) or len(line.text) > OPENING_LIMIT:
            continue
        looks[look].append(at)
        if _look(sheet, sheet.lines[below]) == _TEXT:
            answered.add(at)
    for look, members in sorted(looks.items()):
        told = answered.intersection(members)
        fewest = FEWEST if look[0] < _OPENER else FEWEST_OTHERS
        if len(told) >= fewest and len(told) >= ANSWERED * len(members):
            said = look[0] == _OPENER or _say_something([sheet.lines[at].text for at in told])
            few = not asked or (len(told) >= LONGER * len(asked) and not told.isdisjoint(asked))
            return told if said and few else set()
    return set()


def _look(sheet: Sheet, line: Line) -> _Look:
    """Return the level of a heading, a higher number for a summary, a term or a strong paragraph, or 0.

    Terms in the definition of another come after it.
    """
    if line.kind is Kind.HEADING:
        return _TEXT if line.text == sheet.document.title else (line.level, 0)
    if line.kind is Kind.SUMMARY:
        return _OPENER, 0
    if line.kind is Kind.TERM:
        return _TERM, sheet.document.containers[line.container].path.count("/dl/")
    whole = line.end - line.start == len(sheet.document.blocks[line.block].text)
    return (_STRONG, 0) if line.kind is Kind.PARAGRAPH and line.strong and whole else _TEXT


def _leads_elsewhere(sheet: Sheet, line: Line) -> bool:
    """Return whether the line is a link to another page; headings also link to the list of contents."""
    return line.link and all(mark.kind != "jump" for mark in sheet.document.blocks[line.block].marks)


def _say_something(texts: list[str]) -> bool:
    """Return whether most headings are more than the name of a topic."""
    long = [len(text.split()) >= WORDS or spoken_length(text) >= CHARS for text in texts]
    return 2 * sum(long) > len(texts)
