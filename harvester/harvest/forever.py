"""Runs one after another, whenever something is due: what a service does in place of a timer."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from harvester.archive.connection import open_readonly
from harvester.archive.due import is_due
from harvester.config import Settings
from harvester.errors import ArchiveLocked, ArchiveUnwritable, ClockWrong, ConfigError, HarvesterError

LOOK_S = 60.0
"""This many seconds pass from one look at what is due to the next. What somebody adds, changes or frees waits
for at most that long, and a look costs some milliseconds."""

PASSING = (ArchiveLocked, ArchiveUnwritable, ClockWrong)
"""These pass: another run ends, somebody frees space or sets the clock. All else ends the program."""


def forever(
    load: Callable[[], Settings],
    run: Callable[[Settings], object],
    wait: Callable[[float], object],
    now: Callable[[], datetime],
) -> Iterator[HarvesterError | None]:
    """Do a run whenever something is due, or the settings have changed; yield after each look, without end.

    It yields the error that prevented a run, if it may pass, and None if there was none. Wrong settings are
    such an error, and the earlier ones stay in force. load: reads the settings. wait: for this many seconds.
    """
    held: Settings | None = None
    while True:
        problem: HarvesterError | None = None
        try:
            settings = load()
            if settings != held or _is_due(settings.archive, now()):
                run(settings)
            held = settings
        except ConfigError as error:
            if held is None:
                raise
            problem = error
        except PASSING as error:
            problem = error
        yield problem
        wait(LOOK_S)


def _is_due(path: Path, now: datetime) -> bool:
    with closing(open_readonly(path)) as conn:
        return is_due(conn, now)
