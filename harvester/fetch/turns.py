"""Turns at hosts that all processes on one archive share: a lock and two moments for each host, in a file.

The file has a slot for each host, found by a digest of its name. If a process is killed, its locks end with
it, and the moments that it noted stay. So the next process keeps the delay even to a request of which nothing
was stored. Two hosts that fall on one slot wait for each other, which is harmless and rare.
"""

import fcntl
import os
import struct
import threading
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from harvester.errors import ArchiveUnwritable

SLOTS = 1 << 20
"""Among 5,000 hosts some ten pairs share one of these slots; the file is sparse, 4 KB for each host."""

_SLOT = struct.Struct("<dd")
_MOMENT = struct.Struct("<d")


class Moments(NamedTuple):
    """Of a host, in seconds since 1970 UTC, 0 for never.

    active_at: when a request to it began or ended last. not_before: until when it asked to be left alone.
    """

    active_at: float = 0.0
    not_before: float = 0.0


class SharedTurns:
    """The file. A process may have one such object, because its locks belong to the process. Thread-safe."""

    def __init__(self, path: Path) -> None:
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            advice = "Change permissions, or name another archive."
            raise ArchiveUnwritable(path, f"it cannot be made ({error.strerror})", advice) from error
        self._mutex = threading.Lock()
        self._is_open = True

    def close(self) -> None:
        """Release all hosts. Later calls do nothing, because the handle may soon be that of another file."""
        with self._mutex:
            self._is_open = False
            os.close(self._handle)

    def take(self, host: str) -> bool:
        """Hold the host for one request; False if another process holds it."""
        with self._mutex:
            try:
                if self._is_open:
                    fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _SLOT.size, _offset(host))
            except OSError:
                return False
        return True

    def leave(self, host: str) -> None:
        """Let other processes have the host."""
        with self._mutex:
            if self._is_open:
                fcntl.lockf(self._handle, fcntl.LOCK_UN, _SLOT.size, _offset(host))

    def read(self, host: str) -> Moments:
        """Return what was noted of the host."""
        with self._mutex:
            slot = os.pread(self._handle, _SLOT.size, _offset(host)) if self._is_open else b""
        return Moments(*_SLOT.unpack(slot.ljust(_SLOT.size, b"\0")))

    def note_active(self, host: str, at: datetime) -> None:
        """Note that a request begins or ends."""
        self._write(_offset(host), at)

    def note_wait(self, host: str, until: datetime) -> None:
        """Note until when the host asked to be left alone."""
        self._write(_offset(host) + _MOMENT.size, until)

    def _write(self, offset: int, moment: datetime) -> None:
        with self._mutex, suppress(OSError):  # on a full disk the archive itself says so
            if self._is_open:
                os.pwrite(self._handle, _MOMENT.pack(moment.timestamp()), offset)


def _offset(host: str) -> int:
    digest = blake2b(host.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") % SLOTS * _SLOT.size
