"""Which SQLite is used, how an archive is recognised, and opening one to read it.

It imports neither sqlite_utils nor zstandard, so that verbs that only read start quickly.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from harvester.archive.engine import sqlite3
from harvester.archive.schema import check_schema, use_our_views
from harvester.errors import (
    MAX_MESSAGE,
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveUnwritable,
    ConfigError,
    SchemaTooNew,
    SchemaTooOld,
)

__all__ = ["sqlite3"]

APPLICATION_ID = int.from_bytes(b"Hrvs")
"""Every archive has this ``PRAGMA application_id``; tools such as file(1) recognise archives by it."""

FORMER_SCHEMA = 12
"""``PRAGMA user_version`` up to this is of an archive that had other tables; nothing converts it."""

SCHEMA_VERSION = FORMER_SCHEMA + 20
"""The ``PRAGMA user_version`` of an archive counts the migrations that this program knows (db/migrations)."""

BUSY_TIMEOUT_S = 30.0
"""A connection waits this long for another writer; the slowest of 8 waited 10.7 s."""

STATEMENTS_KEPT = 512
"""A connection keeps this many statements ready. A run uses 190 different ones for a page. With Python's 128,
each of them was prepared anew for each page, with its triggers, which took a sixth of all CPU."""

Value = str | int | float | bytes | None
Parameters = Sequence[Value] | Mapping[str, Value]

_MAGIC = b"SQLite format 3\x00"  # https://www.sqlite.org/fileformat.html, 1.3.1
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")  # the same, 3; it ends the name of another file
_ID_OFFSET = 68  # the same, 1.3.15
_BUSY = 5  # SQLITE_BUSY, https://www.sqlite.org/rescode.html
_PRIMARY = 0xFF  # an extended result code carries the primary one in its low byte

_RESTORE = "The file was left as it is; restore a backup, or name another file."
_FREE = "What was stored before is kept; free space or change permissions, then try again."
_PERMIT = "Change permissions, or name another file."
_NAME_OR_MAKE = "Name another file; 'harvester init' makes a new archive."
_WAIT = "Try again when the other program is done."

_UNDECODABLE = (ArchiveDamaged, "a text in it is not UTF-8", _RESTORE)

_EDGE: dict[int, tuple[type[ArchiveError], str, str]] = {
    _BUSY: (ArchiveLocked, "another program is writing to it", _WAIT),
    6: (ArchiveLocked, "another program is writing to it", _WAIT),
    8: (ArchiveUnwritable, "it cannot be written", _FREE),
    10: (ArchiveUnwritable, "reading or writing the disk failed", _FREE),
    11: (ArchiveDamaged, "SQLite finds it malformed", _RESTORE),
    13: (ArchiveUnwritable, "the disk is full", _FREE),
    14: (ArchiveUnwritable, "it cannot be opened", _FREE),
    18: (ArchiveDamaged, "it has a value that is longer than SQLite allows", _RESTORE),
    26: (ArchiveDamaged, "it is not a SQLite file", _RESTORE),
}
"""These result codes of SQLite (https://www.sqlite.org/rescode.html) are not faults of the program."""


def sqlite_is_safe(version: tuple[int, int, int]) -> bool:
    """Return whether write-ahead logging loses no commit in that SQLite.

    From 3.7.0 on, a write during a checkpoint could be lost (sqlite.org/wal.html, "WAL-reset bug").
    It was corrected in 3.51.3, 3.50.7 and 3.44.6. Versions before 3.7.0 have no such log.
    """
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return not (3, 7, 0) <= version < (3, 51, 3)


@contextmanager
def archive_errors(archive: Path | sqlite3.Connection) -> Iterator[None]:
    """Turn SQLite's errors about the file into our errors; faults of our own pass unchanged."""
    try:
        yield
    except UnicodeDecodeError as error:  # of a message in which SQLite quotes what is damaged
        path = archive if isinstance(archive, Path) else path_of(archive)
        raise ArchiveDamaged(path, "SQLite finds it malformed", _RESTORE) from error
    except sqlite3.Error as error:
        known = _UNDECODABLE if _is_undecodable(error) else _EDGE.get(_result_code(error))
        if known is None:
            raise
        kind, reason, advice = known
        path = archive if isinstance(archive, Path) else path_of(archive)
        raise kind(path, f"{reason} ({str(error)[:MAX_MESSAGE]})", advice) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether SQLite gave up because another connection holds the file."""
    return _result_code(error) == _BUSY


def _is_undecodable(error: sqlite3.Error) -> bool:
    """Return whether Python could not decode a text: of its operational errors, only this has no code."""
    return isinstance(error, sqlite3.OperationalError) and not _result_code(error)


def _result_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 for an error that Python found by itself."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY


def path_of(conn: sqlite3.Connection) -> Path:
    """Return the file that a connection has open."""
    return Path(conn.execute("PRAGMA database_list").fetchone()[2])


def select(conn: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
    """Return all rows of a query; errors of SQLite become ours."""
    try:
        return conn.execute(sql, parameters).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        with archive_errors(conn):  # only here: it takes as long as a small query
            raise


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Return a connection without implicit transactions; mode is ro, rw, rwc or "ro&immutable=1"."""
    uri = f"file:{quote(os.fspath(path.absolute()))}?mode={mode}"
    conn = sqlite3.connect(
        uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, cached_statements=STATEMENTS_KEPT
    )
    conn.row_factory = sqlite3.Row
    return conn


def size_of(path: Path) -> int | None:
    """Return the file's size, None if there is no file; raises ConfigError if it is not a file."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ArchiveUnwritable(path, f"it cannot be looked at ({error.strerror})", _PERMIT) from error
    if not stat.S_ISREG(found.st_mode):
        kind = "a directory" if stat.S_ISDIR(found.st_mode) else "no file"
        raise ConfigError(str(path), f"is {kind}, not an archive")
    return found.st_size


def check_file(path: Path) -> None:
    """Raise ConfigError or ArchiveDamaged unless the path is that of a SQLite file; opens it only to read."""
    if size_of(path) is None:
        raise ConfigError(str(path), "there is no such archive", _NAME_OR_MAKE)
    try:
        magic = _head(path)[: len(_MAGIC)]
    except OSError as error:
        raise ArchiveUnwritable(path, f"it cannot be read ({error.strerror})", _PERMIT) from error
    if not magic:
        raise ArchiveDamaged(
            path, "the file is empty", "Remove it and make an archive with 'harvester init'."
        )
    if magic != _MAGIC:
        raise ArchiveDamaged(path, "it is not a SQLite file", _RESTORE)
    _check_journal(path)


def _check_journal(path: Path) -> None:
    """Raise ArchiveDamaged for a rollback journal that names another file, which SQLite might delete.

    Such a name stands at the end of journals of transactions over several files. We make none.
    """
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError), journal.open("rb") as file:
        file.seek(max(0, journal.stat().st_size - len(_JOURNAL_MAGIC)))
        if file.read() == _JOURNAL_MAGIC:
            raise ArchiveDamaged(
                path, f"{journal.name} beside it names another file", f"Remove {journal.name}."
            )


def check_header(conn: sqlite3.Connection, path: Path) -> int:
    """Return the schema version; ArchiveDamaged for a foreign or a former file, SchemaTooNew for a later."""
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ArchiveDamaged(path, "it is a SQLite file, but not an archive of harvester", _RESTORE)
    version = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        reason = f"its schema is {version}, this program knows {SCHEMA_VERSION}"
        raise SchemaTooNew(path, reason, "Upgrade harvester.")
    if version <= FORMER_SCHEMA:
        reason = f"its schema is {version}, that of a former harvester, which this program cannot read"
        raise ArchiveDamaged(path, reason, "The file was left as it is; make a new archive beside it.")
    return version


def open_readonly(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write, with rows as sqlite3.Row; nothing is migrated.

    Raises ConfigError, ArchiveDamaged, SchemaTooNew, SchemaTooOld. Nothing that stands in the schema of the
    file is run: what is not ours is refused, and the views are those of this program.
    """
    check_file(path)
    with archive_errors(path):
        _undo_killed(path)
        conn = connect(path, read_mode(path))
        try:
            guard(conn)
            version = check_header(conn, path)
            check_schema(conn, path, version - FORMER_SCHEMA)
            _check_current(path, version)
            use_our_views(conn)
            conn.execute("PRAGMA query_only = ON")
        except BaseException:
            conn.close()
            raise
    return conn


def _check_current(path: Path, version: int) -> None:
    if version < SCHEMA_VERSION:
        reason = f"its schema is {version}, that of an earlier harvester; this program's is {SCHEMA_VERSION}"
        raise SchemaTooOld(path, reason, "Bring it up to date with 'harvester rebuild'.")


def guard(conn: sqlite3.Connection) -> None:
    """Have the connection trust nothing in the file: functions in its schema, sizes of cells."""
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA mmap_size = 0")  # a mapped file turns a stray write into corruption


def read_mode(path: Path) -> str:
    """Return "ro", or immutable where nothing can be written and no log is left to read.

    A file in write-ahead mode needs its -shm beside it, even to be read; on read-only media
    nobody can make one, and nobody can write either.
    """
    log = path.with_name(f"{path.name}-wal")
    is_left = log.exists() and log.stat().st_size > 0  # a reader, or a checkpoint, may leave an empty one
    return "ro" if _is_writable(path.parent) or is_left else "ro&immutable=1"


def _undo_killed(path: Path) -> None:
    """Undo what a killed writer left half done, as every reader does that is not read-only.

    Only a rollback journal needs it: in a write-ahead log, what was not committed is ignored.
    """
    journal = path.with_name(f"{path.name}-journal")
    ours = _head(path)[_ID_OFFSET:] == APPLICATION_ID.to_bytes(4)
    if ours and journal.exists() and _is_writable(path.parent):
        with closing(connect(path, "rw")) as conn:
            conn.execute("PRAGMA user_version").fetchone()


def _head(path: Path) -> bytes:
    """Return the beginning of the file, up to and with the application's id."""
    with path.open("rb") as file:
        return file.read(_ID_OFFSET + 4)


def check_writable(path: Path) -> None:
    """Raise ArchiveUnwritable for a read-only file or folder; SQLite would only do so at the first write."""
    for each, what in ((path, "it"), (path.parent, f"its folder {path.parent}")):
        if not _is_writable(each):
            raise ArchiveUnwritable(path, f"{what} is read-only", _PERMIT)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
