"""A document as lines: blocks cut where one block may hold both a question and its answer."""

import re
from typing import NamedTuple

from harvester.model import Block, Kind, NormalDocument
from harvester.parse.asking import ENDS, NO, asks

_EDGE = " \n\t\u00a0\u202f.,:;!?·•–—-*_\"'“”„«»()[]0123456789"
_SENTENCE_END = re.compile(r"[?？؟.!…。！;\u037e][\"'”’»)\]]*\s*$")  # noqa: RUF001
_INLINE_ANSWER = re.compile(r"[?？؟;]\s+(?=(?:A|R|Answer|Réponse|Antwort|Respuesta|Risposta|Resposta)\s?[:.：])")  # noqa: RUF001
SHOUTED = 12  # letters a text in capitals has at least, to be a style and not an acronym


class Line(NamedTuple):
    """A run of one block's text, ``block.text[start:end]``, in one style.

    strong, em, link: that style covers all of it but for marks and digits. asks: see `asking.asks`,
    -1 while nobody wanted to know.
    """

    block: int
    start: int
    end: int
    text: str
    kind: Kind
    level: int
    container: int
    strong: bool
    em: bool
    link: bool
    caps: bool
    asks: int


def read_lines(document: NormalDocument) -> list[Line]:
    """Return the lines of the document, in page order; together they hold all of its text."""
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if block.marks or "\n" in block.text or len(block.text) > SHOUTED:
            for start, end in _cuts(block):
                line = _line(number, block, start, end)
                if line is not None:
                    lines.append(line)
        else:
            lines.append(
                Line(
                    number, 0, len(block.text), block.text, block.kind, block.level, block.container,
                    strong=False, em=False, link=False, caps=False, asks=asks(block.text),
                )
            )  # fmt: skip
    return lines


def _cuts(block: Block) -> list[tuple[int, int]]:
    """Return where the lines of the block begin and end."""
    text = block.text
    points = {0, len(text)}
    if "\n" in text:
        points.update(at + 1 for at, char in enumerate(text) if char == "\n")
    for mark in block.marks:
        if mark.kind != "strong" or block.kind is Kind.HEADING:
            continue
        run = text[mark.start : mark.end]
        if mark.start == 0 or text[mark.start - 1] == "\n":
            if mark.end < len(text) and _SENTENCE_END.search(run):
                points.add(mark.end)
        elif mark.end == len(text) and asks(run) == ENDS and _SENTENCE_END.search(text[: mark.start]):
            points.add(mark.start)
    if "?" in text:
        points.update(found.end() for found in _INLINE_ANSWER.finditer(text))
    if len(points) == 2:  # noqa: PLR2004  its two ends
        return [(0, len(text))]
    ordered = sorted(points)
    return list(zip(ordered, ordered[1:], strict=False))


def _line(number: int, block: Block, start: int, end: int) -> Line | None:
    text = block.text[start:end]
    clean = text.strip()
    if not clean:
        return None
    start += text.index(clean[0])
    end = start + len(clean)
    covered = {"strong": False, "em": False, "link": False}
    if block.marks:
        for kind in covered:
            runs = [mark for mark in block.marks if mark.kind == kind]
            covered[kind] = bool(runs) and _covers(block.text, start, end, runs)
    return Line(
        number, start, end, clean, block.kind, block.level, block.container,
        covered["strong"], covered["em"], covered["link"],
        len(clean) > SHOUTED and clean.isupper(), asks(clean),
    )  # fmt: skip


def _covers(text: str, start: int, end: int, runs: list) -> bool:
    """Return whether the runs hold all of ``text[start:end]`` but for marks and digits."""
    at, inside = start, 0
    for run in runs:
        if run.end <= at or run.start >= end:
            continue
        if run.start > at and text[at : run.start].strip(_EDGE):
            return False
        inside += min(run.end, end) - max(run.start, at)
        at = max(at, run.end)
    return inside > 0 and (at >= end or not text[at:end].strip(_EDGE))


__all__ = ["ENDS", "NO", "Line", "read_lines"]
