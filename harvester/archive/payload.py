"""Payloads: each body once, compressed by itself or as a patch on an earlier one, and read back.

The payloads of a URL form chains, and a payload's ordinal in its chain says on which base it is a patch:

    0       the root: the head of an earlier chain of the URL or of another page of the host, if that is kept
            whole and fewer than eight heads are patches on it; without such a head, the payload is kept whole
    8, 16…  the one 8 before
    others  the one before

So at most 16 rows are read for one payload, and one lost row makes 8 or 9 others unreadable on average. Rows
are only added; `harvester.archive.removal` has what a takedown does.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from harvester.archive.connection import path_of, select, sqlite3
from harvester.archive.frames import EDITION_LEVEL, LEVEL, compress, decompress, patch
from harvester.errors import ArchiveDamaged, PayloadRemoved

CHAIN = 64
"""A chain has this many payloads; 128 in steps of 16 take 25 % less space, but a lost row costs 12 others."""

STEP = 8
"""Every 8th payload is a patch on the 8th before it; the square root of `CHAIN` reads fewest rows."""

LONGEST = CHAIN // STEP + STEP
"""At most this many rows are read for one payload: 7 steps of 8, 7 of 1, the head and the root."""

HEADS = 8
"""At most this many heads of chains are patches on one root, so that few payloads are lost with it."""

PATCH_LIMIT = 8 << 20
"""A payload of more bytes is kept whole, so that memory stays flat."""

CACHE_BYTES = 32 << 20
"""A reader keeps this many bytes of bodies: about 300 pages; reading a history in order needs nine."""

SURE = 40
"""A patch this many times smaller than the body is kept without trying the other way: pages shrink 5-fold."""

WORTH = 0.75
"""A patch is kept if it takes at most this part of the whole frame; else the whole frame is safer."""

REMOVED = "removed"
"""A payload has this coding if a takedown removed its bytes."""

COLUMNS = "id, digest, size, base_id, ordinal, coding, body"
_ROW = f"SELECT {COLUMNS} FROM payload WHERE id = ?"  # noqa: S608  constants
_PLACE = "SELECT id, size, base_id, ordinal FROM payload WHERE id = ?"
_INSERT = f"INSERT INTO payload ({COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?)"  # noqa: S608  constants
_STANDING_ON = "SELECT count(*) FROM payload WHERE base_id = ? AND ordinal = 0"


class Base(NamedTuple):
    """A payload that a patch may stand on, and the ordinal that the patch has then."""

    id: int
    ordinal: int
    body: bytes


@lru_cache(maxsize=1)  # the key of a capture and the row of its payload ask one after the other
def digest_of(body: bytes) -> bytes:
    """Return the 32 bytes of the SHA-256 of the bytes, content-coding removed."""
    return hashlib.sha256(body).digest()


def store_payload(
    conn: sqlite3.Connection,
    body: bytes,
    previous: int | None = None,
    neighbour: int | None = None,
    payloads: "Payloads | None" = None,
) -> int:
    """Keep the bytes once, inside the caller's transaction; return the id of their row.

    previous: the latest payload that the same URL answered with the same outcome.
    neighbour: one of another page of the host, used where there is no previous one.
    payloads: keeps the bodies that a caller stored last, if it stores many; others are decoded when needed.
    Bytes that a takedown removed stay removed: their row is returned as it is.
    """
    digest = digest_of(body)
    payloads = payloads or Payloads(conn, limit=0)
    if known := conn.execute("SELECT id FROM payload WHERE digest = ?", (digest,)).fetchone():
        return int(known[0])
    base = _base(conn, payloads, previous, neighbour) if len(body) <= PATCH_LIMIT else None
    base_id, coding, frame = encode(body, base, LEVEL if previous is None else EDITION_LEVEL)
    row = (digest, len(body), base_id, base.ordinal if base and base_id else 0, coding, frame)
    added = int(conn.execute(_INSERT, row).lastrowid or 0)
    if len(body) <= PATCH_LIMIT:  # a larger one is no base
        payloads.keep(added, body, digest)
    return added


def encode(body: bytes, base: Base | None, level: int) -> tuple[int | None, str, bytes]:
    """Return base_id, coding and body of the row: as a patch if that is worth it, else whole."""
    frame = patch(body, base.body, level) if base else b""
    if base is None or len(frame) * SURE > len(body):
        whole = compress(body)
        if base is None or len(frame) > len(whole) * WORTH:
            return None, "zstd", whole
    return base.id, "zstd-patch", frame


def read_payload(conn: sqlite3.Connection, payload_id: int) -> bytes:
    """Return the bytes of that row.

    Raises PayloadRemoved where a takedown removed them, ArchiveDamaged where they are missing or not
    what was stored. `Payloads` is for reading several.
    """
    return Payloads(conn, limit=0).read(payload_id)


class PayloadRow(NamedTuple):
    """A payload as it is stored. body: its frame, by itself or on the base, as the coding says."""

    id: int
    digest: bytes
    size: int
    base_id: int | None
    ordinal: int
    coding: str
    body: bytes


class ShippedPayloads(NamedTuple):
    """Payloads as they are stored, for another machine. path: of their archive, which messages name."""

    path: Path
    rows: Mapping[int, PayloadRow]

    def row(self, payload_id: int) -> PayloadRow:
        """Return the row of that number."""
        if payload_id not in self.rows:
            raise damaged(self.path, payload_id, "is missing")
        return self.rows[payload_id]


class _HeldBody(NamedTuple):
    """A body in the cache. digest: its SHA-256, ``b""`` if it was not computed yet."""

    body: bytes
    digest: bytes = b""


class Payloads:
    """A reader that keeps what it decoded or stored last, so that a chain read in order is decoded once."""

    def __init__(self, source: sqlite3.Connection | ShippedPayloads, limit: int = CACHE_BYTES) -> None:
        """Read from an archive, or from what one sent. Keep bodies of at most ``limit`` bytes in all."""
        self._path = source.path if isinstance(source, ShippedPayloads) else path_of(source)
        self._row: Callable[[int], PayloadRow] = (
            source.row if isinstance(source, ShippedPayloads) else partial(row_of, source)
        )
        self._kept: OrderedDict[int, _HeldBody] = OrderedDict()
        self._room = limit

    def read(self, payload_id: int, longest: int = LONGEST) -> bytes:
        """Return the bytes of that row, as `read_payload` does; at most ``longest`` rows are read for it."""
        rows = [self._row(payload_id)]
        digest = rows[0].digest
        if rows[0].coding == REMOVED:
            raise PayloadRemoved(digest)
        held = self._kept.get(payload_id)
        if held and held.digest == digest:
            self._kept.move_to_end(payload_id)
            return held.body
        while (base := rows[-1].base_id) is not None and rows[-1].id not in self._kept:
            if len(rows) >= longest:
                raise damaged(self._path, payload_id, "stands on too many others")
            rows.append(self._row(base))
        body = b""
        for row in reversed(rows):
            body = self._body(row, body)
        if digest_of(body) != digest:
            raise damaged(self._path, payload_id, "is not what was stored")
        self.keep(payload_id, body, digest)
        return body

    def _body(self, row: PayloadRow, base: bytes) -> bytes:
        """Return the body of a row, decoded unless it is kept, and keep it."""
        held = self._kept.get(row.id)
        if held:
            self._kept.move_to_end(row.id)
            return held.body
        try:
            body = decompress(row.body, row.size, base)
        except ValueError as error:
            raise damaged(self._path, row.id, str(error)) from error
        self.keep(row.id, body)
        return body

    def keep(self, payload_id: int, body: bytes, digest: bytes = b"") -> None:
        """Cache the body of a row, and drop the bodies that were used longest ago until all fit.

        digest: as the row has it, if the body was found to have it.
        """
        before = self._kept.pop(payload_id, None)
        self._room += len(before.body) if before else 0
        self._kept[payload_id] = _HeldBody(body, digest)
        self._room -= len(body)
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += len(oldest.body)


def damaged(path: Path, payload_id: int, problem: str) -> ArchiveDamaged:
    """Return the error that says what is wrong with a payload."""
    return ArchiveDamaged(path, f"payload {payload_id} {problem}", "Restore it from a backup.")


def row_of(conn: sqlite3.Connection, payload_id: int) -> PayloadRow:
    """Return the row of a payload; raises ArchiveDamaged where it is missing."""
    return PayloadRow(*_found(conn, payload_id, _ROW))


def _found(conn: sqlite3.Connection, payload_id: int, query: str) -> sqlite3.Row:
    found = select(conn, query, (payload_id,))
    if not found:
        raise damaged(path_of(conn), payload_id, "is missing")
    return found[0]


def _base(
    conn: sqlite3.Connection, payloads: Payloads, previous: int | None, neighbour: int | None
) -> Base | None:
    """Return the payload to patch; None if none fits, or if it is large, removed or damaged."""
    near = neighbour if previous is None else previous
    if near is None:
        return None
    try:
        way = list(_way(conn, near))
        ordinal = 0 if previous is None else (way[0]["ordinal"] + 1) % CHAIN
        place = _place(way, ordinal)
        if not 0 < place["size"] <= PATCH_LIMIT or not (ordinal or _has_room(conn, place)):
            return None
        # One row of the longest way is left for the patch itself.
        return Base(place["id"], ordinal, payloads.read(place["id"], LONGEST - 1))
    except (ArchiveDamaged, PayloadRemoved):  # what comes in now must not be lost with it
        return None


def _place(way: list[sqlite3.Row], ordinal: int) -> sqlite3.Row:
    """Return the base for that ordinal: the one before, the last of the steps, or the root."""
    if ordinal == 0:
        return way[-1]
    if ordinal % STEP:
        return way[0]
    return next((place for place in way if place["ordinal"] % STEP == 0), way[-1])


def _has_room(conn: sqlite3.Connection, root: sqlite3.Row) -> bool:
    """Return whether another head may be a patch on the root."""
    return bool(select(conn, _STANDING_ON, (root["id"],))[0][0] < HEADS)


def _way(conn: sqlite3.Connection, payload_id: int) -> Iterator[sqlite3.Row]:
    """Yield the places of a payload and of its bases, down to the one that is kept whole."""
    base = payload_id
    for _ in range(LONGEST):
        place = _found(conn, base, _PLACE)
        yield place
        base = place["base_id"]
        if base is None:
            return
    raise damaged(path_of(conn), payload_id, "stands on too many others")
