"""Tell cells that place the parts of a page from cells of a table of facts."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from harvester.model import Block, Container, Kind

LAYOUT = 6
"""A cell with this many blocks, a table among them, holds a part of the page and no fact."""

KEPT = 4096
"""Paths whose tables were counted that are kept: each table around a cell looks at the cell's path again."""

_PATH: Final = 2  # of a container: by name it takes several times as long


def lay_out(blocks: list[Block], containers: Sequence[Container], first: int, tables: int) -> None:
    """Make paragraphs of the cell's own texts, from block ``first`` on, if the cell also holds a table.

    ``tables`` counts the tables around the cell's own texts.
    """
    if len(blocks) - first < LAYOUT:
        return
    depths = [_tables(containers[at][_PATH]) for _, _, at, _, _, _ in blocks[first:]]
    if max(depths) <= tables:
        return
    for at, depth in enumerate(depths, first):
        if depth == tables and blocks[at].kind is Kind.CELL:
            blocks[at] = blocks[at]._replace(kind=Kind.PARAGRAPH, level=0)


@lru_cache(KEPT)
def _tables(path: str) -> int:
    """Return the number of tables around an element with that path."""
    return path.count("/table")
