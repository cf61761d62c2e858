"""How much space is free on the disk of an archive, and whether that is enough for a run."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

LEAST_FREE = 1 << 30
"""A run stops asking when fewer bytes than this are free on the disk: 1 GiB. A failed write loses what was
being fetched, and other programs on the disk fail too; the log of SQLite and a large body fit easily."""

LEAST_SHARE = 0.05
"""On a disk of less than 20 GiB, this share of it is enough."""


class Space(Protocol):
    """The space of a disk in bytes, as `shutil.disk_usage` gives it."""

    @property
    def total(self) -> int:
        """All of it."""

    @property
    def free(self) -> int:
        """What can be written still."""


def low_space(path: Path, space: Callable[[Path], Space]) -> str:
    """Return a sentence where too little space is free for a run, ``""`` where there is enough."""
    found = space(path.absolute().parent)
    least = min(LEAST_FREE, LEAST_SHARE * found.total)
    if found.free >= least:
        return ""
    return (
        f"only {found.free / 2**20:,.0f} MiB are free on its disk, and a run needs {least / 2**20:,.0f} MiB"
    )
