"""What follows a run when everything is stored: a time stamp, and new versions saved elsewhere."""

from collections.abc import Iterator

from sqlite_utils import Database

from harvester.config import Settings
from harvester.fetch import Clocks
from harvester.harvest.clock import Clock
from harvester.harvest.events import Saved, Stamped
from harvester.harvest.saving import save
from harvester.harvest.stamping import stamp


def afterwards(db: Database, settings: Settings, run_id: int, clock: Clock) -> Iterator[Stamped | Saved]:
    """Do what the settings ask for after a run; yield each result. No fault in it fails the run."""
    yield from stamp(db, settings)
    yield from save(db, settings, run_id, Clocks(now=clock.now))
