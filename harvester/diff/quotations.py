"""Where a text quotes: the runs between quotation marks."""

import re

from harvester.diff.edit import EditSide

MAX_QUOTATION = 1000
"""A quotation has at most this many characters; a longer one lacks its closing mark."""

_PAIRS = ("“”", "„“", "„”", "«»", "»«", "「」", "『』", "\u2039\u203a", "””", '""')
_INNER = MAX_QUOTATION - 1
_QUOTED = re.compile("|".join(rf"{pair[0]}[^{pair}]{{1,{_INNER}}}{pair[1]}" for pair in _PAIRS))

Place = tuple[int, int]


def quotations(text: str) -> list[Place]:
    """Return where quotations begin and end, their marks left out, in order."""
    return [(found.start() + 1, found.end() - 1) for found in _QUOTED.finditer(text)]


def touches(places: list[Place], side: EditSide) -> bool:
    """Return whether the run of the side shares characters with one of the places."""
    return any(first < side.end and side.start < last for first, last in places)
