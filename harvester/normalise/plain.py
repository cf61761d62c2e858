"""Plain text as blocks: paragraphs parted by blank lines, a short first line alone is the title."""

import re

from harvester.model import Block, Container, Kind

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
TITLE_CHARS = 200
"""A first paragraph longer than this is no title."""

CONTAINERS = (Container(-1, "body", "body"), Container(0, "h1", "body/h1"), Container(0, "p", "body/p"))


def read(text: str) -> tuple[Block, ...]:
    """Return the paragraphs, in ``CONTAINERS``; line breaks inside them are kept."""
    paragraphs = []
    for chunk in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = filter(None, (" ".join(line.split()) for line in chunk.split("\n")))
        paragraph = "\n".join(lines)
        if paragraph:
            paragraphs.append(paragraph)
    blocks = [Block(Kind.PARAGRAPH, paragraph, 2) for paragraph in paragraphs]
    if len(blocks) > 1 and len(blocks[0].text) <= TITLE_CHARS and "\n" not in blocks[0].text:
        blocks[0] = Block(Kind.HEADING, blocks[0].text, 1, 1)
    return tuple(blocks)
