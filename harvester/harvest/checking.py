"""Checks of the file, as ``verify`` and ``doctor`` do them: in full, or for as long as there is time."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from harvester.archive import integrity
from harvester.archive.connection import open_readonly, sqlite3
from harvester.archive.integrity import Check
from harvester.errors import ArchiveError, fault_words

FindProblems = Callable[[], Iterable[str]]
"""It looks at one thing, or a part of it, and returns a sentence for each problem."""

LATE = "there was not enough time for all of it"
"""`Check.left_out` of a check whose time was over before it had looked at everything."""


@contextmanager
def open_to_check(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to check it. The connection cannot write, and it also reads text that is not UTF-8."""
    with closing(open_readonly(path)) as conn:
        conn.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        yield conn


def quantity(number: int, noun: str) -> str:
    """Return "1 row", "3,004 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def run_check(name: str, find: FindProblems, extent: str = "", *, is_derived: bool = False) -> Check:
    """Return a check with the problems that ``find`` returns; damage that stops it is one more problem."""
    problems: list[str] = []
    try:
        problems.extend(find())
    except (sqlite3.Error, ArchiveError) as error:
        problems.append(f"it cannot be read to its end: {error}")
    except Exception as error:  # noqa: BLE001  a damaged row may raise anything in what reads it
        problems.append(f"something in it cannot be read: {fault_words(error)}")
    return Check(name, tuple(problems), extent, is_derived=is_derived)


def header_checks(conn: sqlite3.Connection) -> Iterator[Check]:
    """Yield the checks that take no longer for a larger file."""
    yield run_check("file", lambda: integrity.header(conn))
    yield run_check("schema", lambda: integrity.schema(conn, views=False))
    yield run_check("views", lambda: integrity.schema(conn, views=True), is_derived=True)


def whole_walks(conn: sqlite3.Connection) -> Iterator[Check]:
    """Yield the checks of all pages, rows, indexes and references."""
    yield from _page_checks(conn, run_check("pages and rows", lambda: integrity.pages(conn)))
    yield from _reference_checks(run_check("references", lambda: integrity.references(conn)))


def walks_in_time(
    conn: sqlite3.Connection,
    seconds: float,
    more: Mapping[str, Sequence[FindProblems]] = {},
    *,
    quick: bool = False,
) -> Iterator[Check]:
    """Yield the checks of `whole_walks`, table by table in random order, until the time is over.

    more: further checks of derived tables, {name: parts}, which share the time. quick: indexes are left out.
    A walk that needs less than its share leaves the rest to those after it.
    """
    tables = integrity.tables(conn)
    pages = [partial(integrity.pages, conn, quick=quick, table=each) for each in tables]
    references = [partial(integrity.references, conn, table=each) for each in tables]
    until = time.monotonic() + seconds
    shares = 2 + len(more)
    yield from _page_checks(conn, _walk(conn, "pages and rows", pages, _share(until, shares)))
    yield from _reference_checks(_walk(conn, "references", references, _share(until, shares - 1)))
    for done, (name, parts) in enumerate(more.items()):
        check = _walk(conn, name, parts, _share(until, len(more) - done))
        yield check._replace(is_derived=True)


def _share(until: float, shares: int) -> float:
    """Return when the next walk must end, so that each of this many walks has the same time."""
    now = time.monotonic()
    return now + (until - now) / shares


def _walk(conn: sqlite3.Connection, name: str, parts: Sequence[FindProblems], until: float) -> Check:
    """Return one check of the parts, as many as there was time for, taken in random order.

    A part gets at most half of the time that is left, so that a large table leaves time for the small ones.
    """
    late: list[FindProblems] = []

    def find() -> Iterator[str]:
        for part in random.sample(parts, len(parts)):
            problems = _find_in_time(conn, part, _share(until, 2))
            if problems is None:
                late.append(part)
            yield from problems or ()

    check = run_check(name, find)
    if not late:
        return check
    return check._replace(extent=f"{len(parts) - len(late)} of {len(parts)} parts", left_out=LATE)


def _find_in_time(conn: sqlite3.Connection, part: FindProblems, until: float) -> list[str] | None:
    """Return the problems that a part finds, None if its time was over before it ended."""
    if time.monotonic() > until:  # SQLite looks at the clock only after some steps
        return None
    try:
        with integrity.at_most(conn, until - time.monotonic()):
            return list(part())
    except sqlite3.Error as error:
        if integrity.is_interrupted(error):
            return None
        raise


def _page_checks(conn: sqlite3.Connection, check: Check) -> Iterator[Check]:
    return _by_table(check, "indexes and derived rows", partial(integrity.is_of_derived, conn))


def _reference_checks(check: Check) -> Iterator[Check]:
    return _by_table(check, "derived references", integrity.is_reference_of_derived)


def _by_table(check: Check, derived_name: str, is_of_derived: Callable[[str], bool]) -> Iterator[Check]:
    """Yield the check with its problems in evidence, then another one with those in derived tables."""
    derived = tuple(each for each in check.problems if is_of_derived(each))
    yield check._replace(problems=tuple(each for each in check.problems if each not in derived))
    yield Check(derived_name, derived, check.extent, check.left_out, is_derived=True)
