"""Find the column of a table's cell when other cells span columns and rows."""

from harvester.normalise.style import Attributes

MAX_COLUMNS = 40
"""Spans are kept up to this column of a table; they cost time by columns times rows."""
MAX_ROWS = 1_000
"""A cell may span at most this many rows."""


class Grid:
    """A grid holds the columns of one open table.

    ``column`` is the last column in use in the open row. ``hanging`` has the columns that a cell from a row
    above fills, with the number of rows that remain, including the open one.
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
        """Start the next row at the first column."""
        self.column = 0
        if self.hanging:
            self.hanging = {column: rows - 1 for column, rows in self.hanging.items() if rows > 1}


def _span(value: str | None, most: int) -> int:
    """Return the number of columns or rows that the attribute gives; 1 if it gives no valid number."""
    text = (value or "").strip()[:9]
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() else 1
