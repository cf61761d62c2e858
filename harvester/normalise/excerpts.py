"""Remove text that a page shows twice: a cut excerpt, "Read more", and then the full text."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from harvester.languages.signs import CUT_OFF
from harvester.model import LINKS, Block, Container, Kind

SHORTEST = 12
"""An excerpt has at least this many characters; many texts begin alike in fewer."""
REACH = 6
"""The full text is searched in this many blocks after an excerpt; only links and buttons stand between."""
SWITCH = 40
"""A link or button that opens or closes the full text has at most this many characters: "Read more"."""
EXCERPTS = 100
"""At most this many excerpts of a page are looked at. Each costs up to BOX times the depth of the page."""
BOX = 50
"""The end of a full text is searched in at most this many blocks."""

_TEXT: Final = 1  # of a block: by name it takes several times as long
_MARKS: Final = 4
_LAST = frozenset(ending[-1] for ending in CUT_OFF)  # the first look
_EDGE = "….[]() \n"


def without_excerpts(blocks: list[Block], containers: Sequence[Container]) -> list[Block]:
    """Return the blocks without excerpts whose full text follows, and without the links around it."""
    left_out: set[int] = set()
    cut: dict[int, Block] = {}
    dotted = [at for at, block in enumerate(blocks) if "…" in (text := block[_TEXT]) or "..." in text]
    for at in islice((at for at in dotted if _breaks_off(blocks[at])), EXCERPTS):
        if full := _full(blocks, at):
            if _end(blocks[at]) < len(blocks[at].text):
                cut[full] = _without_switch(blocks[full])
            first, start = at, full
            while first and start - 1 > at and blocks[first - 1].text == blocks[start - 1].text:
                first, start = first - 1, start - 1
            left_out.update(range(first, start), _closing(blocks, containers, at, full))
    return (
        [cut.get(at, block) for at, block in enumerate(blocks) if at not in left_out] if left_out else blocks
    )


def _breaks_off(block: Block) -> bool:
    """Return whether the block's text is cut off before such a link, or at its end."""
    text, end = block[_TEXT], _end(block)
    return text[end - 1 : end] in _LAST and text.endswith(CUT_OFF, 0, end)


def _end(block: Block) -> int:
    """Return where the block's text ends, before the link that opens or closes it in its last words."""
    text = block[_TEXT]
    for kind, start, end in block[_MARKS]:
        if end == len(text) and start > 0 and end - start <= SWITCH and kind in LINKS:
            return len(text[:start].rstrip())
    return len(text)


def _without_switch(block: Block) -> Block:
    """Return the block without such a link, if it leads nowhere; one that leads elsewhere is text."""
    end = _end(block)
    if not any(mark.kind == "jump" and mark.end == len(block.text) for mark in block.marks):
        return block
    marks = tuple(mark._replace(end=min(mark.end, end)) for mark in block.marks if mark.start < end)
    references = tuple(one for one in block.references if one.start < end)
    return block._replace(text=block.text[:end], marks=marks, references=references)


def _full(blocks: list[Block], at: int) -> int:
    """Return the index of the block that continues the excerpt; 0 if no block does."""
    begun = blocks[at].text[: _end(blocks[at])].rstrip(_EDGE)
    if len(begun) < SHORTEST:
        return 0
    for below in range(at + 1, min(at + 1 + REACH, len(blocks))):
        text = blocks[below].text[: _end(blocks[below])]
        if len(text) > len(begun) and text.startswith(begun) and not text.endswith(CUT_OFF):
            return below
    return 0


def _closing(blocks: list[Block], containers: Sequence[Container], at: int, full: int) -> set[int]:
    """Return the last block of the full text's box, if that block only closes the box."""
    around = set(_path(containers, blocks[at].container))
    box = next((one for one in reversed(_path(containers, blocks[full].container)) if one not in around), -1)
    last = full
    for below in range(full + 1, min(full + 1 + BOX, len(blocks))):
        if box < 0 or box not in _path(containers, blocks[below].container):
            break
        last = below
    return {last} if last > full and _switches(blocks[last]) else set()


def _path(containers: Sequence[Container], container: int) -> list[int]:
    """Return the container and those around it, innermost first."""
    path = []
    while container >= 0:
        path.append(container)
        container = containers[container].parent
    return path


def _switches(block: Block) -> bool:
    linked = any(mark.kind in LINKS and mark.end - mark.start == len(block.text) for mark in block.marks)
    return len(block.text) <= SWITCH and (linked or block.kind is Kind.BUTTON)
