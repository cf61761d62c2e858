"""The chain of manifests: a new one covers what was added to the evidence since the one before."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.merkle import HASH_BYTES, leaf_hash, root_of
from harvester.archive.records import EvidenceRecord, record, records
from harvester.archive.runs import archive_key
from harvester.archive.writing import evidence
from harvester.text import KEY_BYTES

MOST_ROWS = 50_000
"""A manifest covers at most this many captures, so that memory stays flat; the next one covers the rest."""

LETTERS = {
    "archive": b"a", "run": b"r", "capture": b"c", "origin": b"o", "rendering": b"b", "decision": b"d",
    "tombstone": b"t",
}  # fmt: skip
"""Manifests cover these tables, with these letters in the column ``leaves``.

The others are covered with them: the records of captures have the digest of the payload, the headers and the
URL, those of runs have the digest of the setting.
"""

BESIDE = ("origin", "rendering")
"""The rows of these tables stand beside captures, have their numbers, and are covered with them."""

LEAF_BYTES = 1 + KEY_BYTES + HASH_BYTES

ENDS = {"run": "run_end", "capture": "capture_end", "decision": "decision_end", "tombstone": "tombstone_end"}
"""These columns say up to which number of a table the chain covers it."""

_KINDS = {letter[0]: kind for kind, letter in LETTERS.items()}
_COLUMNS = (
    "head", "archive", "number", "before", "made_at", "run_end", "capture_end", "decision_end",
    "tombstone_end", "root", "leaves",
)  # fmt: skip
_ROWS = f"SELECT {', '.join(_COLUMNS)} FROM manifest"  # noqa: S608  constants
_INSERT = f"INSERT INTO manifest ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  constants

# Runs are covered up to the first one that may still go on. All verbs but `add` hold the lock of the archive
# while their run goes on, so an open run is over once a later run of such a verb has begun. An `add` holds no
# lock, so it counts as over once such a run began a day later: nobody waits for an `add` that long.
_FIRST_OPEN = """
    SELECT min(id) FROM run AS open
    WHERE id > ?1 AND ended_at IS NULL AND archive = (SELECT key FROM archive) AND NOT EXISTS (
        SELECT 1 FROM run AS later
        WHERE later.id > open.id AND later.archive = open.archive AND later.command <> 'add'
            AND (open.command <> 'add' OR julianday(later.started_at) > julianday(open.started_at) + 1)
    )"""


class Leaf(NamedTuple):
    """A row that a manifest covers: table, key, leaf hash. What stands beside a capture has its key."""

    kind: str
    key: bytes
    hash: bytes


class Manifest(NamedTuple):
    """One link of a chain; `db/migrations/0001_evidence.sql` says what each column is."""

    head: bytes
    archive: bytes
    number: int
    before: bytes
    made_at: str
    run_end: int
    capture_end: int
    decision_end: int
    tombstone_end: int
    root: bytes
    leaves: bytes

    @property
    def size(self) -> int:
        """Return how many rows it covers."""
        return len(self.leaves) // LEAF_BYTES


def head_of(manifest: Manifest) -> bytes:
    """Return the head that the other columns give: 32 bytes of SHA-256 over their record; pure.

    The leaves are in it by their Merkle root and their number.
    """
    said = manifest._asdict() | {"head": None, "leaves": None, "size": manifest.size}
    return hashlib.sha256(record("manifest", said)).digest()


def leaves_of(manifest: Manifest) -> Iterator[Leaf]:
    """Yield the rows that a manifest covers; pure."""
    for at in range(0, manifest.size * LEAF_BYTES, LEAF_BYTES):
        key_end = at + 1 + KEY_BYTES
        kind = _KINDS.get(manifest.leaves[at], "")
        yield Leaf(kind, manifest.leaves[at + 1 : key_end], manifest.leaves[key_end : at + LEAF_BYTES])


def seal(db: Database, now: datetime) -> None:
    """Cover what was added to the evidence, on the disk when this returns; without news nothing is made."""
    while _seal_some(db, now):
        pass


def _seal_some(db: Database, now: datetime) -> bool:
    """Make one manifest; return whether there was something to cover."""
    with evidence(db):
        archive = archive_key(db, now)
        last = newest(db.conn, archive)
        leaves, ends = _uncovered(db.conn, last)
        if not leaves:
            return False
        manifest = Manifest(
            head=b"",
            archive=archive,
            number=last.number + 1 if last else 1,
            before=last.head if last else b"",
            made_at=to_text(now),
            **ends,
            root=root_of([each.hash for each in leaves]),
            leaves=b"".join(LETTERS[each.kind] + each.key + each.hash for each in leaves),
        )
        insert_manifest(db.conn, manifest._replace(head=head_of(manifest)))
    return True


def insert_manifest(conn: sqlite3.Connection, manifest: Manifest) -> None:
    """Add a link to its chain, inside the caller's transaction."""
    conn.execute(_INSERT, manifest)


def _uncovered(conn: sqlite3.Connection, last: Manifest | None) -> tuple[list[Leaf], dict[str, int]]:
    """Return the rows that a new manifest covers, and up to which numbers it does."""
    leaves = [] if last else [_leaf("archive", each) for each in records(conn, "archive")]
    ends: dict[str, int] = {}
    for kind, column in ENDS.items():
        begin = getattr(last, column) if last else 0
        found = list(records(conn, kind, _clause(kind), (begin, MOST_ROWS)))
        leaves += [_leaf(kind, each) for each in found]
        ends[column] = found[-1].number if found else begin
        if kind == "capture" and found:
            for beside in BESIDE:
                rows = records(conn, beside, "WHERE id > ? AND id <= ? ORDER BY id", (begin, ends[column]))
                leaves += [_leaf(beside, each) for each in rows]
    return leaves, ends


def _clause(kind: str) -> str:
    over = f" AND id < coalesce(({_FIRST_OPEN}), id + 1)" if kind == "run" else ""
    return f"WHERE id > ?1{over} ORDER BY id LIMIT ?2"


def _leaf(kind: str, row: EvidenceRecord) -> Leaf:
    return Leaf(kind, row.key, leaf_hash(row.text))


def newest(conn: sqlite3.Connection, archive: bytes) -> Manifest | None:
    """Return the newest manifest of an archive's chain, None for none."""
    rows = select(conn, f"{_ROWS} WHERE archive = ? ORDER BY number DESC LIMIT 1", (archive,))
    return Manifest(*rows[0]) if rows else None


def chain(conn: sqlite3.Connection, archive: bytes) -> Iterator[Manifest]:
    """Yield the manifests of an archive's chain, the first one first."""
    for row in conn.execute(f"{_ROWS} WHERE archive = ? ORDER BY number", (archive,)):
        yield Manifest(*row)
