"""In which column of a table a cell stands, where other cells span columns and rows."""

from harvester.normalise.style import Attributes

MAX_COLUMNS = 40
"""Columns of the widest table of which spans are kept; they would take time by columns times rows."""
MAX_ROWS = 1_000
"""Rows that a cell may span at most."""


class Grid:
    """The columns of one open table.

    column: the last one that is taken in the open row. hanging: columns that a cell of a row above fills, and
    for how many more rows, the open one among them.
    """

    __slots__ = ("column", "hanging")

    def __init__(self) -> None:
        self.column = 0
        self.hanging: dict[int, int] = {}

    def place(self, attributes: Attributes) -> int:
        """Return the column of the open row's next cell."""
        column = self.column + 1
        while column in self.hanging:
            column += 1
        self.column = column
        if attributes and column <= MAX_COLUMNS:
            self.column += _span(attributes.get("colspan"), MAX_COLUMNS) - 1
            if (rows := _span(attributes.get("rowspan"), MAX_ROWS)) > 1:
                self.hanging.update(dict.fromkeys(range(column, self.column + 1), rows))
        return column

    def end_row(self) -> None:
        """Begin at the first column again, in the next row."""
        self.column = 0
        if self.hanging:
            self.hanging = {column: rows - 1 for column, rows in self.hanging.items() if rows > 1}


def _span(value: str | None, most: int) -> int:
    """Return how many columns or rows the attribute says; 1 where it says nothing of use."""
    text = (value or "").strip()[:9]
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() else 1
