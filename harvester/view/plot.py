"""A plot as a value: its numbers, what they say in a sentence, and what they do not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Cell = Any  # a text or a number


TITLES = {
    "changes": "Changes a day",
    "survival": "How long answers stand",
    "delays": "When edits come",
    "edits": "What edits touch",
}
"""Each plot has one of these titles."""


class Column(NamedTuple):
    """A column of a plot's numbers. description: what it holds, in a few words."""

    name: str
    description: str


class PlotTable(NamedTuple):
    """The numbers as a page shows them, in words for people. rest: what is left out, in a sentence."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot.

    finding: what the numbers say, in a sentence; "" if there are none. notes: what a reader must know about
    them. rows: all numbers, in the order of the columns. digest: those that a page shows.
    """

    name: str
    finding: str
    notes: Sequence[str]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    digest: PlotTable

    @property
    def title(self) -> str:
        """Return what stands above the plot."""
        return TITLES[self.name]

    def objects(self) -> list[dict[str, Cell]]:
        """Return the rows by the names of their columns."""
        names = [each.name for each in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def share(part: float, whole: float) -> str:
    """Return a share as "42 %", "0.4 %" or "0 %"."""
    percent = 100 * part / whole if whole else 0.0
    return f"{percent:.1f} %" if 0 < percent < 1 or 99 < percent < 100 else f"{percent:.0f} %"  # noqa: PLR2004  per cent
