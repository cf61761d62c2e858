"""Whether the file is sound: its header, pages, indexes and references; and which SQLite works on it."""

import re
import struct
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.connection import path_of, select, sqlite3, sqlite_is_safe
from harvester.archive.records import KINDS
from harvester.archive.writing import migrate

PROBLEMS = 20
"""SQLite tells this many problems of pages and rows."""

_WAL = 2  # the file format version of write-ahead mode, https://www.sqlite.org/fileformat.html, 1.3.3
_HEADER = struct.Struct(">16sHBBBBBBIIIIIIIIIIII20sII")
"""This is the header of the file (https://www.sqlite.org/fileformat.html, 1.3)."""

_FIXED = {
    4: ("reserved space", 0), 5: ("payload fraction", 64), 6: ("payload fraction", 32),
    7: ("payload fraction", 32), 13: ("schema format", 4), 14: ("cache size", 0), 15: ("vacuum mode", 0),
    16: ("text encoding", 1), 18: ("vacuum mode", 0), 20: ("reserved bytes", bytes(20)),
}  # fmt: skip
"""These fields of the header, by position, are the same in every archive."""

_CHANGES, _VALID_FOR = 8, 21  # the file change counter, twice

_WORD, _TREE, _ROW = re.compile(r"\w+"), re.compile(r"Tree (\d+) "), re.compile(r"(\w+) row ")

_AGAIN = "again TEXT NOT NULL AS ("
_REPEATED = f"""
    SELECT name, sql FROM sqlite_schema
    WHERE type = 'table' AND sql LIKE '%{_AGAIN}%' AND ?1 IN ('', name)"""  # noqa: S608  a constant
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"

_STEPS = 5000
"""After this many steps of its machine, 50 microseconds, or pages of a tree, 20 MB, SQLite sees the clock."""

_INTERRUPTED = 9  # SQLITE_INTERRUPT, https://www.sqlite.org/rescode.html


class SqliteEngine(NamedTuple):
    """The SQLite in use. safe: its write-ahead log loses no commit."""

    module: str
    version: str
    safe: bool


class Check(NamedTuple):
    """One check of the archive; without problems, all that was looked at is well.

    extent: what was looked at. left_out: what was not, and why; ``""`` for nothing. is_derived: whether
    what is damaged can be made again from what is not.
    """

    name: str
    problems: tuple[str, ...] = ()
    extent: str = ""
    left_out: str = ""
    is_derived: bool = False


def engine() -> SqliteEngine:
    """Return the SQLite that this program uses."""
    return SqliteEngine(
        sqlite3.__name__.split(".")[0], sqlite3.sqlite_version, sqlite_is_safe(sqlite3.sqlite_version_info)
    )


def journal_mode(conn: sqlite3.Connection) -> str:
    """Return "wal" or "delete", as the file says; SQLite says otherwise if it was opened as immutable."""
    return "wal" if _header(conn)[2] == _WAL else "delete"


def _header(conn: sqlite3.Connection) -> tuple[int | bytes, ...]:
    with path_of(conn).open("rb") as file:
        return _HEADER.unpack(file.read(_HEADER.size))


def header(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield the fields of the file's header that are not as in every archive."""
    fields = _header(conn)
    for position, (name, value) in _FIXED.items():
        if fields[position] != value:
            yield f"the header of the file has another {name} than archives have"
    if fields[2] != fields[3]:
        yield "the header of the file names two formats"
    if fields[_CHANGES] != fields[_VALID_FOR]:
        yield "the header of the file counts its changes in two ways"


def schema(conn: sqlite3.Connection, *, views: bool) -> Iterator[str]:
    """Yield the views, or else all other things, that are not as this program makes them, or missing.

    What somebody added is theirs: it is not compared.
    """
    found = _schema(conn)
    for named, sql in _our_schema().items():
        if (named[0] == "view") is not views:
            continue
        if named not in found:
            yield f"the {named[0]} {named[1]} is missing"
        elif found[named] != sql:
            yield f"the {named[0]} {named[1]} is not as harvester makes it"
    # A damaged type or name makes another thing of what is ours.
    yield from (f"the {kind} {name} is unknown" for kind, name in found if kind not in _KINDS)


_KINDS = frozenset({"table", "index", "trigger", "view"})


@cache  # it takes 0.1 s to make
def _our_schema() -> dict[tuple[str, str], tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(Database(made))
        return _schema(made)


def _schema(conn: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """Return {(type, name): (table, SQL)}."""
    rows = select(conn, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def tables(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return the tables that have rows of their own; the tables of the search indexes are among them."""
    return tuple(str(row[0]) for row in select(conn, _TABLES))


def pages(conn: sqlite3.Connection, *, quick: bool = False, table: str = "") -> Iterator[str]:
    """Yield what SQLite finds wrong with pages, rows, rules of tables; and with indexes, unless ``quick``.

    table: only with its pages. Those that no table uses are then left out.
    """
    pragma = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in select(conn, f"PRAGMA {pragma}({_quoted(table) or PROBLEMS})")]
    yield from () if found == ["ok"] else found
    yield from _spoilt(conn, table)


def _spoilt(conn: sqlite3.Connection, table: str) -> Iterator[str]:
    """Yield the tables of operation with rows whose column ``again`` does not repeat what the others say."""
    for name, condition in spoilt_where(conn, table):
        number = select(conn, f"SELECT count(*) FROM {name} WHERE {condition}")[0][0]  # noqa: S608  ours
        if number:
            yield f"{name} has rows that do not say the same twice: {number:,}"


def spoilt_where(conn: sqlite3.Connection, table: str = "") -> Iterator[tuple[str, str]]:
    """Yield each table with a column ``again``, and the SQL condition of rows in which it repeats nothing.

    A CHECK of the table says so too, but where a file is opened only to read, SQLite knows of no CHECK.
    table: only that one.
    """
    for name, sql in select(conn, _REPEATED, (table,)):
        yield name, f"again IS NOT ({_in_brackets(sql, sql.index(_AGAIN) + len(_AGAIN))})"


def _in_brackets(sql: str, start: int) -> str:
    """Return what stands from there up to the bracket that closes."""
    open_ones = 1
    for end in range(start, len(sql)):
        open_ones += {"(": 1, ")": -1}.get(sql[end], 0)
        if not open_ones:
            return sql[start:end]
    return sql[start:]


def _quoted(table: str) -> str:
    return '"{}"'.format(table.replace('"', '""')) if table else ""


def is_of_derived(conn: sqlite3.Connection, problem: str) -> bool:
    """Return whether a problem of pages or rows is one of an index, or of a derived table.

    SQLite names the table or the index, or the page at which its tree begins.
    """
    if "fts5" in problem.lower():
        return True
    names = set(_WORD.findall(problem))
    tree = _TREE.match(problem)
    blamed = [
        kind == "index" or table not in KINDS
        for kind, name, table, root in select(
            conn, "SELECT type, name, tbl_name, rootpage FROM sqlite_schema"
        )
        if name in names or (tree and root == int(tree[1]))
    ]
    return bool(blamed) and all(blamed)


def references(conn: sqlite3.Connection, table: str = "") -> Iterator[str]:
    """Yield the rows that point to nothing, of one table or of all."""
    given = f"({_quoted(table)})" if table else ""
    for row in select(conn, f"PRAGMA foreign_key_check{given}"):
        yield f"{row[0]} row {row[1]} points to no {row[2]}"


def is_reference_of_derived(problem: str) -> bool:
    """Return whether a row that points to nothing is one of a derived table. The sentence begins with it."""
    row = _ROW.match(problem)
    return row is not None and row[1] not in KINDS


def unsettled(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield the decisions that could not be applied."""
    for row in select(conn, "SELECT fault FROM unsettled WHERE fault <> ''"):
        yield f"a decision could not be applied: {row[0]}; 'harvester rebuild' tries again"


@contextmanager
def at_most(conn: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Have statements of the connection end after that time; `is_interrupted` knows their error."""
    until = time.monotonic() + seconds
    conn.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        yield
    finally:
        conn.set_progress_handler(None, 0)


def is_interrupted(error: sqlite3.Error) -> bool:
    """Return whether a statement ended because its time was over."""
    return getattr(error, "sqlite_errorcode", None) == _INTERRUPTED
