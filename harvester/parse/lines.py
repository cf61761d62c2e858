"""A document as lines: blocks cut where one block may hold both a question and its answer."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from harvester.model import Block, Kind, Mark, NormalDocument
from harvester.parse.asking import ends_asking
from harvester.parse.words import ANSWER_WORDS

_STYLES = ("strong", "em", "link")
SHOUTED = 12  # letters a text in capitals has at least, to be a style and not an acronym

# What a style need not cover: space, marks and digits around the words.
_EDGE = " \n\t\u00a0\u202f.,:;!?¿¡·•–—-*_\"'“”„«»()[]0123456789？！。、؟"  # noqa: RUF001
_SENTENCE_END = re.compile(r"[?？؟.!…。！;\u037e][\"'”’»)\]]*\s*$")  # noqa: RUF001
_ANSWERS = "|".join(re.escape(word) for word in ("A", "R", *ANSWER_WORDS))
_INLINE_ANSWER = re.compile(rf"[?？؟;][\s\"”»]+(?=(?:{_ANSWERS})\s?[:：.]\s)", re.IGNORECASE)  # noqa: RUF001


class Line(NamedTuple):
    """A run of one block's text, ``block.text[start:end]``, in one style.

    strong, em, link: that style covers all of it but for marks and digits. caps: no small letter
    in it. asks: it ends with a question mark.
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


def read_lines(document: NormalDocument, clutter: Sequence[bool]) -> list[Line]:
    """Return the lines of the document, in page order; together they hold all of its text.

    clutter: by container. Nothing is asked of lines that stand in it but whether they are links.
    """
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        text = block.text
        if clutter[block.container]:
            lines.append(Line(number, 0, len(text), text, block.kind, block.level, block.container))
        elif block.marks or "\n" in text or "?" in text or "？" in text:  # noqa: RUF001
            lines.extend(_styled(number, block, start, end) for start, end in _cuts(block))
        else:
            lines.append(_plain(number, block))
    return lines


def _plain(number: int, block: Block) -> Line:
    text = block.text
    caps = len(text) > SHOUTED and text.isupper()
    asks = not text.isascii() and ends_asking(text)
    return Line(number, 0, len(text), text, block.kind, block.level, block.container, caps=caps, asks=asks)


def _cuts(block: Block) -> Iterator[tuple[int, int]]:
    """Yield where the lines of the block begin and end, white space left out."""
    text = block.text
    points = {0, len(text)}
    if "\n" in text:
        points.update(found.end() for found in re.finditer("\n", text))
    if block.marks and block.kind is not Kind.HEADING:
        points.update(_emphasis_cuts(text, block.marks))
    if "?" in text or "？" in text or "؟" in text:  # noqa: RUF001
        points.update(found.end() for found in _INLINE_ANSWER.finditer(text))
    if len(points) == 2 and not text[0].isspace() and not text[-1].isspace():  # noqa: PLR2004  its two ends
        yield 0, len(text)
        return
    ordered = sorted(points)
    for start, end in pairwise(ordered):
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if right > left:
            yield start + left, start + right


def _emphasis_cuts(text: str, marks: tuple[Mark, ...]) -> Iterator[int]:
    """Yield where a strong sentence ends that opens a line, or begins that asks at the block's end."""
    for mark in marks:
        if mark.kind != "strong":
            continue
        run = text[mark.start : mark.end]
        if mark.start == 0 or text[mark.start - 1] == "\n":
            if mark.end < len(text) and _SENTENCE_END.search(run):
                yield mark.end
        elif mark.end == len(text) and ends_asking(run) and _SENTENCE_END.search(text[: mark.start][-8:]):
            yield mark.start


def _styled(number: int, block: Block, start: int, end: int) -> Line:
    text = block.text[start:end]
    kinds = {mark.kind for mark in block.marks}
    strong, em, link = (kind in kinds and _covers(block, kind, start, end) for kind in _STYLES)
    caps = len(text) > SHOUTED and text.isupper()
    rest = (block.kind, block.level, block.container, strong, em, link, caps, ends_asking(text))
    return Line(number, start, end, text, *rest)


def _covers(block: Block, kind: str, start: int, end: int) -> bool:
    """Return whether marks of that kind hold all of ``text[start:end]`` but its edges."""
    at, inside = start, 0
    for mark in block.marks:
        if mark.kind != kind or mark.end <= at or mark.start >= end:
            continue
        if mark.start > at and block.text[at : mark.start].strip(_EDGE):
            return False
        inside += min(mark.end, end) - max(mark.start, at)
        at = max(at, mark.end)
    return inside > 0 and (at >= end or not block.text[at:end].strip(_EDGE))
