"""Tell cells that place the parts of a page from cells of a table of facts."""

from collections.abc import Sequence

from harvester.model import Block, Container, Kind

LAYOUT = 6
"""A cell with this many blocks, a table among them, holds a part of the page and no fact."""


def lay_out(blocks: list[Block], containers: Sequence[Container], first: int, tables: int) -> None:
    """Make paragraphs of the cell's own texts, from block ``first`` on, if the cell also holds a table.

    ``tables`` counts the tables around the cell's own texts.
    """
    if len(blocks) - first < LAYOUT:
        return
    depths = [containers[block.container].path.count("/table") for block in blocks[first:]]
    if max(depths) <= tables:
        return
    for at, depth in enumerate(depths, first):
        if depth == tables and blocks[at].kind is Kind.CELL:
            blocks[at] = blocks[at]._replace(kind=Kind.PARAGRAPH, level=0)
