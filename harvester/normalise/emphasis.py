"""Decide whether a block is emphasised, and whether it is a question."""

import re
from collections.abc import Collection

from harvester.languages.signs import ASKING
from harvester.model import Block, Kind

WHOLLY = 0.9
"""A mark that covers this share of a text counts as covering all of it."""

TITLES = frozenset((Kind.HEADING, Kind.SUMMARY, Kind.TERM))
"""Blocks of these kinds can be titles."""

_EMPHASES = ("strong", "em")
_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.?!…])\s(?=\S)|[。？！](?=\S)")  # noqa: RUF001


def only_asks(text: str) -> bool:
    """Return whether the text ends as a question does and is one sentence."""
    return text.endswith(ASKING) and _NEXT_SENTENCE.search(text) is None


def is_question(block: Block) -> bool:
    """Return whether the block asks, and is a heading or fully emphasised."""
    return only_asks(block.text) and (block.kind in TITLES or bool(emphasis(block)))


def asks(block: Block) -> bool:
    """Return whether the block, or the emphasised words that it begins with, end like a question."""
    starts = (end for kind, start, end in block.marks if start == 0 and kind in _EMPHASES)
    return any(block.text[:end].rstrip().endswith(ASKING) for end in (len(block.text), *starts))


def emphasis(block: Block) -> str:
    """Return the kind of mark that covers all of the block, or ``""``."""
    return next((kind for kind in _EMPHASES if is_all(block, (kind,))), "")


def is_all(block: Block, kinds: Collection[str]) -> bool:
    """Return whether a mark of one of these kinds covers all of the text."""
    least = WHOLLY * len(block.text)
    return any(kind in kinds and end - start >= least for kind, start, end in block.marks)
