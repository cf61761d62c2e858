"""What ``doctor`` checks: which SQLite works on the archive, in which mode, and whether the file is sound."""

from typing import NamedTuple

from harvester.archive.connection import path_of, select, sqlite3, sqlite_is_safe

_FIRST_PROBLEMS = 5
_VERSION_OFFSET, _WAL = 18, 2  # https://www.sqlite.org/fileformat.html, 1.3.3: the write version

_ORPHANS = """
    SELECT lower(hex(digest)) FROM payload
    WHERE id NOT IN (SELECT payload_id FROM capture WHERE payload_id IS NOT NULL)"""

_UNSETTLED = "SELECT fault FROM unsettled WHERE fault <> ''"

_UNINDEXED = """
    SELECT (SELECT count(*) FROM wording), (SELECT count(*) FROM wording_search_docsize)"""


class Engine(NamedTuple):
    """The SQLite in use. safe: its write-ahead log loses no commit."""

    module: str
    version: str
    safe: bool


class Check(NamedTuple):
    """One check of the archive; without problems, all is well."""

    name: str
    problems: tuple[str, ...]


def engine() -> Engine:
    """Return the SQLite that this program uses."""
    return Engine(
        sqlite3.__name__.split(".")[0], sqlite3.sqlite_version, sqlite_is_safe(sqlite3.sqlite_version_info)
    )


def journal_mode(conn: sqlite3.Connection) -> str:
    """Return "wal" or "delete", as the file says; SQLite says otherwise if it was opened as immutable."""
    with path_of(conn).open("rb") as file:
        return "wal" if file.read(_VERSION_OFFSET + 1)[-1] == _WAL else "delete"


def checks(conn: sqlite3.Connection) -> tuple[Check, ...]:
    """Return every check that does not change the file.

    They do not find a flipped byte in a payload; reading every payload does.
    """
    return (
        Check("pages and rows", _quick_check(conn)),
        Check("references", _foreign_keys(conn)),
        Check("search index", _search_index(conn)),
        Check(
            "payloads in use", tuple(f"payload {row[0]} belongs to nothing" for row in select(conn, _ORPHANS))
        ),
        Check("decisions", tuple(_unsettled(row[0]) for row in select(conn, _UNSETTLED))),
    )


def _unsettled(fault: str) -> str:
    return f"a decision could not be applied: {fault}; 'harvester rebuild' tries again"


def _quick_check(conn: sqlite3.Connection) -> tuple[str, ...]:
    found = [row[0] for row in select(conn, f"PRAGMA quick_check({_FIRST_PROBLEMS})")]
    return () if found == ["ok"] else tuple(found)


def _foreign_keys(conn: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(
        f"{row[0]} row {row[1]} points to no {row[2]}" for row in select(conn, "PRAGMA foreign_key_check")
    )


def _search_index(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Compare the index with the wordings; by number only where the connection may not write.

    FTS5's own check is written as an INSERT, although it changes nothing.
    """
    wordings, indexed = select(conn, _UNINDEXED)[0]
    if wordings != indexed:
        return (f"{wordings} wordings, {indexed} of them indexed; 'harvester rebuild' mends it",)
    if select(conn, "PRAGMA query_only")[0][0]:
        return ()
    try:
        conn.execute("INSERT INTO wording_search (wording_search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return (f"{error}; 'harvester rebuild' mends it",)
    return ()
