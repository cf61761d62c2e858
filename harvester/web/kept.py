"""What takes long is computed once for each state of the archive, and kept while that lasts."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from harvester.archive.connection import select, sqlite3

State = tuple[tuple[int, ...], ...]


def state(conn: sqlite3.Connection) -> State:
    """Return what is another after every commit: identity, size and time of the archive and of its WAL.

    Ask for it before anything is read over the connection. A state that is noted before the transaction sees
    the archive is at worst older than what is read, and then a value is only made once more.
    """
    path = select(conn, "PRAGMA database_list")[0][2]
    return tuple(_file(path + suffix) for suffix in ("", "-wal"))


def _file(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116  each page asks it
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class KeptValues:
    """The values that were asked for last. Threads that want one at the same time wait for each other."""

    def __init__(self, most: int) -> None:
        """Keep at most this many values."""
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def value(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the value of a key that names a state of the archive, too; it is made if it is not kept."""
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
                if len(self._values) > self._most:
                    self._values.popitem(last=False)
            self._values.move_to_end(key)
            return self._values[key]
