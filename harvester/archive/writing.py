"""Opening an archive to write, with migrations and views, and the transactions in which it is written."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from harvester.archive.connection import (
    APPLICATION_ID,
    FORMER_SCHEMA,
    archive_errors,
    check_file,
    check_header,
    check_writable,
    connect,
    guard,
    is_busy,
    path_of,
    select,
    size_of,
    sqlite3,
    sqlite_is_safe,
)
from harvester.archive.indexing import index_characters, index_new_wordings
from harvester.archive.lives import fill_lives, fill_states
from harvester.archive.publishing import check_folder
from harvester.archive.schema import check_schema
from harvester.archive.tallies import count_again
from harvester.errors import ArchiveDamaged, ArchiveError, ArchiveLocked
from harvester.sql import scripts

IDLE_LOG = 64 << 20
"""The write-ahead log is cut back to this many bytes when it has been copied into the file."""

PAGE_BYTES = 2048
"""A new archive has pages of this many bytes: many payloads have 300, and each small table takes a page."""

EXTRA, NORMAL = 3, 1  # https://www.sqlite.org/pragma.html#pragma_synchronous
"""EXTRA is FULL, and also syncs the folder when a rollback journal is removed: that removal is the commit."""


def open_archive(path: Path, *, create: bool = False) -> Database:
    """Return the archive, open to write, migrated and with its views as this program has them.

    Raises ConfigError (no file, unless ``create``; a directory), ArchiveDamaged, SchemaTooNew,
    ArchiveUnwritable, ArchiveLocked; a file that is refused is left as it was.
    """
    new = create and not size_of(path)
    if new:
        check_folder(path)
    if not new:
        check_file(path)
        check_writable(path)
    with archive_errors(path):
        conn = connect(path, "rwc" if new else "rw")
        try:
            guard(conn)
            if not (create and _holds_nothing(conn)):
                check_schema(conn, path, check_header(conn, path) - FORMER_SCHEMA)
            db = Database(conn)
            if new:
                conn.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            _prepare(db)
            migrate(db)
            _set_journal(db)
        except BaseException:
            conn.close()
            raise
    return db


def _holds_nothing(conn: sqlite3.Connection) -> bool:
    """Return whether no page was ever committed: a program killed while it made the archive leaves that."""
    return bool(conn.execute("PRAGMA page_count").fetchone()[0] == 0)


def _prepare(db: Database) -> None:
    """Set the pragmas of the connection."""
    db.conn.execute("PRAGMA foreign_keys = ON")
    db.conn.execute(f"PRAGMA synchronous = {EXTRA}")
    db.conn.execute(f"PRAGMA journal_size_limit = {IDLE_LOG}")


def migrate(db: Database) -> None:
    """Apply pending migrations and refresh the views; either all of it is done or nothing."""
    migrations = Migrations("harvester")
    steps = scripts("migrations")
    for name, sql in steps.items():
        migrations(name=name)(_step(sql))
    with write_lock(db):
        _refuse_foreign(db)
        if pending := {step.name for step in migrations.pending(db)}:
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db)
            _fill(db.conn, pending)
            db.conn.execute(f"PRAGMA user_version = {FORMER_SCHEMA + len(steps)}")
        for name, sql in scripts("views").items():
            db.create_view(name, sql, replace=True)


def _fill(conn: sqlite3.Connection, steps: Collection[str]) -> None:
    """Fill what new migrations added with what an archive of an earlier program has."""
    if "0005_lives" in steps:
        fill_lives(conn)
        index_characters(conn, 0)
    if "0012_tallies" in steps:
        fill_states(conn)
        count_again(conn)


def _step(sql: str) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in _statements(sql):
            db.conn.execute(statement)

    return run


def _statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script, each of which ends at the end of a line.

    ``Database.executescript`` joins a statement anew at each of its characters: that was three quarters of
    the time of making an archive. The method of the same name in `sqlite3` commits the open transaction.
    """
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement:
        yield statement


def _refuse_foreign(db: Database) -> None:
    """Raise ArchiveDamaged where another program made the file between our look at it and our lock."""
    ours = db.conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours and db.conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise ArchiveDamaged(path_of(db.conn), "another program just made this file", "Name another file.")


def _set_journal(db: Database) -> None:
    """Choose the write-ahead log where this SQLite keeps every commit in it, else a rollback journal.

    The mode cannot be changed while another program has the file open, and SQLite does not wait. A safe
    SQLite works in either mode.
    """
    safe = sqlite_is_safe(sqlite3.sqlite_version_info)
    try:
        db.conn.execute(f"PRAGMA journal_mode = {'WAL' if safe else 'DELETE'}")
    except sqlite3.OperationalError as error:
        if not (safe and is_busy(error)):
            raise


def log_that_stays(db: Database) -> str:
    """Copy the write-ahead log into the file, as closing does; return why that failed, ``""`` if it did not.

    Closing says nothing. What another program still reads stays in the log, and is no failure.
    """
    try:
        select(db.conn, "PRAGMA wal_checkpoint(PASSIVE)")
    except ArchiveLocked:
        return ""
    except ArchiveError as error:
        return error.reason
    return ""


@contextmanager
def write_lock(db: Database) -> Iterator[None]:
    """Hold the write lock for one transaction, waiting for another writer to finish.

    Inside another transaction it joins that one, which commits. ``db.atomic()`` takes the lock at its first
    write; sqlite-utils reads before it writes, and SQLite refuses that upgrade immediately if another writer
    came in between.
    """
    if db.conn.in_transaction:
        yield
        return
    with archive_errors(db.conn):
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            _roll_back(db)
            raise


def _roll_back(db: Database) -> None:
    """Undo the transaction, unless SQLite did by itself: on a full disk it does."""
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")


def undo_cut_off(db: Database) -> None:
    """Undo a transaction that is open where none may be.

    A signal may come when it has begun and the block that would undo it has not.
    """
    _roll_back(db)
    db.conn.execute(f"PRAGMA synchronous = {EXTRA}")


@contextmanager
def evidence(db: Database) -> Iterator[None]:
    """Write evidence in one transaction that is on the disk when it ends, whatever happens then."""
    if db.conn.in_transaction and db.conn.execute("PRAGMA synchronous").fetchone()[0] != EXTRA:
        raise RuntimeError("evidence inside a transaction that may be lost")
    with write_lock(db):
        yield


class _Undone(Exception):
    """It ends a transaction that is to leave nothing behind."""


@contextmanager
def undone(db: Database) -> Iterator[None]:
    """Write in one transaction that is undone when it ends: to see what would come of it."""
    with suppress(_Undone), evidence(db):
        yield
        raise _Undone


@contextmanager
def relaxed(db: Database) -> Iterator[None]:
    """Write in one transaction that a power cut may undo, but not a kill: for what can be made again.

    In write-ahead mode it is not synced by itself, which saves an fsync for each capture; the next
    evidence is, and everything before it. With a rollback journal it is synced as evidence is.
    """
    if db.conn.in_transaction:
        yield
        return
    if db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        db.conn.execute(f"PRAGMA synchronous = {NORMAL}")
    try:
        with write_lock(db):
            yield
    finally:
        db.conn.execute(f"PRAGMA synchronous = {EXTRA}")


@contextmanager
def derived(db: Database) -> Iterator[None]:
    """Write derived rows in one relaxed transaction, at the end of which new wordings are indexed.

    Several captures may share one: with ten, storing them costs two thirds of the CPU.
    """
    if db.conn.in_transaction:
        yield
        return
    with relaxed(db):
        yield
        index_new_wordings(db.conn)


def last_id(db: Database) -> int:
    """Return the id of the row that this connection inserted last."""
    return int(db.conn.execute("SELECT last_insert_rowid()").fetchone()[0])
