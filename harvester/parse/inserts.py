"""Describe boxes inside answers as a whole. `weighing` decides whether a box belongs to the answer."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.languages import lines as lines_of
from harvester.languages import phrases
from harvester.languages.phrases import alternatives
from harvester.languages.signs import CASED_CAPITAL
from harvester.model import LINKS, Kind, NormalDocument
from harvester.parse.lines import Line
from harvester.parse.places import shape_of, within
from harvester.parse.prose import (
    HALF,
    is_address,
    is_calculation,
    is_label_of_button,
    is_promotion,
    is_prose,
    links_file,
    only_links,
    opens_with_link,
)
from harvester.parse.regions import Region

TABULAR = frozenset((Kind.CELL, Kind.PREFORMATTED))
"""Lines of these kinds make up a table or a listing."""
FACTS = frozenset((Kind.TERM, Kind.DEFINITION))
"""Lines of these kinds make up a list of facts, if a term opens it: "Child: 6 crowns"."""
LISTED = TABULAR | {Kind.ITEM}
"""Lines of these kinds are text even if they are not sentences."""

ROWS = 2
"""Facts are set out in rows from this many of them; one is a title with its subtitle."""
FIGURE = re.compile(r"[^\w.,:]{0,2}\d")
"""A fact that is a number opens so: "74 % of all loans", "€ 30"."""
TITLE = 60
"""A title of a box of facts stands within this many characters."""
BYLINE_REACH = 4
"""A byline is one of this many first lines of a box, below its title."""
_FACT_BOXES, _BYLINES = lines_of("fact_boxes"), lines_of("bylines")
_BY_HAND = re.compile(r"[(（]?([a-z])[)）]\s")  # noqa: RUF001

# In a script without capitals, nothing distinguishes a name from the words that open a sentence.
_NAME = rf"{CASED_CAPITAL}[\w.’'-]{{1,20}}"  # noqa: RUF001
_NAMES = rf"{_NAME}(?:\s{_NAME}){{1,3}}"
_WRITTEN_BY = re.compile(rf"(?:\S+\s){{1,3}}{_NAMES}(?:,|$)")
_ABOUT = re.compile(rf"{_NAMES}(?:,|\s\()")
_IS = re.compile(rf"{_NAMES}\s(?:{alternatives(phrases('introduces'))})\s")


class Insert(NamedTuple):
    """An insert is a box in a kind of place where answers usually have no text, with what it holds.

    ``first`` is its first line. ``leads``: it opens with a link, or links are half of its lines or
    characters; a link to a file leads nowhere. ``closes``: only its last line is such a link. ``button``: it
    holds a button or a form. ``table``: it holds cells of a table. ``text``: it holds a sentence, list, table
    or address that is not a link, or is set out in rows. ``invites``: one of its lines invites readers to the
    publisher. ``linked``: it holds a link. ``about``: it opens with a person's name and role. ``facts``: it
    opens with a usual title of boxes of facts. ``signed``: it has a byline. ``level`` is the level of its
    opening heading, or 0.
    """

    first: int
    leads: bool
    closes: bool
    button: bool
    table: bool
    text: bool
    invites: bool
    linked: bool
    about: bool
    facts: bool
    signed: bool
    level: int


def look_at(
    document: NormalDocument, lines: Sequence[Line], regions: Sequence[Region], at: int, top: int
) -> Insert:
    """Return what the container holds; the line is its first, or the first below a table in it."""
    while (
        at and lines[at - 1].kind is Kind.CELL and within(document.containers, lines[at - 1].container, top)
    ):
        at -= 1
    stop = at + 1
    while stop < len(lines) and within(document.containers, lines[stop].container, top):
        stop += 1
    found = lines[at:stop]
    links = [only_links(document, line) and not links_file(document, line) for line in found]
    opening = [
        link or (opens_with_link(document, line) and not links_file(document, line))
        for line, link in zip(found, links, strict=True)
    ]
    prose = next(filter(is_prose, found), found[0])
    whole = sum(len(line.text) for line in found)
    linked = sum(len(line.text) for line, link in zip(found, links, strict=True) if link)
    return Insert(
        first=at,
        leads=opening[0] or linked > HALF * whole or sum(opening) >= HALF * len(found),
        closes=links[-1] and not links[0],
        button=any(
            is_label_of_button(document, line) or regions[line.container] is Region.MEANT for line in found
        ),
        table=any(line.kind is Kind.CELL for line in found),
        text=(not any(links) and _is_in_rows(document, found))
        or any(_is_text(line) for line, link in zip(found, links, strict=True) if not link),
        invites=any(map(is_promotion, found)),
        linked=any(mark.kind in LINKS for line in found for mark in document.blocks[line.block].marks),
        about=_introduces(lines, found[0], prose),
        facts=_is_title_of_facts(found[0].text),
        signed=any(_is_byline(line.text) for line in found[1:BYLINE_REACH]),
        level=found[0].level if found[0].kind is Kind.HEADING else 0,
    )


def _is_text(line: Line) -> bool:
    """Return whether the line is a sentence, an address, a sum, or of a list or table."""
    said = line.kind in LISTED or (is_prose(line) and line.kind is not Kind.TERM)
    return said or is_address(line.text) or is_calculation(line.text)


def _is_title_of_facts(text: str) -> bool:
    """Return whether a text, or its part before a colon, is a usual title of a box of facts."""
    return bool(_FACT_BOXES.find(text[:TITLE].lower().partition(":")[0].rstrip()))


def _is_byline(text: str) -> bool:
    """Return whether a short text is a word for who wrote, and a name: "By Ida Reed, politics editor"."""
    worded = len(text) <= TITLE and _BYLINES.find(text.lower()) != ""
    return worded and _WRITTEN_BY.match(text) is not None


def _is_in_rows(document: NormalDocument, found: Sequence[Line]) -> bool:
    """Return whether lines set out facts in rows: numbered by hand, each with a figure, or by their looks.

    In such a row two kinds of elements take turns, one for what is told and one for what is said of it.
    """
    if len(found) < ROWS:
        return False
    letters = [by_hand[1] for line in found if (by_hand := _BY_HAND.match(line.text))]
    if len(letters) >= ROWS and letters == [chr(ord("a") + at) for at in range(len(letters))]:
        return True
    if all(FIGURE.match(line.text) for line in found):
        return True
    containers = document.containers
    looks = [shape_of(containers[line.container].tag, containers[line.container].classes) for line in found]
    names, values = set(looks[::2]), set(looks[1::2])
    return len(found) >= 2 * ROWS and len(names) == len(values) == 1 and names != values


def _introduces(lines: Sequence[Line], first: Line, prose: Line) -> bool:
    """Return whether the first sentence of a box says who a person is."""
    found = _ABOUT.match(first.text) or _ABOUT.match(prose.text)
    if found is None and (prose is not first or prose.kind is Kind.QUOTE):
        found = _IS.match(prose.text)
    return found is not None and not _is_common(lines, found[0].partition(" ")[0])


def _is_common(lines: Sequence[Line], word: str) -> bool:
    """Return whether a page has the word in small letters, too, as no name is: "Im Winter ist …"."""
    small = f" {word.lower()} "
    return any(small in line.text for line in lines)
