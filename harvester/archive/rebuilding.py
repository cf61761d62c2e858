"""How far a rebuild came. The archive has the mark, so a backup has the one that goes with its rows."""

from sqlite_utils import Database

from harvester import __version__
from harvester.archive.connection import SCHEMA_VERSION, select, sqlite3
from harvester.archive.writing import relaxed


def reached(conn: sqlite3.Connection, label: str) -> int:
    """Return the number of the URL that a stopped rebuild came to, 0 if none was stopped.

    label: of the reader. Where the program, the schema or the reader is another one, the rebuild begins anew.
    """
    rows = select(conn, "SELECT url_id FROM rebuilding WHERE reader = ?", (_by(label),))
    return int(rows[0][0]) if rows else 0


def note_reached(db: Database, label: str, url_id: int) -> None:
    """Note that the captures of the URLs up to this number were read again, and their articles settled."""
    with relaxed(db):
        db.conn.execute(
            "INSERT INTO rebuilding (id, reader, url_id) VALUES (1, ?1, ?2)"
            " ON CONFLICT (id) DO UPDATE SET reader = ?1, url_id = ?2",
            (_by(label), url_id),
        )


def forget_reached(conn: sqlite3.Connection) -> None:
    """Note that no rebuild is under way; in the caller's transaction."""
    conn.execute("DELETE FROM rebuilding")


def _by(label: str) -> str:
    return f"{__version__} {SCHEMA_VERSION} {label}"
