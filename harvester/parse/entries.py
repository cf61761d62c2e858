"""Find the entries of a page that calls itself a list of questions, where no question mark tells them."""

from collections import defaultdict
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.asking import OPENING_LIMIT, spoken_length
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line

FEWEST = 2
"""A series has at least this many headings; a single one can be a notice."""
ANSWERED = 0.8
"""At least this share of a level's headings stands directly above text; those of sections do not."""
WORDS, CHARS = 4, 30
"""A heading with fewer words and fewer letters than these names a topic: "Document format"."""

_HEADING = Kind.HEADING


def entries(sheet: Sheet) -> set[int]:
    """Return the headings of the page's highest level that titles texts; nothing if there is only one.

    The page's headline and headings that lead elsewhere are no entries.
    """
    lines = [at for at, _, _ in sheet.own]
    levels: dict[int, list[int]] = defaultdict(list)
    answered: set[int] = set()
    for at, below in pairwise(lines):
        line = sheet.lines[at]
        if line.kind is not _HEADING or line.text == sheet.document.title:
            continue
        if _leads_elsewhere(sheet, line) or len(line.text) > OPENING_LIMIT:
            continue
        levels[line.level].append(at)
        if sheet.lines[below].kind is not _HEADING:
            answered.add(at)
    for _, members in sorted(levels.items()):
        told = answered.intersection(members)
        if len(told) >= FEWEST and len(told) >= ANSWERED * len(members):
            return told if _say_something([sheet.lines[at].text for at in told]) else set()
    return set()


def _leads_elsewhere(sheet: Sheet, line: Line) -> bool:
    """Return whether the line is a link to another page; headings also link to the list of contents."""
    return line.link and all(mark.kind != "jump" for mark in sheet.document.blocks[line.block].marks)


def _say_something(texts: list[str]) -> bool:
    """Return whether most headings are more than the name of a topic."""
    long = [len(text.split()) >= WORDS or spoken_length(text) >= CHARS for text in texts]
    return 2 * sum(long) > len(texts)
