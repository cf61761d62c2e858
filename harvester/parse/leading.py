"""Find lines that open a block and are answered in it: a title in strong type, a turn before a line break."""

from itertools import takewhile

from harvester.languages.signs import COLONS
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line
from harvester.parse.marking import SENTENCE_END
from harvester.parse.shares import ENOUGH_ASKING, NEARLY
from harvester.parse.titles import COUNTED

WORDS = 3
"""A line that does not ask has at least this many words, or it is a sentence."""


def leading(sheet: Sheet, run: list[int]) -> set[int]:
    """Return the lines that open a block with text in it, if all that ask do and nearly all ask.

    Where a line break stands behind all of them, as behind what an interviewer says, fewer must ask.
    """
    lines = sheet.lines
    found = {
        at
        for at in run
        if lines[at].start == 0 and at + 1 < len(lines) and lines[at + 1].block == lines[at].block
    }
    asking = {at for at in run if lines[at].asks}
    told = {at for at in found - asking if _says_something(lines[at])}
    alike = len(asking) >= ENOUGH_ASKING and asking <= found
    enough = COUNTED if all(_is_broken_off(sheet, at) for at in found) else NEARLY
    return asking | told if alike and len(asking) >= enough * len(found) else set()


def _says_something(line: Line) -> bool:
    """Return whether a line that opens a block is a sentence or has some words, and does not lead on."""
    said = len(line.text.split()) >= WORDS or SENTENCE_END.search(line.text) is not None
    return said and line.text[-1] not in COLONS


def _is_broken_off(sheet: Sheet, at: int) -> bool:
    """Return whether the line is emphasised, opens its block, and a line break parts it from the rest."""
    line = sheet.lines[at]
    return (
        line.start == 0
        and (line.strong or line.em)
        and sheet.document.blocks[line.block].text[line.end : line.end + 1] == "\n"
    )


def broken_off_on(sheet: Sheet, run: list[int], tail: list[int]) -> list[int]:
    """Return the sentences after the last question that a line break parts from their answers, as all others.

    A person's name and a note on that person may stand so below an interview.
    """
    if sum(sheet.lines[at].asks for at in run) < ENOUGH_ASKING or not all(
        _is_broken_off(sheet, at) for at in run
    ):
        return []
    return list(
        takewhile(lambda at: _is_broken_off(sheet, at) and SENTENCE_END.search(sheet.lines[at].text), tail)
    )
