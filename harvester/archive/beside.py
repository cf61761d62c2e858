"""A temporary database beside an archive: empty derived tables, and the archive's evidence.

It is a database of SQLite's own: in memory, and in a file without a name when it is large. Names of tables
mean those of the archive if it has none of that name itself. So whatever derives rows in an archive derives
them here.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from harvester.archive.connection import read_mode, sqlite3
from harvester.archive.records import KINDS
from harvester.sql import scripts

ARCHIVE = "archived"
"""The archive has this name in the temporary database."""

# A takedown is about bytes, which are gone. Every other decision is settled again.
_DECISIONS = "INSERT INTO unsettled SELECT id, '' FROM decision WHERE kind <> 'takedown'"

# What is derived may add a URL, but only where the archive is damaged.
_URLS = """
    CREATE TABLE url (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, surt TEXT NOT NULL);
    CREATE INDEX url_by_surt ON url (surt);"""

_TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"

_KEPT = (
    "INSERT INTO main.reading SELECT * FROM {archive}.reading WHERE capture_id = ?",
    "INSERT OR IGNORE INTO main.snapshot SELECT * FROM {archive}.snapshot WHERE id IN ({snapshot})",
    "INSERT OR IGNORE INTO main.pair SELECT * FROM {archive}.pair WHERE snapshot_id IN ({snapshot})",
    """INSERT OR IGNORE INTO main.wording SELECT * FROM {archive}.wording WHERE n IN (
        SELECT wording FROM main.pair WHERE snapshot_id IN ({snapshot}))""",
    """INSERT OR IGNORE INTO main.stated SELECT * FROM {archive}.stated WHERE id IN (
        SELECT stated_id FROM main.reading WHERE capture_id = ?)""",
    """INSERT OR IGNORE INTO main.surroundings SELECT * FROM {archive}.surroundings WHERE id IN (
        SELECT surroundings_id FROM main.reading WHERE capture_id = ?)""",
)
_SNAPSHOT = "SELECT snapshot_id FROM main.reading WHERE capture_id = ?"


@contextmanager
def opened_beside(path: Path, mode: str = "") -> Iterator[sqlite3.Connection]:
    """Yield the temporary database: as if the archive had just learnt its evidence, and derived nothing.

    mode: "rw" to write to the archive as well.
    """
    with closing(sqlite3.connect("", uri=True, isolation_level=None)) as conn:
        conn.row_factory = sqlite3.Row
        conn.execute("PRAGMA synchronous = OFF")
        conn.executescript("\n".join(scripts("migrations").values()))
        for kind in reversed(KINDS):
            conn.execute(f"DROP TABLE {kind}")
        for (name,) in conn.execute(_TRIGGERS).fetchall():  # they note what is due, which is not derived here
            conn.execute(f"DROP TRIGGER {name}")
        attach(conn, path, mode)
        conn.executescript(_URLS)
        conn.execute(f"INSERT INTO url SELECT id, url, surt FROM {ARCHIVE}.url")  # noqa: S608  a constant
        conn.execute(_DECISIONS)
        yield conn


def attach(conn: sqlite3.Connection, path: Path, mode: str = "") -> str:
    """Attach an archive to a connection that takes URIs, by default only to read; return its name there."""
    uri = f"file:{quote(os.fspath(path.absolute()))}?mode={mode or read_mode(path)}"
    conn.execute(f"ATTACH ? AS {ARCHIVE}", (uri,))
    return ARCHIVE


def keep_readings(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Take over the readings of captures that cannot be read again, with what they show."""
    for capture_id in capture_ids:
        for sql in _KEPT:
            conn.execute(sql.format(archive=ARCHIVE, snapshot=_SNAPSHOT), (capture_id,))
