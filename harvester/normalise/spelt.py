"""Find days whose month is spelt out, in any language, and in any order of year, month and day."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from harvester.normalise.months import LINKS, LONG_STARTS, MONTHS, POINT_MONTHS

LONGEST_NAME = 3
"""A month's name has at most this many words; December has three in Vietnamese."""

ENDING_CHARS = 3
"""An ending of a number has at most this many letters, as in "5th", "1er", "2031ko"; more are a word."""

YEAR_DIGITS = 4
SHORTENED = "॰"
"""This sign marks an abbreviation; Devanagari counts it among its letters."""

_TOKEN = re.compile(
    r"(?:19|20)\d\d(?=\d{1,2}\.)"  # "1. Mai 20312. Mai 2031": spans side by side
    r"|\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u109f\u1780-\u17ff])*"
)
_GAP = re.compile(r"[\s,.،၊/'’°()-]{0,4}")  # noqa: RUF001  vowel signs, as in _TOKEN, are no letters to re
_ENDING_GAPS = frozenset(("", "-", ":", "'", "’", "("))  # noqa: RUF001
_ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2), "ydm": (0, 2, 1)}
"""Each order of the parts has the places of year, month and day in it."""


class SpeltDay(NamedTuple):
    """A day stands at ``start`` to ``end`` of the text. ``parts`` are year, month and day in digits."""

    start: int
    end: int
    parts: tuple[str, str, str]


class _DatePart(NamedTuple):
    """A part has the ``letter`` y, m or d; b is text that separates dates."""

    letter: str
    digits: str
    start: int
    end: int


_BREAK = _DatePart("b", "", 0, 0)


def spelt_days(text: str) -> Iterator[SpeltDay]:
    """Yield each day of the text that names its month."""
    parts = [*_parts(text), _BREAK]
    at = 0
    while at + 3 < len(parts):
        order = "".join(part.letter for part in parts[at : at + 3])
        places = _ORDERS.get(order)
        if places and not (order[0] == "y" and parts[at + 3].letter == "y"):  # "No. 2031, 5 May 2030"
            year, month, day = (parts[at + place].digits for place in places)
            yield SpeltDay(parts[at].start, parts[at + 2].end, (year, month, day))
            at += 2
        at += 1


def _parts(text: str) -> Iterator[_DatePart]:
    """Yield the possible parts of a date, with a break for any other text between them."""
    tokens = list(_TOKEN.finditer(text.lower()))
    words = [token[0].rstrip(SHORTENED) for token in tokens]
    at, last = 0, 0
    while at < len(tokens):
        start, end = tokens[at].span()
        gap = text[last:start]
        if not _GAP.fullmatch(gap) and gap not in _ENDING_GAPS:
            yield _BREAK
        month, used = _month(words, at, after_point=gap.startswith("."))
        if used:
            end = tokens[at + used - 1].end()
            yield _DatePart("m", month, start, end)
        elif words[at].isdigit():
            yield _DatePart("y" if end - start == YEAR_DIGITS else "d", words[at], start, end)
        elif not _joins(words, at, gap):
            yield _BREAK
        last = end
        at += used or 1


def _month(words: list[str], at: int, *, after_point: bool) -> tuple[str, int]:
    """Return the number of the month whose name begins there, and the number of words in the name."""
    if after_point and words[at] in POINT_MONTHS:
        return str(POINT_MONTHS[words[at]]), 1
    for length in range(LONGEST_NAME if words[at] in LONG_STARTS else 1, 0, -1):
        if number := MONTHS.get(" ".join(words[at : at + length])):
            return str(number), length
    return "", 0


def _joins(words: list[str], at: int, gap: str) -> bool:
    """Return whether the word joins the parts of a date, or is the ending of the number before it."""
    ending = at > 0 and words[at - 1].isdigit() and gap in _ENDING_GAPS
    return words[at] in LINKS or (ending and len(words[at]) <= ENDING_CHARS)
