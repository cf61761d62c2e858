"""Time stamps of heads as rows of evidence."""

from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.chain import own_key
from harvester.archive.connection import select, sqlite3
from harvester.archive.fixity import stamp_key
from harvester.archive.manifests import newest
from harvester.archive.writing import evidence

_INSERT = (
    "INSERT INTO stamp (key, head, authority, stamped_at, reply, root) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO NOTHING"
)


class Stamp(NamedTuple):
    """What an authority said of a head: when it saw it, its answer, and the root certificate, both DER."""

    head: bytes
    authority: str
    stamped_at: str
    reply: bytes
    root: bytes


def add_stamp(db: Database, stamp: Stamp) -> None:
    """Keep a time stamp that was verified, on the disk when this returns."""
    said = {
        name: value.hex() if isinstance(value, bytes) else value for name, value in stamp._asdict().items()
    }
    with evidence(db):
        db.conn.execute(_INSERT, (stamp_key(said), *stamp))


def stamps(conn: sqlite3.Connection) -> tuple[Stamp, ...]:
    """Return all time stamps, in the order of their times."""
    sql = "SELECT head, authority, stamped_at, reply, root FROM stamp ORDER BY stamped_at, id"
    return tuple(Stamp(*row) for row in select(conn, sql))


def unstamped_head(conn: sqlite3.Connection) -> bytes:
    """Return the newest head of this archive if no authority confirmed it, else ``b""``."""
    manifest = newest(conn, own_key(conn))
    if manifest is None or select(conn, "SELECT 1 FROM stamp WHERE head = ?", (manifest.head,)):
        return b""
    return manifest.head
