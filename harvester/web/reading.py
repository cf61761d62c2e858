"""The archive as the server reads it: a connection a thread, one state a page, no query without end."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.archive.connection import open_readonly, sqlite3

BUDGET_S = 1.0
"""The queries of one page may take this many seconds of processor time; on two million pairs they take some
milliseconds. What others take on a busy machine does not count."""

KEPT_BUDGET_S = 5.0
"""The queries of a page whose numbers are kept may take this long: it is once, until the archive changes."""

OPCODES = 20_000
"""SQLite's machine does this many steps between two looks at the clock: well below a millisecond."""

_INTERRUPTED = 9  # SQLITE_INTERRUPT, https://www.sqlite.org/rescode.html


class TooSlow(Exception):
    """The queries of a page did not end within their seconds, which are the argument."""


class ArchiveReader:
    """Opens the archive once in each thread that reads it, and again if another file took its place."""

    def __init__(self, path: Path) -> None:
        """Read that archive; it is opened when it is first asked for."""
        self.path = path
        self._open = threading.local()

    @contextmanager
    def reading(self, budget_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """Yield a connection on which nothing can be written, and which sees one state of the archive.

        Raises TooSlow if its queries take longer than the budget, or `BUDGET_S`.
        """
        conn = self._connection()
        seconds = BUDGET_S if budget_s is None else budget_s
        deadline = time.thread_time() + seconds
        conn.set_progress_handler(lambda: time.thread_time() > deadline, OPCODES)
        try:
            conn.execute("BEGIN")
            yield conn
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == _INTERRUPTED:
                raise TooSlow(seconds) from error
            raise
        finally:
            conn.set_progress_handler(None, 0)
            conn.rollback()

    def _connection(self) -> sqlite3.Connection:
        file = _identity(self.path)
        if file is None or getattr(self._open, "file", None) != file:
            self.close()
            self._open.conn = open_readonly(self.path)
            self._open.file = file
        conn: sqlite3.Connection = self._open.conn
        return conn

    def close(self) -> None:
        """Close the connection of this thread, if it has one."""
        if getattr(self._open, "file", None) is not None:
            self._open.conn.close()
        self._open.file = None


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another that has its name later; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  each page asks it
    except OSError:
        return None
    return found.st_dev, found.st_ino
