"""One run at a time: a lock on a file beside the archive, gone with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from harvester.errors import ArchiveLocked, ArchiveUnwritable

_WAIT = "Wait for it to end, or stop it."


def run_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the archive for one run; raise ArchiveLocked immediately if another run holds it.

    The file ``<archive>.lock`` stays behind, empty: removing it would let two runs hold two locks.
    """
    return _held(path, "lock", "another run holds the archive")


def rebuild_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the archive for one rebuild, beside which runs go on; raise ArchiveLocked if another one does."""
    return _held(path, "rebuild.lock", "another rebuild holds the archive")


def forever_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the archive for one program that runs forever; other runs may come between its runs."""
    return _held(path, "forever.lock", "another 'harvester run --forever' serves the archive")


def notify_lock(path: Path) -> AbstractContextManager[None]:
    """Hold the notices of the archive, so that no other program sends the same; else ArchiveLocked."""
    return _held(path, "notify.lock", "another program sends its notices")


@contextmanager
def claimed(path: Path, mode: int) -> Iterator[None]:
    """Hold a file while it is written, empty at first; raise ArchiveLocked if another program writes it.

    What a killed program left there is removed. A file may have been renamed between opening and locking it,
    so its name is looked at again once it is held.
    """
    reason = "another program is writing it"
    with _locked(path, mode) as handle:
        if handle is None or not (path.exists() and os.path.samestat(os.fstat(handle), path.stat())):
            raise ArchiveLocked(path, reason, _WAIT)
        os.ftruncate(handle, 0)
        yield


@contextmanager
def _held(path: Path, suffix: str, reason: str) -> Iterator[None]:
    with _locked(path.with_name(f"{path.name}.{suffix}"), 0o644) as handle:
        if handle is None:
            raise ArchiveLocked(path, reason, _WAIT)
        yield


@contextmanager
def _locked(lock: Path, mode: int) -> Iterator[int | None]:
    """Open the file and lock it; yield its handle, None where another process holds it."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, mode)
    except FileNotFoundError as error:
        raise ArchiveUnwritable(lock, f"there is no folder {lock.parent}", "Make it first.") from error
    except OSError as error:
        advice = "Change permissions, or name another file."
        raise ArchiveUnwritable(lock, f"it cannot be made ({error.strerror})", advice) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)  # and with it goes the lock
