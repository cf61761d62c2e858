"""Following the chains of manifests: what was changed, dropped or added since a head was written down."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.archive.manifests import ENDS, LEAF_BYTES, Leaf, Manifest, chain, head_of, leaves_of, newest
from harvester.archive.merkle import leaf_hash, root_of
from harvester.archive.records import EvidenceRecord, records, variants
from harvester.errors import ArchiveDamaged

AT_ONCE = 500
"""This many rows are looked up by one statement; SQLite takes 32,766 parameters."""

_ARCHIVES = """
    SELECT archive FROM manifest GROUP BY archive
    ORDER BY archive <> coalesce((SELECT key FROM archive WHERE id = 1), x''), min(id)"""

_COVERED = "SELECT sum(length(leaves)) / ? FROM manifest WHERE archive = ?"
_RANDOM = random.SystemRandom()

# What the chain does not cover: a run that goes on, a run that was killed, decisions of `harvester add`.
_LATER = "SELECT count(*) FROM {} WHERE id > ?"


class ChainHead(NamedTuple):
    """The newest head of a chain. made_at: when its manifest was made. rows: how many the chain covers."""

    archive: bytes
    number: int
    head: bytes
    made_at: str
    rows: int


class ChainCheck(NamedTuple):
    """The result of following a chain. head: None if it has no whole manifest. problems: sentences."""

    head: ChainHead | None
    problems: tuple[str, ...]


def archives(conn: sqlite3.Connection) -> tuple[bytes, ...]:
    """Return the keys of the archives whose chains this file has, its own first."""
    return tuple(bytes(row[0]) for row in select(conn, _ARCHIVES))


def own_key(conn: sqlite3.Connection) -> bytes:
    """Return the key of this archive, ``b""`` where it has none yet."""
    rows = select(conn, "SELECT key FROM archive")
    return bytes(rows[0][0]) if rows else b""


def follow(
    conn: sqlite3.Connection, archive: bytes, until: bytes = b"", *, sample: int | None = None
) -> ChainCheck:
    """Follow the chain of an archive from its first manifest to its newest, or to the head ``until``.

    Each manifest must name the head before, have its own head and root, and each row that it covers must say
    what it said. In the chain of this archive, no other row may stand among those that it covers. sample:
    about this many of the rows are read, drawn at random; whether others stand among them is not looked at.
    """
    problems: list[str] = []
    before: Manifest | None = None
    head: ChainHead | None = None
    is_own = archive == own_key(conn)
    share = 1.0 if sample is None else sample / max(1, _covered(conn, archive))
    for manifest in chain(conn, archive):
        problems += _link_problems(manifest, before)
        leaves = [each for each in leaves_of(manifest) if share >= 1 or _RANDOM.random() < share]
        problems += _row_problems(conn, manifest.number, leaves, is_own=is_own)
        if is_own and sample is None:
            problems += _added(conn, manifest, before)
        rows = manifest.size + (head.rows if head else 0)
        head = ChainHead(archive, manifest.number, manifest.head, manifest.made_at, rows)
        before = manifest
        if manifest.head == until:
            break
    return ChainCheck(head, tuple(problems))


def _covered(conn: sqlite3.Connection, archive: bytes) -> int:
    """Return how many rows the chain of an archive covers."""
    return int(select(conn, _COVERED, (LEAF_BYTES, archive))[0][0] or 0)


def _link_problems(manifest: Manifest, before: Manifest | None) -> Iterator[str]:
    """Yield what is wrong with a manifest by itself and with the one before it."""
    name = f"manifest {manifest.number}"
    expected = before.number + 1 if before else 1
    if manifest.number != expected:
        yield f"manifest {expected} is missing"
    elif manifest.before != (before.head if before else b""):
        yield f"{name} does not follow the one before it"
    yield from _own_problems(manifest)


def _own_problems(manifest: Manifest) -> Iterator[str]:
    name = f"manifest {manifest.number}"
    if manifest.head != head_of(manifest):
        yield f"{name} is not what its head says"
    if manifest.root != root_of([each.hash for each in leaves_of(manifest)]):
        yield f"the leaves of {name} are not what its root says"


def _row_problems(
    conn: sqlite3.Connection, number: int, leaves: Iterable[Leaf], *, is_own: bool
) -> Iterator[str]:
    """Yield the rows of a manifest that are missing, or that do not say what they said.

    The row of ``archive`` of another archive is not in this file.
    """
    for kind, run in groupby(leaves, key=lambda each: each.kind):
        if not kind:
            yield f"manifest {number} covers {len(list(run))} rows of no known table"
            continue
        if kind == "archive" and not is_own:
            continue
        while some := list(islice(run, AT_ONCE)):
            yield from _some_problems(conn, kind, some, number)


def _some_problems(conn: sqlite3.Connection, kind: str, leaves: Sequence[Leaf], number: int) -> Iterator[str]:
    found: dict[bytes, list[bytes]] = {}
    for row in rows_by_key(conn, kind, [each.key for each in leaves]):
        if isinstance(row, str):
            yield row
        else:
            found.setdefault(row.key, []).append(leaf_hash(row.text))
    for each in leaves:
        if each.key not in found:
            yield f"{kind} {each.key.hex()} is missing; manifest {number} has it"
        elif each.hash not in found[each.key]:
            yield f"{kind} {each.key.hex()} does not say what it said when manifest {number} was made"


def rows_by_key(conn: sqlite3.Connection, kind: str, keys: Sequence[bytes]) -> Iterator[EvidenceRecord | str]:
    """Yield the records with these keys; in place of one that cannot be read, what is wrong with it."""
    try:
        yield from _records(conn, kind, keys)
    except (ArchiveDamaged, sqlite3.DatabaseError):
        for key in keys:
            try:
                yield from _records(conn, kind, [key])
            except (ArchiveDamaged, sqlite3.DatabaseError) as error:
                reason = error.reason if isinstance(error, ArchiveDamaged) else str(error)
                yield f"{kind} {key.hex()} cannot be read: {reason}"


def _records(conn: sqlite3.Connection, kind: str, keys: Sequence[bytes]) -> list[EvidenceRecord]:
    found = list(records(conn, kind, f"WHERE sorted IN ({', '.join('?' * len(keys))})", keys))
    return [*found, *variants(conn, kind, keys)]


def _added(conn: sqlite3.Connection, manifest: Manifest, before: Manifest | None) -> Iterator[str]:
    """Yield the rows that stand among those that the manifest covers, and that it does not have."""
    covered: dict[str, set[bytes]] = {kind: set() for kind in ENDS}
    for leaf in leaves_of(manifest):
        covered.setdefault(leaf.kind, set()).add(leaf.key)
    for kind, column in ENDS.items():
        begin = getattr(before, column) if before else 0
        key = "capture_key" if kind == "tombstone" else "key"
        sql = f"SELECT {key} FROM {kind} WHERE id > ? AND id <= ?"  # noqa: S608  constants
        for row in select(conn, sql, (begin, getattr(manifest, column))):
            if row[0] not in covered[kind]:
                yield f"{kind} {bytes(row[0]).hex()} was added among the rows of manifest {manifest.number}"


def newest_problems(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with the newest manifest of this archive and with the first rows that it covers."""
    manifest = newest(conn, own_key(conn))
    if manifest is None:
        return
    yield from _own_problems(manifest)
    for kind, run in groupby(islice(leaves_of(manifest), AT_ONCE), key=lambda each: each.kind):
        yield from _some_problems(conn, kind, list(run), manifest.number)


def uncovered(conn: sqlite3.Connection) -> dict[str, int]:
    """Return {table: rows} of what the chain of this archive does not cover yet."""
    last = newest(conn, own_key(conn))
    later = {
        kind: int(select(conn, _LATER.format(kind), (getattr(last, column) if last else 0,))[0][0])
        for kind, column in ENDS.items()
    }
    return {kind: number for kind, number in later.items() if number}
