"""The row of a run: it is closed in any case, whatever signal comes, and its evidence is sealed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from harvester import __version__
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import undo_cut_off
from harvester.harvest.interruption import signals_held

PROGRAM = f"harvester {__version__}"
"""Each run notes the program that made it, with its version."""


class RunRow:
    """The row of one run. id: 0 until it begins. Call `end` in any case, so begin it within the ``try``."""

    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db, self._now = db, now
        self.id = 0

    def begin(self, invocation: Invocation) -> None:
        """Begin the run. A signal that comes meanwhile is handled when its id is known."""
        with signals_held():
            self.id = begin_run(self._db, invocation, self._now())

    def end(self, report: Mapping[str, Any]) -> None:
        """Close the row with its report, and seal its evidence; without a run nothing is done."""
        if not self.id:
            return
        with signals_held():
            undo_cut_off(self._db)
            end_run(self._db, self.id, report, self._now())
        seal(self._db, self._now())
