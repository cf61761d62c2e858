"""The plots of an archive as numbers: functions from (archive, selection) to a `harvester.view.plot.Plot`.

The selection's filters are those of the search. On 2,000,000 pairs a plot takes some tenths of a second, so
whoever shows plots keeps them.
"""

from collections.abc import Callable, Mapping

from harvester.archive.connection import sqlite3
from harvester.view.plot import Plot
from harvester.view.plotted_changes import changes, delays, edits
from harvester.view.selection import Selection
from harvester.view.survival import survival

PLOTS: Mapping[str, Callable[[sqlite3.Connection, Selection], Plot]] = {
    "changes": changes,
    "survival": survival,
    "delays": delays,
    "edits": edits,
}
"""Plots are listed in this order."""
