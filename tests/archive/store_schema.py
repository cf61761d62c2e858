"""The tables of evidence by themselves, for tests that need no archive around them."""

from harvester.archive.connection import connect, sqlite3
from harvester.sql import scripts


def opened(path=None):
    """A new file with the tables, in write-ahead mode as an archive is; without a path it is in memory."""
    conn = connect(path, "rwc") if path else sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA foreign_keys = ON")
    migrations = scripts("migrations")
    conn.executescript(migrations["0001_evidence"] + migrations["0002_append_only"])
    return conn


def bury(conn, payload_id):
    """Add the tombstone that allows the payload to be removed."""
    conn.execute(
        "INSERT INTO tombstone (capture_key, payload_digest, taken_at, who, why)"
        " SELECT x'00', digest, '2026-11-23T12:00:00.000Z', 'desk', 'order of a court'"
        " FROM payload WHERE id = ? ON CONFLICT DO NOTHING",
        (payload_id,),
    )
