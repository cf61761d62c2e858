"""One run at a time: a lock on a file beside the archive, gone with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from harvester.errors import ArchiveLocked, ArchiveUnwritable


def run_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the archive for one run; raise ArchiveLocked immediately if another run holds it.

    The file ``<archive>.lock`` stays behind, empty: removing it would let two runs hold two locks.
    """
    return _held(path, "lock", "another run holds the archive")


def rebuild_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the archive for one rebuild, beside which runs go on; raise ArchiveLocked if another one does."""
    return _held(path, "rebuild.lock", "another rebuild holds the archive")


@contextmanager
def _held(path: Path, suffix: str, reason: str) -> Iterator[None]:
    lock = path.with_name(f"{path.name}.{suffix}")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        advice = "Change permissions, or name another file."
        raise ArchiveUnwritable(lock, f"it cannot be made ({error.strerror})", advice) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            advice = "Wait for it to end, or stop it."
            raise ArchiveLocked(path, reason, advice) from error
        yield
    finally:
        os.close(handle)  # and with it goes the lock
