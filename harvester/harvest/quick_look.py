"""What ``doctor`` looks at: as much of what ``verify`` does as a few seconds allow, and what it left out."""

from collections.abc import Iterator
from pathlib import Path

from harvester.archive import fixity, integrity
from harvester.archive.chain import newest_problems
from harvester.archive.connection import sqlite3
from harvester.archive.integrity import Check
from harvester.archive.search_index import unindexed
from harvester.harvest.checking import header_checks, open_to_check, run_check, walks_in_time

SECONDS = 5.0
"""Checks that walk through the whole file get this long together; what is not done then is left out."""

PAYLOADS = 40
"""This many payloads are read, half of them the newest; each takes about a millisecond."""

_REST = "most payloads, all keys, the older manifests, history and search index: 'harvester verify' does"


def look(path: Path) -> Iterator[Check]:
    """Yield one check after another, and at the end what was left out; nothing is changed."""
    with open_to_check(path) as conn:
        yield from header_checks(conn)
        index = {"search index": (lambda: unindexed(conn),)}
        yield from walks_in_time(conn, SECONDS, index, quick=True)
        yield run_check("some payloads", lambda: _payloads(conn), f"at most {PAYLOADS}")
        yield run_check("newest manifest", lambda: newest_problems(conn))
        yield run_check("decisions", lambda: integrity.unsettled(conn))
    yield Check("the rest", left_out=_REST)


def _payloads(conn: sqlite3.Connection) -> Iterator[str]:
    ids = fixity.newest_ids(conn, PAYLOADS // 2) | fixity.drawn_ids(conn, "payload", PAYLOADS // 2)
    yield from (each.problem for each in fixity.unreadable(conn, sorted(ids)))
