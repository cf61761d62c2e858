"""Captures that come from files: known ones are recognised, and what a takedown removed stays away."""

import json
from collections.abc import Iterable
from enum import Enum, auto

from sqlite_utils import Database

from harvester.archive.captures import Recording, add_chain
from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.payload import digest_of
from harvester.archive.writing import evidence
from harvester.model import Capture

SAVED = "saved"
"""Captures that come from files which somebody kept have this kind."""

_TAKEN_DOWN = "SELECT 1 FROM tombstone WHERE payload_digest = ?"
_KNOWN = "SELECT 1 FROM capture WHERE key = ?"
_ORIGIN = "INSERT INTO origin (capture_id, file) VALUES (?, ?)"


class Fate(Enum):
    """What becomes of a capture from a file."""

    NEW = auto()
    KNOWN = auto()  # the archive has it already, by its key
    TAKEN_DOWN = auto()  # a takedown removed its bytes, which may not come back


def is_taken_down(conn: sqlite3.Connection, digest: bytes) -> bool:
    """Return whether a takedown removed the bytes with that digest, here or in an archive that was merged."""
    return conn.execute(_TAKEN_DOWN, (digest,)).fetchone() is not None


def fate_of(conn: sqlite3.Connection, capture: Capture) -> Fate:
    """Return what becomes of a saved page."""
    digest = digest_of(capture.body) if capture.body else b""
    if is_taken_down(conn, digest):
        return Fate.TAKEN_DOWN
    key = capture_key(capture, digest, Provenance(SAVED))
    return Fate.KNOWN if conn.execute(_KNOWN, (key,)).fetchone() else Fate.NEW


def add_saved(db: Database, recording: Recording, capture: Capture, file: str) -> int:
    """Keep a saved page that is new, on the disk when this returns; return its capture's id."""
    with evidence(db):
        capture_id = add_chain(db, recording._replace(kind=SAVED), (capture,))
        db.conn.execute(_ORIGIN, (capture_id, storable(file)))
    return capture_id


def unreadable(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> dict[int, str]:
    """Return {capture id: why} for the captures whose bytes are not a page."""
    rows = select(
        conn,
        "SELECT capture_id, reason FROM reading WHERE verdict IN ('unreadable', 'unsupported')"
        " AND capture_id IN (SELECT value FROM json_each(?))",
        (json.dumps([*capture_ids]),),
    )
    return dict(map(tuple, rows))
