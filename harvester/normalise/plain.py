"""Read plain text as blocks: blank lines separate paragraphs, and a short first line alone is the title."""

import re
from collections.abc import Iterator

from harvester.model import Block, Container, Kind
from harvester.text import fold_space

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
MAX_CHARS = 2_000_000
"""At most this many characters of a text are read; no book is longer."""
TITLE_CHARS = 200
"""A first paragraph with more characters than this is not a title."""

CONTAINERS = (Container(-1, "body", "body"), Container(0, "h1", "body/h1"), Container(0, "p", "body/p"))


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs between blank lines, with white space folded; single line breaks are kept."""
    for chunk in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        paragraph = "\n".join(filter(None, map(fold_space, chunk.split("\n"))))
        if paragraph:
            yield paragraph


def read(text: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the paragraphs, in ``CONTAINERS``, and what was left out; a short first one is the title."""
    cuts = () if len(text) <= MAX_CHARS else (f"text after {MAX_CHARS:,} characters left out",)
    text = text[:MAX_CHARS]
    blocks = [Block(Kind.PARAGRAPH, paragraph, 2) for paragraph in paragraphs(text)]
    if len(blocks) > 1 and len(blocks[0].text) <= TITLE_CHARS and "\n" not in blocks[0].text:
        blocks[0] = Block(Kind.HEADING, blocks[0].text, 1, 1)
    return tuple(blocks), cuts
