"""What ``doctor`` looks at: as much of what ``verify`` does as a few seconds allow, and what it left out."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from harvester.archive import fixity, integrity
from harvester.archive.chain import newest_problems
from harvester.archive.connection import select, sqlite3
from harvester.archive.integrity import Check
from harvester.harvest.verifying import checked, opened

SECONDS = 5.0
"""Checks that walk through the whole file get this long together; what is not done then is left out."""

PAYLOADS = 40
"""So many payloads are read, half of them the newest; each takes about a millisecond."""

_UNINDEXED = "SELECT (SELECT count(*) FROM wording), (SELECT count(*) FROM wording_search_docsize)"
_REST = "most payloads, all keys, the older manifests, history and search index: 'harvester verify' does"


def look(path: Path) -> Iterator[Check]:
    """Yield one check after another, and at the end what was left out; nothing is changed."""
    until = time.monotonic() + SECONDS
    with opened(path) as conn:
        yield checked("file", lambda: integrity.header(conn))
        yield checked("schema", lambda: integrity.schema(conn, views=False))
        yield checked("views", lambda: integrity.schema(conn, views=True), is_derived=True)
        for name, found in _walks(conn).items():
            yield _in_time(conn, name, found, until)
        yield checked("some payloads", lambda: _payloads(conn), f"at most {PAYLOADS}")
        yield checked("newest manifest", lambda: newest_problems(conn))
        yield checked("decisions", lambda: integrity.unsettled(conn))
    yield Check("the rest", left_out=_REST)


def _walks(conn: sqlite3.Connection) -> dict[str, Callable[[], Iterable[str]]]:
    """Return the checks that take as long as the file is large."""
    return {
        "pages and rows": lambda: integrity.pages(conn, quick=True),
        "references": lambda: integrity.references(conn, of_evidence=True),
        "derived references": lambda: integrity.references(conn, of_evidence=False),
        "search index": lambda: _unindexed(conn),
    }


def _in_time(conn: sqlite3.Connection, name: str, found: Callable[[], Iterable[str]], until: float) -> Check:
    """Return the check, or one that says that there was no time for it."""
    late = False

    def timed() -> list[str]:
        nonlocal late
        try:
            with integrity.at_most(conn, until - time.monotonic()):
                return list(found())
        except sqlite3.Error as error:
            late = integrity.is_interrupted(error)
            if not late:
                raise
        return []

    check = checked(name, timed)
    return check._replace(left_out="there was not enough time for all of it") if late else check


def _payloads(conn: sqlite3.Connection) -> Iterator[str]:
    ids = fixity.newest_ids(conn, PAYLOADS // 2) | fixity.drawn_ids(conn, PAYLOADS // 2)
    yield from (each.problem for each in fixity.unreadable(conn, sorted(ids)))


def _unindexed(conn: sqlite3.Connection) -> Iterator[str]:
    wordings, indexed = select(conn, _UNINDEXED)[0]
    if wordings != indexed:
        yield f"{wordings:,} wordings, {indexed:,} of them indexed; 'harvester verify --repair' mends it"
