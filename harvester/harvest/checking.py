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

Found = Callable[[], Iterable[str]]
"""A check, or a part of one, gives sentences about what is wrong."""

LATE = "there was not enough time for all of it"
"""A check that came to an end before it had looked at all says this."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to check it: it is only read, and text that is damaged is read as well."""
    with closing(open_readonly(path)) as conn:
        conn.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        yield conn


def numbered(number: int, noun: str) -> str:
    """Return "1 row", "3,004 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def checked(name: str, found: Found, extent: str = "", *, is_derived: bool = False) -> Check:
    """Return the check; if it could not be done because of damage, that is a problem."""
    problems: list[str] = []
    try:
        problems.extend(found())
    except (sqlite3.Error, ArchiveError) as error:
        problems.append(f"it cannot be read to its end: {error}")
    except Exception as error:  # noqa: BLE001  a damaged row may raise anything in what reads it
        problems.append(f"something in it cannot be read: {fault_words(error)}")
    return Check(name, tuple(problems), extent, is_derived=is_derived)


def header_checks(conn: sqlite3.Connection) -> Iterator[Check]:
    """Yield the checks that take no longer for a larger file."""
    yield checked("file", lambda: integrity.header(conn))
    yield checked("schema", lambda: integrity.schema(conn, views=False))
    yield checked("views", lambda: integrity.schema(conn, views=True), is_derived=True)


def whole_walks(conn: sqlite3.Connection) -> Iterator[Check]:
    """Yield the checks of all pages, rows, indexes and references."""
    yield from _pages(conn, checked("pages and rows", lambda: integrity.pages(conn)))
    yield from _references(checked("references", lambda: integrity.references(conn)))


def walks_in_time(
    conn: sqlite3.Connection,
    seconds: float,
    more: Mapping[str, Sequence[Found]] = {},
    *,
    quick: bool = False,
) -> Iterator[Check]:
    """Yield the same checks, table by table in an order drawn at random, until the time is over.

    more: checks of what is derived, by name and in parts, that share the time. quick: indexes are left out.
    A walk that needs less than its share leaves the rest to those after it.
    """
    tables = integrity.tables(conn)
    pages = [partial(integrity.pages, conn, quick=quick, table=each) for each in tables]
    references = [partial(integrity.references, conn, table=each) for each in tables]
    until = time.monotonic() + seconds
    shares = 2 + len(more)
    yield from _pages(conn, _walked(conn, "pages and rows", pages, _share(until, shares)))
    yield from _references(_walked(conn, "references", references, _share(until, shares - 1)))
    for done, (name, parts) in enumerate(more.items()):
        found = _walked(conn, name, parts, _share(until, len(more) - done))
        yield found._replace(is_derived=True)


def _share(until: float, shares: int) -> float:
    """Return until when the next of this many walks may take."""
    now = time.monotonic()
    return now + (until - now) / shares


def _walked(conn: sqlite3.Connection, name: str, parts: Sequence[Found], until: float) -> Check:
    """Return the check of as many parts as there was time for, in an order drawn at random.

    A part gets at most half of the time that is left, so that a large table does not keep out the small ones.
    """
    late: list[Found] = []

    def found() -> Iterator[str]:
        for part in random.sample(parts, len(parts)):
            problems = _in_time(conn, part, _share(until, 2))
            if problems is None:
                late.append(part)
            yield from problems or ()

    check = checked(name, found)
    if not late:
        return check
    return check._replace(extent=f"{len(parts) - len(late)} of {len(parts)} parts", left_out=LATE)


def _in_time(conn: sqlite3.Connection, part: Found, until: float) -> list[str] | None:
    """Return what a part finds; None where its time was over before its end."""
    if time.monotonic() > until:  # SQLite looks at the clock only after some steps
        return None
    try:
        with integrity.at_most(conn, until - time.monotonic()):
            return list(part())
    except sqlite3.Error as error:
        if integrity.is_interrupted(error):
            return None
        raise


def _pages(conn: sqlite3.Connection, check: Check) -> Iterator[Check]:
    """Yield the check of pages and rows as one of evidence and one of what is derived."""
    derived = tuple(each for each in check.problems if integrity.is_of_derived(conn, each))
    yield check._replace(problems=tuple(each for each in check.problems if each not in derived))
    yield Check("indexes and derived rows", derived, check.extent, check.left_out, is_derived=True)


def _references(check: Check) -> Iterator[Check]:
    """Yield the check of references as one of evidence and one of what is derived."""
    derived = tuple(each for each in check.problems if integrity.is_reference_of_derived(each))
    yield check._replace(problems=tuple(each for each in check.problems if each not in derived))
    yield Check("derived references", derived, check.extent, check.left_out, is_derived=True)
