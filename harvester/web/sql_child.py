"""The process that asks one query of a user and ends: ``python -m harvester.web.sql_child``.

It reads a question from stdin (`SqlQuery` as JSON) and writes JSON lines to stdout: the names of the columns,
one line for each row, and an object that says how it ended. It can be killed at any time. Whatever the query
does to the process, the server and the archive are not harmed.
"""

import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from harvester.archive.connection import open_readonly, sqlite3
from harvester.errors import HarvesterError
from harvester.web import sql_limits as limits

_NICE = 10
"""Pages of the server come first where the processors are busy."""

_LIBRARY_LIMITS = {  # https://www.sqlite.org/c3ref/c_limit_attached.html
    0: 16 * limits.MIB,  # LENGTH
    1: limits.STATEMENT,  # SQL_LENGTH
    2: limits.COLUMNS,  # COLUMN
    3: 200,  # EXPR_DEPTH
    4: 50,  # COMPOUND_SELECT
    7: 0,  # ATTACHED
    8: 1_000,  # LIKE_PATTERN_LENGTH
    10: 0,  # TRIGGER_DEPTH
    11: 0,  # WORKER_THREADS
}
"""The driver gets these limits if it can set limits of the library: Python's own can, pysqlite3 cannot."""

_INTERRUPT, _NOMEM, _TOOBIG, _AUTH = 9, 7, 18, 23  # https://www.sqlite.org/rescode.html


class SqlQuery(NamedTuple):
    """A query. archive: the file. values: those of its parameters, as texts. seconds: what it may take."""

    archive: str
    sql: str
    values: dict[str, str]
    seconds: float


class _Cut(Exception):
    """There are more rows or bytes than an answer has; the rows until here are the answer."""


class _Unanswered(Exception):
    """A query that is not one, or whose answer is too wide."""

    def __init__(self, problem: limits.QueryProblem) -> None:
        super().__init__(problem.words)
        self.problem = problem


def main() -> None:
    """Answer the question on stdin."""
    question = SqlQuery(**json.load(sys.stdin))
    try:
        with closing(open_readonly(Path(question.archive))) as conn:
            restrict(conn, question.seconds)
            end = _asked(conn, question)
    except HarvesterError as error:
        end = {"problem": limits.QueryProblem("wrong", str(error))}
    except MemoryError:
        end = {"problem": limits.MEMORY_GONE}
    _say(end)


def restrict(conn: sqlite3.Connection, seconds: float) -> None:
    """Leave this process and connection what a query needs; from now on its time counts."""
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # which opens the log beside the file
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute(f"PRAGMA hard_heap_limit = {limits.HEAP}")
    if hasattr(conn, "setlimit"):
        for number, most in _LIBRARY_LIMITS.items():
            conn.setlimit(number, most)
    conn.text_factory = lambda text: text.decode("utf-8", "replace")
    conn.row_factory = None
    conn.set_authorizer(limits.authorise)
    for kind, most in (
        (resource.RLIMIT_CPU, math.ceil(seconds) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits.MEMORY),
    ):
        with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses to set it
            resource.setrlimit(kind, (most, most))
    os.nice(_NICE)
    deadline = time.monotonic() + seconds
    conn.set_progress_handler(lambda: time.monotonic() > deadline, limits.OPCODES)
    # The alarm ends a process that does not handle it.
    signal.setitimer(signal.ITIMER_REAL, seconds + limits.ALARM_S)


def _asked(conn: sqlite3.Connection, question: SqlQuery) -> dict[str, Any]:
    """Write the rows of the answer; return how it ended."""
    try:
        for line in _lines(conn, question):
            sys.stdout.write(line)
    except _Cut as cut:
        return {"cut": str(cut)}
    except _Unanswered as error:
        return {"problem": error.problem}
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return {"problem": _problem(error)}
    return {"cut": ""}


def _lines(conn: sqlite3.Connection, question: SqlQuery) -> Iterator[str]:
    cursor = conn.execute(question.sql, question.values)
    if cursor.description is None:
        raise _Unanswered(limits.EMPTY)
    names = [name for name, *_ in cursor.description]
    if len(names) > limits.COLUMNS:
        raise _Unanswered(limits.WIDE)
    room = limits.ANSWER
    yield _line(names)
    for number, row in enumerate(cursor):
        line = _line([*map(_shown, row)])
        room -= len(line.encode("utf-8", "replace"))
        if number == limits.ROWS or room < 0:
            raise _Cut("rows" if number == limits.ROWS else "bytes")
        yield line


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _shown(value: Any) -> Any:
    """Return a value as JSON has it: bytes as hexadecimal digits, what is long cut and marked with "…"."""
    if isinstance(value, bytes):
        return value[: limits.BLOB].hex() + ("…" if len(value) > limits.BLOB else "")
    if isinstance(value, str):
        return f"{value[: limits.CELL]}…" if len(value) > limits.CELL else value
    return str(value) if value in {float("inf"), float("-inf")} else value


def _problem(error: Exception) -> limits.QueryProblem:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    known = {
        _INTERRUPT: limits.SLOW,
        _NOMEM: limits.MEMORY_GONE,
        _TOOBIG: limits.MEMORY_GONE,
        _AUTH: limits.REFUSED,
    }
    if code in known:
        return known[code]
    words = str(error).rstrip(".")
    return limits.QueryProblem("wrong", f"SQLite says: {words}.")


def _say(end: dict[str, Any]) -> None:
    sys.stdout.write(_line(end))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
