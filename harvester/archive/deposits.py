"""Pages that another archive was asked to save, as rows of evidence."""

from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.fixity import deposit_key
from harvester.archive.writing import evidence


class Deposit(NamedTuple):
    """An answer of an archive that was asked to save a page; the names are those of the table ``deposit``."""

    capture_key: bytes
    archive: str
    url: str
    asked_at: str
    status: int
    reply: str
    memento: str


class OpenedVersion(NamedTuple):
    """A version that a run opened: the key of the capture that opened it, and the URL that showed it."""

    capture_key: bytes
    url: str


_INSERT = f"""
    INSERT INTO deposit (key, {", ".join(Deposit._fields)})
    VALUES (?, {", ".join("?" * len(Deposit._fields))}) ON CONFLICT (key) DO NOTHING"""  # noqa: S608  constants
_OPENED = """
    SELECT capture.key, url.url FROM capture JOIN version ON version.first_capture_id = capture.id
    JOIN url ON url.id = capture.url_id WHERE capture.run_id = ? ORDER BY capture.id"""


def add_deposit(db: Database, deposit: Deposit) -> None:
    """Keep what an archive answered, on the disk when this returns."""
    kept = deposit._replace(url=storable(deposit.url), reply=storable(deposit.reply))
    said = kept._asdict() | {"capture_key": kept.capture_key.hex()}
    with evidence(db):
        db.conn.execute(_INSERT, (deposit_key(said), *kept))


def versions_opened(conn: sqlite3.Connection, run_id: int) -> list[OpenedVersion]:
    """Return the versions that the captures of a run opened, in the order of the captures."""
    return [OpenedVersion(*row) for row in select(conn, _OPENED, (run_id,))]
