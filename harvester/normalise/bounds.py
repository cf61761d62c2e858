"""Limit how much of one page is read: lines, marks, class names. The rest is left out, with a reason."""

import re
from collections.abc import Sequence
from itertools import accumulate, islice

from harvester.model import Block, Container

MAX_LINES = 20_000
"""At most this many blocks, line breaks and question marks of one page are read, together.

This is twenty times the corpus's most. Parsing takes up to 30 us for each.
"""
MAX_COMPARED = 1_000_000
"""A block keeps its marks if their number times its lines is at most this; every pair is compared."""
MAX_NAMES = 1024 * 1024
"""At most this many characters of class names are kept on a page. Parsing so much takes half a second."""

_END = re.compile(r"[\n?]")
LINES = f"text after {MAX_LINES:,} lines and questions left out"
MARKS = "emphasis and links of a block with too many left out"
NAMES = f"class names after {MAX_NAMES:,} characters left out"


def bounded(
    blocks: Sequence[Block], containers: Sequence[Container], size: int
) -> tuple[tuple[Block, ...], tuple[Container, ...], tuple[str, ...]]:
    """Return the part of the page that is read, and what was left out. ``size`` is the page's bytes."""
    cuts: dict[str, None] = {}
    if size > MAX_LINES:
        blocks = _fewer(blocks, cuts)
    if size > MAX_NAMES:
        containers = _nameless(containers, cuts)
    return tuple(blocks), tuple(containers), tuple(cuts)


def _fewer(blocks: Sequence[Block], cuts: dict[str, None]) -> Sequence[Block]:
    if _are_few(blocks):
        return blocks
    lines = [text.count("\n") + text.count("?") + 1 for _, text, *_ in blocks]
    if sum(lines) > MAX_LINES:
        cuts[LINES] = None
        whole = sum(total <= MAX_LINES for total in accumulate(lines))
        left = MAX_LINES - sum(lines[:whole])
        blocks = [*blocks[:whole], *_begun(blocks[whole], left)]
        lines[whole:] = [left]
    if any(count * len(block.marks) > MAX_COMPARED for count, block in zip(lines, blocks, strict=False)):
        cuts[MARKS] = None
        blocks = [
            block._replace(marks=()) if count * len(block.marks) > MAX_COMPARED else block
            for count, block in zip(lines, blocks, strict=False)
        ]
    return blocks


def _are_few(blocks: Sequence[Block]) -> bool:
    """Return whether the whole page is within the limits, as nearly all pages are."""
    if not blocks:
        return True
    _, texts, _, _, marks, _ = zip(*blocks, strict=True)
    text = "".join(texts)
    lines = len(blocks) + text.count("\n") + text.count("?")
    most_marks = max(map(len, marks))
    return lines <= MAX_LINES and lines * most_marks <= MAX_COMPARED


def _begun(block: Block, left: int) -> list[Block]:
    """Return the block cut to the number of lines and questions that is left, or nothing."""
    last = next(islice(_END.finditer(block.text), max(left - 2, 0), None), None)
    text = block.text[: last.end()].rstrip() if last and left > 1 else ""
    marks = tuple(
        mark._replace(end=min(mark.end, len(text))) for mark in block.marks if mark.start < len(text)
    )
    references = tuple(
        each._replace(end=min(each.end, len(text))) for each in block.references if each.start < len(text)
    )
    return [block._replace(text=text, marks=marks, references=references)] if text else []


def _nameless(containers: Sequence[Container], cuts: dict[str, None]) -> Sequence[Container]:
    totals = list(accumulate(len(container.classes) for container in containers))
    if not totals or totals[-1] <= MAX_NAMES:
        return containers
    cuts[NAMES] = None
    return [
        container if total <= MAX_NAMES else container._replace(classes="")
        for container, total in zip(containers, totals, strict=True)
    ]
