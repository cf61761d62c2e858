"""Cut a document into lines: blocks are cut if one block may hold both a question and its answer."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from harvester.languages import phrases
from harvester.languages.phrases import alternatives
from harvester.languages.signs import (
    CLOSERS,
    COLONS,
    QUESTION_MARKS,
    SENTENCE_ENDS,
    SPEECH_DASHES,
    holds_question_mark,
)
from harvester.model import LINKS, Block, Kind, Mark, NormalDocument
from harvester.parse.asking import asks, ends_asking
from harvester.parse.ordinals import ordinal

_STYLES = {
    "strong": (True, False, False),
    "em": (False, True, False),
    "link": (False, False, True),
    "jump": (False, False, True),
}
_CAPTION = Kind.CAPTION
_STRONG = frozenset(("strong",))
_EMPHASES = frozenset(("strong", "em"))
ENOUGH_OPENINGS = 3
"""From this many blocks that open with a question in italics, italics set the questions apart."""

_TITLES = frozenset((Kind.HEADING, Kind.SUMMARY, Kind.BUTTON, Kind.TERM))
_PLAIN = (False, False, False)
SHOUTED = 12  # a text in capitals with at least this many letters is a style, not an acronym

QUOTED = re.compile(r"[“\"„«»‚‘'].*[”\"“«»’'][.,]?$", re.DOTALL)  # noqa: RUF001
"""This matches a text that is entirely in quotation marks; such a heading is a pull quote."""

# A style need not cover these: space, marks and digits around the words.
_EDGE = " \n\t\u00a0\u202f→➔►▶▸›‹.,:;!?¿¡·•–—-*_\"'“”„«»()[]0123456789？！。、؟"  # noqa: RUF001
_BREAK = re.compile("\n")
_SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS};\u037e][{CLOSERS}]*\s*$")
_ANSWERS = alternatives(("A", "R", *phrases("answer_labels")))
_INLINE_ANSWER = re.compile(
    rf"[{QUESTION_MARKS};][\s\"”»]++(?=(?:{_ANSWERS})\s?[{COLONS}.]\s)", re.IGNORECASE
)


class Line(NamedTuple):
    """A line is a part of one block's text, ``block.text[start:end]``, in one style.

    ``strong``, ``em``, ``link``: that style covers all of it except marks and digits. ``caps``: it has no
    small letter. ``asks``: it ends with a question mark and is more than a prompt to ask.
    """

    block: int
    start: int
    end: int
    text: str
    kind: Kind
    level: int
    container: int
    strong: bool = False
    em: bool = False
    link: bool = False
    caps: bool = False
    asks: bool = False


_line = partial(tuple.__new__, Line)  # this takes half the time of a call of the class


def is_dashed(line: Line) -> bool:
    """Return whether a dash opens the line, as it opens speech, and the name of who wrote a letter."""
    return line.text[0] in SPEECH_DASHES


def read_lines(document: NormalDocument, clutter: Sequence[int]) -> tuple[list[Line], list[bool]]:
    """Return the lines of the document, in page order, and which are clutter; they hold all of its text.

    ``clutter`` is by container. Lines in clutter are not examined, not even for links.
    """
    lines: list[Line] = []
    flags: list[bool] = []
    opening = _opening(document.blocks)
    for number, block in enumerate(document.blocks):
        kind, text, container, level, marks, _ = block
        if clutter[container]:
            lines.append(
                _line((number, 0, len(text), text, kind, level, container, False, False, False, False, False))
            )
            flags.append(True)
        elif "\n" in text or holds_question_mark(text) or (marks and not _is_uniform(marks, text)):
            kinds = {mark.kind for mark in marks}
            lines += [_styled(number, block, kinds, cut) for cut in _cuts(block, kinds, opening)]
            flags += [kind is _CAPTION] * (len(lines) - len(flags))
        else:
            strong, em, link = _STYLES[marks[0].kind] if marks else _PLAIN
            caps = len(text) > SHOUTED and text.isupper()
            marked = not text.isascii() and asks(text)
            lines.append(
                _line((number, 0, len(text), text, kind, level, container, strong, em, link, caps, marked))
            )
            flags.append(kind is _CAPTION)
    return lines, flags


def _opening(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the styles in which the first sentence of a block may be a question of the page's list."""
    asking = 0
    for block in blocks:
        if block.marks and (mark := block.marks[0])[:2] == ("em", 0) and mark.end < len(block.text):
            asking += ends_asking(block.text[: mark.end])
    return _EMPHASES if asking >= ENOUGH_OPENINGS else _STRONG


def _is_uniform(marks: tuple[Mark, ...], text: str) -> bool:
    """Return whether there is only one mark and it covers all of the text."""
    return len(marks) == 1 and marks[0].start == 0 and marks[0].end == len(text)


def _cuts(block: Block, kinds: set[str], opening: frozenset[str]) -> list[tuple[int, int]]:
    """Return where the lines of the block begin and end, without white space.

    opening: the styles in which a block's first sentence may be a question.
    """
    text = block.text
    points: list[int] = []
    if "\n" in text:
        points += [found.end() for found in _BREAK.finditer(text)]
    if not kinds.isdisjoint(opening) and block.kind is not Kind.HEADING:
        points += _emphasis_cuts(text, block.marks, opening)
    if holds_question_mark(text):
        points += [found.end() for found in _INLINE_ANSWER.finditer(text)]
    if not points and not text[0].isspace() and not text[-1].isspace():
        return [(0, len(text))]
    cuts = []
    for start, end in pairwise(sorted({0, *points, len(text)})):
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            cuts.append((start + left, start + right))
    return cuts


def _emphasis_cuts(text: str, marks: tuple[Mark, ...], opening: frozenset[str]) -> Iterator[int]:
    """Yield the end of an opening sentence in a style, or the start of one that asks at its block's end.

    A number before the words makes an opening of any words.
    """
    for kind, start, end in marks:
        if kind not in opening:
            continue
        run = text[start:end]
        if start == 0 or text[start - 1] == "\n":
            if end < len(text) and (_SENTENCE_END.search(run) or ends_asking(run) or _is_numbered(run)):
                yield end
        elif end == len(text) and ends_asking(run) and _SENTENCE_END.search(text[max(0, start - 8) : start]):
            yield start


def _is_numbered(text: str) -> bool:
    """Return whether words follow a number: "6. Lost tickets"."""
    number = ordinal(text)
    return number is not None and number.cut < len(text.rstrip())


def _styled(number: int, block: Block, kinds: set[str], cut: tuple[int, int]) -> Line:
    kind, text, container, level, _, _ = block
    start, end = cut
    text = text[start:end]
    strong = "strong" in kinds and _covers(block, "strong", start, end)
    em = "em" in kinds and _covers(block, "em", start, end)
    link = any(_covers(block, kind, start, end) for kind in LINKS & kinds)
    caps = len(text) > SHOUTED and text.isupper()
    marked = ("?" in text or not text.isascii()) and (asks(text) or _asks_before_more(kind, text))
    return _line((number, start, end, text, kind, level, container, strong, em, link, caps, marked))


def _asks_before_more(kind: Kind, text: str) -> bool:
    """Return whether a title asks before brackets, or before a button's name: "Who may apply?, show this"."""
    if kind not in _TITLES:
        return False
    before, comma, _ = text.rpartition(", ")
    return bool(comma and asks(before)) or (text[-1] == ")" and asks(text.rpartition("(")[0].rstrip()))


def _covers(block: Block, kind: str, start: int, end: int) -> bool:
    """Return whether marks of that kind cover all of ``text[start:end]`` except its edges."""
    at, inside = start, 0
    for own, left, right in block.marks:
        if own != kind or right <= at or left >= end:
            continue
        if left > at and block.text[at:left].strip(_EDGE):
            return False
        inside += min(right, end) - max(left, at)
        at = max(at, right)
    return inside > 0 and (at >= end or not block.text[at:end].strip(_EDGE))
