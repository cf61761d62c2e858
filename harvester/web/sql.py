"""A query of a user, asked by a child process that is killed if it takes too long."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from harvester.web.sql_limits import ANSWER_S, BUSY, LOST, SLOW, STATEMENT, UNBOUNDED, USER_S, QueryProblem

_CHILD = "harvester.web.sql_child"

_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""The child gets only these variables of our environment, so that it learns no password."""

_OUT_OF_TIME = {-signal.SIGALRM, -signal.SIGXCPU} if hasattr(signal, "SIGALRM") else set()
"""A child that is out of time ends by one of these signals, which Windows does not have."""

WAIT_S = 3.0
"""A query waits up to this many seconds for the one before it: as long as most take, with their process."""

_running = threading.Semaphore(1)
"""One query is asked at a time, so that pages keep a processor."""

_here = threading.Semaphore(2)
"""One more may wait for it. Each takes one of the four threads that make pages, so that two are left."""


class Result(NamedTuple):
    """The answer to a query. cut: "rows" or "bytes" if there is more than an answer has, else ``""``."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    cut: str = ""


def can_ask() -> bool:
    """Return whether this system can limit what a process takes; Windows cannot."""
    return importlib.util.find_spec("resource") is not None


def ask(archive: Path, sql: str, values: Mapping[str, str], seconds: float = USER_S) -> Result | QueryProblem:
    """Return the answer to a query, or why it has none.

    The query can only read, whatever its text is. Values are those of its parameters.
    """
    if len(sql) > STATEMENT:
        return QueryProblem("wrong", f"The query has more than {STATEMENT:,} characters.")
    if not can_ask():
        return UNBOUNDED
    question = {"archive": str(archive), "sql": sql, "values": dict(values), "seconds": seconds}
    with _turn() as is_ours:
        return _asked(question) if is_ours else BUSY


@contextmanager
def _turn() -> Iterator[bool]:
    """Wait for the turn, and give whether it came; it does not for a third query, which does not wait."""
    if not _here.acquire(blocking=False):
        yield False
        return
    try:
        is_ours = _running.acquire(timeout=WAIT_S)
        try:
            yield is_ours
        finally:
            if is_ours:
                _running.release()
    finally:
        _here.release()


def _asked(question: dict[str, Any]) -> Result | QueryProblem:
    command = [sys.executable, "-P", "-X", "utf8", "-m", _CHILD]
    try:
        done = subprocess.run(  # noqa: S603  our own module; the query goes in by stdin
            command,
            input=json.dumps(question).encode(),
            capture_output=True,
            env=environment(),
            timeout=ANSWER_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return SLOW
    return SLOW if done.returncode in _OUT_OF_TIME else _answer(done.stdout.splitlines())


def environment() -> dict[str, str]:
    """Return the environment of the child, which finds the same modules."""
    known = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return known | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _answer(lines: list[bytes]) -> Result | QueryProblem:
    """Return what the child said."""
    end = json.loads(lines[-1]) if lines else None
    if not isinstance(end, dict):
        return LOST
    if "problem" in end:
        return QueryProblem(*end["problem"])
    names, *rows = map(json.loads, lines[:-1])
    return Result(tuple(names), tuple(map(tuple, rows)), end["cut"])
