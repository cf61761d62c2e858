"""Removal: the bytes of a payload are overwritten, the patches on it are encoded again, and no trace is left.

This is for takedowns only. The caller's transaction holds the tombstone already: without one, the
triggers refuse every change.
"""

from sqlite_utils import Database

from harvester.archive.connection import archive_errors, path_of, select, sqlite3
from harvester.archive.frames import EDITION_LEVEL
from harvester.archive.indexing import merge_indexes
from harvester.archive.payload import REMOVED, Base, Payloads, damaged, encode
from harvester.archive.writing import evidence
from harvester.errors import ArchiveDamaged, PayloadRemoved

_DEPENDANTS = "SELECT id FROM payload WHERE base_id = ? ORDER BY id"
_PLACE = "SELECT base_id, coding FROM payload WHERE id = ?"
_REENCODE = "UPDATE payload SET base_id = ?, coding = ?, body = ? WHERE id = ?"
_REMOVE = "UPDATE payload SET base_id = NULL, coding = 'removed', body = x'' WHERE id = ?"


def remove_payload(conn: sqlite3.Connection, payload_id: int) -> None:
    """Remove the bytes of a payload inside the caller's transaction; its row stays, with digest and size.

    The patches on it become patches on its base, or on the first of themselves. Damaged ones are left as they
    are. The file's free pages are overwritten; the caller's checkpoint removes copies in the write-ahead log.
    """
    place = select(conn, _PLACE, (payload_id,))
    if not place:
        raise damaged(path_of(conn), payload_id, "is missing")
    if place[0]["coding"] == REMOVED:  # for another capture that had the same bytes
        return
    conn.execute("PRAGMA secure_delete = ON")
    reader = Payloads(conn)
    dependants = [row[0] for row in select(conn, _DEPENDANTS, (payload_id,))]
    base = _readable(reader, place[0]["base_id"]) if dependants else None
    for dependant in dependants:
        found = _readable(reader, dependant)
        if found is not None:
            conn.execute(_REENCODE, (*encode(found.body, base, EDITION_LEVEL), dependant))
            base = base or found
    conn.execute(_REMOVE, (payload_id,))


def _readable(reader: Payloads, payload_id: int | None) -> Base | None:
    """Return the payload as a base; None if there is none or it cannot be read."""
    if payload_id is None:
        return None
    try:
        return Base(payload_id, 0, reader.read(payload_id))
    except (ArchiveDamaged, PayloadRemoved):
        return None


def scrub(db: Database) -> bool:
    """Leave no trace of removed text in the file and its log; return whether that is so.

    That is not so while another program reads the archive as it was before. Deleting alone would leave words
    in the search index until its parts are merged, and copies on pages that were balanced earlier.
    """
    with evidence(db):
        merge_indexes(db.conn)
    with archive_errors(db.conn):
        db.conn.execute("VACUUM")
        is_busy, *_ = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
