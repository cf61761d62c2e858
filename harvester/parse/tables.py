"""Write tables in an answer as text: each row is one line, "Adult | 12".

Each cell stays a block and a line of the document, because a question can stand in one cell and its answer in
the next. Only the text of an answer joins rows. Readers see the bar, and searches find the words beside
it. If a value moves to another column, the text changes; with tabs, which are white space, the change would
be hidden. A column that is empty in the row, or filled by a cell above, is an empty field: "| Tue | 9".

A table with long cells or with headings is only for layout: its blocks are paragraphs.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harvester.model import Container, Kind
from harvester.parse.lines import Line

LONG_CELL = 400
"""A cell with at least this many characters is prose; the corpus's longest cell of facts has 130."""

BAR = " | "
_CELLS = frozenset(("td", "th"))
_TEXTS = frozenset((Kind.CELL, Kind.PARAGRAPH, Kind.ITEM))


class TableCell(NamedTuple):
    """A cell has the containers of its table, row and cell; columns count from 1, and 0 is unknown."""

    table: int
    row: int
    cell: int
    column: int


def cells_of(containers: Sequence[Container], lines: Sequence[Line]) -> Mapping[int, TableCell]:
    """Return the cells of the lines in tables of facts, by the lines' places in the sequence."""
    found: dict[int, TableCell] = {}
    for at, line in enumerate(lines):
        if (cell := cell_of(containers, line)) is not None:
            found[at] = cell
    layout = {
        cell.table
        for at, cell in found.items()
        if lines[at].kind not in _TEXTS or len(lines[at].text) >= LONG_CELL
    }
    rows: dict[int, set[int]] = {}
    for cell in found.values():
        rows.setdefault(cell.row, set()).add(cell.cell)
    facts = {cell.table for cell in found.values() if len(rows[cell.row]) > 1} - layout
    return {at: cell for at, cell in found.items() if cell.table in facts}


def between(above: TableCell | None, cell: TableCell) -> str:
    """Return the text before a cell's line. ``above`` is the cell of the line before, if it has one."""
    empty = BAR.lstrip() * (cell.column - 1)
    if above is None or above.table != cell.table:
        return f"\n\n{empty}"
    if above.cell == cell.cell:
        return " "
    if above.row != cell.row:
        return f"\n{empty}"
    skipped = cell.column - above.column - 1 if above.column else 0
    return BAR + BAR.lstrip() * skipped


def cell_of(containers: Sequence[Container], line: Line) -> TableCell | None:
    """Return the innermost cell around a line, or None."""
    at = line.container
    if "/t" not in containers[at].path:
        return None
    while at >= 0 and containers[at].tag not in _CELLS:
        at = containers[at].parent
    row = containers[at].parent if at >= 0 else -1
    table = row
    while table >= 0 and containers[table].tag != "table":
        table = containers[table].parent
    if table < 0:
        return None
    return TableCell(table, row, at, line.level if line.kind is Kind.CELL else 0)
