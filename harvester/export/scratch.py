"""What an export must remember: which payloads were written, and the lines of the index to be sorted.

It is a private SQLite file that the system removes, so that the memory does not grow with the archive.
"""

from collections.abc import Iterator

from harvester.archive.connection import sqlite3
from harvester.interop.warc.drafts import Referred

_TABLES = """
    PRAGMA journal_mode = OFF;
    CREATE TABLE payload (digest TEXT PRIMARY KEY, key TEXT, url TEXT, date TEXT) WITHOUT ROWID;
    CREATE TABLE answered (key TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE line (line TEXT);
    BEGIN"""


class Scratch:
    """The memory of one export."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def known(self, digest: str, here: Referred) -> Referred | None:
        """Return the record that was written with that payload; None if ``here`` is the first."""
        found = self._db.execute("SELECT key, url, date FROM payload WHERE digest = ?", (digest,)).fetchone()
        if found:
            return Referred(*found)
        self._db.execute("INSERT INTO payload VALUES (?, ?, ?, ?)", (digest, *here))
        return None

    def add_line(self, line: str) -> None:
        """Keep a line of the index."""
        self._db.execute("INSERT INTO line VALUES (?)", (line,))

    def lines(self) -> Iterator[str]:
        """Yield the lines of the index, sorted by their bytes."""
        for row in self._db.execute("SELECT line FROM line ORDER BY line"):
            yield row[0]

    def add_answered(self, key: str) -> None:
        """Note that a capture was written with an answer that can be replayed."""
        self._db.execute("INSERT OR IGNORE INTO answered VALUES (?)", (key,))

    def is_answered(self, key: str) -> bool:
        """Return whether a capture was written with an answer that can be replayed."""
        return self._db.execute("SELECT 1 FROM answered WHERE key = ?", (key,)).fetchone() is not None
