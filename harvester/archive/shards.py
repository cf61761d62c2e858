"""Which rows of evidence go to which shard, when an archive is cut into several.

URLs that may be one article stay together, so no article is cut. A shard also gets all rows that are about
more than articles: sources, robots.txt, and what was decided of them. So the shards together have every row,
and a shard derives the same histories as the whole. Manifests and time stamps stay with the whole, because
each covers rows that no shard has alone.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import chain

from harvester.archive.chosen import about_urls
from harvester.archive.components import Component, component
from harvester.archive.connection import select, sqlite3

Share = Mapping[str, tuple[int, ...]]
"""It has the numbers of a shard's rows, by table."""

_NUMBERS = {
    "run": "SELECT id FROM run",
    "setting": "SELECT id FROM setting",
    "capture": "SELECT id FROM capture",
    "origin": "SELECT capture_id FROM origin",
    "rendering": "SELECT capture_id FROM rendering",
    "tombstone": "SELECT id FROM tombstone",
    "decision": "SELECT id FROM decision",
    "deposit": "SELECT id FROM deposit",
    "variant": "SELECT id FROM variant",
}
"""The tables whose rows are shared out. Texts of URLs come with the rows that name them."""

_OF_ALL = {
    "run": "SELECT id FROM run",
    "setting": "SELECT id FROM setting",
    "decision": "SELECT id FROM decision WHERE target_kind IN ('run', 'source')",
    "variant": "SELECT id FROM variant WHERE kind = 'run'",
}
"""Each shard gets these rows: a run captured articles of many shards, and sources."""


def shares(conn: sqlite3.Connection, into: int) -> tuple[Share, ...]:
    """Return the rows of each shard. Each row of evidence is in one of them at least, except manifests."""
    found = [about_urls(conn, *each) for each in _shared_out(conn, into)]
    common = {table: _common(conn, table, found) for table in _NUMBERS}
    return tuple(
        {table: tuple(sorted(common[table].union(each.get(table, ())))) for table in _NUMBERS}
        for each in found
    )


def shard_of(spellings: frozenset[str], into: int) -> int:
    """Return the shard of URLs that may be one article, from 0; pure.

    It follows from the first of their spellings, so archives that were made apart agree.
    """
    return int.from_bytes(sha256(min(spellings).encode()).digest()[:8]) % into


def _shared_out(conn: sqlite3.Connection, into: int) -> list[tuple[list[int], list[int]]]:
    """Return the numbers of the URLs and of the ends of their captures for each shard."""
    shared: list[tuple[list[int], list[int]]] = [([], []) for _ in range(into)]
    seen = set[int]()
    for row in select(conn, "SELECT DISTINCT url_id FROM spelled ORDER BY url_id"):
        if row[0] not in seen:
            found: Component = component(conn, (row[0],))
            seen |= found.urls
            urls, captures = shared[shard_of(found.spellings, into)]
            urls += found.urls
            captures += found.captures
    return shared


def _common(conn: sqlite3.Connection, table: str, found: Sequence[Share]) -> frozenset[int]:
    """Return the rows of a table that every shard gets: those about no article, and those about many."""
    taken = set(chain.from_iterable(each.get(table, ()) for each in found))
    others = (row[0] for row in select(conn, _NUMBERS[table]) if row[0] not in taken)
    of_all = (row[0] for row in select(conn, _OF_ALL[table])) if table in _OF_ALL else ()
    return frozenset(chain(others, of_all))
