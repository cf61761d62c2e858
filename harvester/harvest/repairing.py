"""What ``verify --repair`` does: indexes and everything derived are made again; evidence is not touched."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from harvester.archive.beside import ARCHIVE, keep_readings, opened_beside
from harvester.archive.connection import archive_errors, path_of, sqlite3
from harvester.archive.differences import tables
from harvester.archive.fixity import captures_of, payload_ids, unreadable
from harvester.archive.integrity import spoilt_where
from harvester.archive.lock import rebuild_lock, run_lock
from harvester.archive.records import KINDS
from harvester.archive.search_index import PARTS
from harvester.archive.tallies import count_again
from harvester.archive.writing import open_archive, write_lock
from harvester.harvest.remaking import remake
from harvester.site_rule import SiteRule

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"

# A takedown still waits until no trace of the bytes is left; any other decision is settled now.
_SETTLED = f"""
    DELETE FROM {ARCHIVE}.unsettled WHERE decision_id IN (
        SELECT id FROM decision WHERE kind <> 'takedown'
    ) AND decision_id NOT IN (SELECT decision_id FROM main.unsettled)"""  # noqa: S608  a constant


# What was taken over does not wait to be read: it cannot be.
_KEPT = "DELETE FROM main.attempt WHERE capture_id IN (SELECT capture_id FROM main.reading)"


_WAITING = f"""
    INSERT INTO {ARCHIVE}.attempt (capture_id, started_at, fault)
    SELECT capture_id, started_at, fault FROM main.attempt"""  # noqa: S608  a constant


# A rebuild that was stopped has nothing left to do.
_REBUILT = f"DELETE FROM {ARCHIVE}.rebuilding"  # noqa: S608  a constant


LOST = ("host", "loss", "memento", "lookup", "notice_message", "notice_item", "notice_capture", "notice")
"""Rows of these tables of operation are removed if they are not what they were. What they held is found out
again: a host is asked, an index is read once more, a notice begins anew, a message may come twice."""

_BEFORE = {
    "memento": (
        "DELETE FROM {place}.lookup WHERE origin IN (SELECT origin FROM {place}.memento WHERE {spoilt})"
    ),
    "notice_message": (
        "UPDATE {place}.notice_item SET message_id = NULL"
        " WHERE message_id IN (SELECT id FROM {place}.notice_message WHERE {spoilt})"
    ),
}
"""This is done before rows of a table are removed: the index is read again, items wait for a message."""


def repair(path: Path, rules: tuple[SiteRule, ...], *, evidence_is_whole: bool) -> None:
    """Make indexes, views, everything derived and the search index again.

    What is derived is made beside the archive first, and takes the place of the old rows in one transaction.
    If evidence is damaged, its indexes stay as they are, since they show what is damaged. Readings of
    captures whose payloads are damaged stay too. Raises ArchiveLocked while a run goes on, and ArchiveDamaged
    if pages are damaged so that SQLite cannot remove what stands in them.
    """
    with run_lock(path), rebuild_lock(path):
        with closing(open_archive(path)) as db:  # which makes the views again
            _reindex(db.conn, () if evidence_is_whole else KINDS)
        with opened_beside(path, mode="rw") as conn, archive_errors(path):
            lost = [each.payload_id for each in unreadable(conn, payload_ids(conn))]
            keep_readings(conn, captures_of(conn, lost))
            remake(conn, rules, None)
            conn.execute(_KEPT)
            _replace(conn)
        with closing(open_archive(path)) as db, write_lock(db):
            count_again(db.conn)


def _reindex(conn: sqlite3.Connection, spared: Iterable[str]) -> None:
    """Make the indexes of all tables but these again."""
    with archive_errors(path_of(conn)):
        for (name,) in conn.execute(_TABLES).fetchall():
            if name not in spared:
                conn.execute(f'REINDEX "{name}"')


def _replace(conn: sqlite3.Connection) -> None:
    """Put what was made beside the archive in the place of what the archive has, in one transaction."""
    conn.execute(f"PRAGMA {ARCHIVE}.synchronous = FULL")
    conn.execute("BEGIN IMMEDIATE")
    for name in (*tables(conn), *PARTS):
        conn.execute(f"DELETE FROM {ARCHIVE}.{name}")  # noqa: S608  names of our schema
        conn.execute(f"INSERT INTO {ARCHIVE}.{name} SELECT * FROM main.{name}")  # noqa: S608
    conn.execute(f"DELETE FROM {ARCHIVE}.attempt")  # noqa: S608  a constant
    conn.execute(_WAITING)
    conn.execute(_SETTLED)
    conn.execute(_REBUILT)
    _lose(conn)
    conn.execute("COMMIT")


def _lose(conn: sqlite3.Connection) -> None:
    """Remove the rows of operation that are not what they were, and cannot be made of anything else."""
    spoilt = dict(spoilt_where(conn))
    for name in LOST:
        for sql in (_BEFORE.get(name, ""), "DELETE FROM {place}.{name} WHERE {spoilt}"):
            conn.execute(sql.format(place=ARCHIVE, name=name, spoilt=spoilt[name]))
