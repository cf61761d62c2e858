"""Find numbers in cells of their own: of questions, "3.", as DocBook sets them, and of a listing's lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

from harvester.model import Block, Kind, NormalDocument
from harvester.parse.lines import Line
from harvester.parse.ordinals import ordinal

_NUMBER = re.compile(r"[(\[]?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?[.)\]]")
FEWEST = 3
"""Numbers count questions from this many that follow each other; fewer may be figures of a table."""

DIGITS = 6
"""The number of a listing's line has at most this many digits."""


def number_of(line: Line) -> int:
    """Return the number that is all of a cell's text; 0 for any other line."""
    found = ordinal(line.text) if line.kind is Kind.CELL else None
    return found.value if found is not None and found.cut == len(line.text) else 0


def is_number(line: Line) -> bool:
    """Return whether a number with a sign after it is all of a cell's text, also one with parts: "2.1."."""
    return line.kind is Kind.CELL and _NUMBER.fullmatch(line.text) is not None


def numbered_rows(lines: Sequence[Line], shown: Sequence[int]) -> list[int]:
    """Return the lines with the numbers of questions: they count from 1, and half of the next lines ask.

    shown: the lines that are not clutter.
    """
    cells = [at for at in shown if lines[at].kind is Kind.CELL and at + 1 < len(lines)]
    found = [at for at in cells if number_of(lines[at])]
    counted = [number_of(lines[at]) for at in found]
    if len(found) < FEWEST or counted != list(range(1, len(found) + 1)):
        return []
    asking = sum(lines[at + 1].asks for at in found)
    return found if 2 * asking >= len(found) else []


def listing_numbers(document: NormalDocument) -> list[int]:
    """Return the containers of numbers beside the lines of a listing; they count from any number on."""
    pre = Kind.PREFORMATTED
    return [
        one.container
        for one, below in pairwise(document.blocks)
        if one.kind is pre and below.kind is pre and _counts(document, one)
    ]


def _counts(document: NormalDocument, block: Block) -> bool:
    """Return whether the block is a cell of numbers that follow each other."""
    numbers = block.text.split()
    if "/td/" not in document.containers[block.container].path or not all(map(_is_figure, numbers)):
        return False
    first = int(numbers[0])
    return [int(number) for number in numbers] == list(range(first, first + len(numbers)))


def _is_figure(word: str) -> bool:
    return word.isdecimal() and len(word) <= DIGITS
