"""Payloads: each body once, compressed by itself or as a patch against an earlier one of its article."""

import hashlib
from typing import Any, NamedTuple

from zstandard import (
    DICT_TYPE_RAWCONTENT,
    ZstdCompressionDict,
    ZstdCompressionParameters,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
    frame_content_size,
)

from harvester.archive.connection import path_of, select, sqlite3
from harvester.errors import ArchiveDamaged

LEVEL = 3
"""zstd level: 19 saves 4 to 25 % of the bytes at 28 times the CPU (measured on 42 page histories)."""

KEYFRAME_EVERY = 16
"""At most 15 patches stand between a payload and one that needs no other: read back in some 0.4 ms."""

PATCH_LIMIT = 8 << 20
"""Bytes; a larger payload is kept by itself, so that memory stays flat."""

SURE = 40
"""A patch this many times smaller than the body is kept without trying the other way: pages shrink 5-fold."""

_MIN_WINDOW_LOG, _MAX_WINDOW_LOG = 10, 27

_CHAIN = """
    WITH RECURSIVE chain (digest, size, body, base_digest, step) AS (
        SELECT digest, size, body, base_digest, 0 FROM payload WHERE digest = ?
        UNION ALL
        SELECT p.digest, p.size, p.body, p.base_digest, step + 1
        FROM chain JOIN payload AS p ON p.digest = chain.base_digest WHERE step < ?
    )
    SELECT size, body, base_digest FROM chain ORDER BY step DESC"""

_INSERT = """
    INSERT INTO payload (digest, size, coding, base_digest, depth, body)
    VALUES (:digest, :size, :coding, :base_digest, :depth, :body)"""


class Base(NamedTuple):
    """A payload that a patch may stand on."""

    digest: str
    depth: int
    body: bytes


def digest_of(body: bytes) -> str:
    """Return ``sha256:`` and the 64 hex digits of the bytes, content-coding removed."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def store_payload(conn: sqlite3.Connection, body: bytes, base_digest: str | None = None) -> str:
    """Keep the bytes once, inside the caller's transaction; return their digest.

    base_digest: a payload they are likely to resemble, the article's previous one.
    """
    digest = digest_of(body)
    if conn.execute("SELECT 1 FROM payload WHERE digest = ?", (digest,)).fetchone():
        return digest
    base = _base(conn, base_digest) if base_digest and len(body) <= PATCH_LIMIT else None
    row = {"digest": digest, "size": len(body)}
    conn.execute(_INSERT, row | _compressed(body, base))
    return digest


def _compressed(body: bytes, base: Base | None) -> dict[str, Any]:
    """Return the columns of the smaller form: the body by itself, or as a patch."""
    patch = _patch(body, base.body) if base else b""
    sure = base is not None and len(patch) * SURE <= len(body)
    whole = b"" if sure else ZstdCompressor(level=LEVEL).compress(body)
    if base is not None and (sure or len(patch) < len(whole)):
        return {"coding": "zstd-patch", "base_digest": base.digest, "depth": base.depth + 1, "body": patch}
    return {"coding": "zstd", "base_digest": None, "depth": 0, "body": whole}


def read_payload(conn: sqlite3.Connection, digest: str) -> bytes:
    """Return the bytes with that digest; ArchiveDamaged where they are not there, or not the same bytes."""
    body, found = b"", False
    for size, stored, base_digest in select(conn, _CHAIN, (digest, KEYFRAME_EVERY)):
        if not found and base_digest is not None:
            break
        body, found = _decode(conn, digest, (stored, size, body)), True
    if not found or digest_of(body) != digest:
        raise _damaged(
            conn, digest, "is not what was stored" if found else "is missing, or what it stands on"
        )
    return body


def _base(conn: sqlite3.Connection, digest: str) -> Base | None:
    """Return the payload to patch; None where the chain is full, the payload too large or damaged."""
    row = conn.execute("SELECT depth, size FROM payload WHERE digest = ?", (digest,)).fetchone()
    if row is None or row[0] + 1 >= KEYFRAME_EVERY or not 0 < row[1] <= PATCH_LIMIT:
        return None
    try:
        return Base(digest, row[0], read_payload(conn, digest))
    except ArchiveDamaged:  # what comes in now must not be lost with it
        return None


def _patch(body: bytes, base: bytes) -> bytes:
    """Return the zstd frame of the body with the base as raw-content dictionary, both within the window."""
    window_log = min(max((len(body) + len(base)).bit_length(), _MIN_WINDOW_LOG), _MAX_WINDOW_LOG)
    parameters = ZstdCompressionParameters.from_level(LEVEL, window_log=window_log)
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT)
    return ZstdCompressor(compression_params=parameters, dict_data=dictionary).compress(body)


def _decode(conn: sqlite3.Connection, digest: str, part: tuple[bytes, int, bytes]) -> bytes:
    """Return what a (frame, size, base) stands for; the base is empty for a frame that needs none."""
    frame, size, base = part
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT) if base else None
    try:
        if frame_content_size(frame) != size:  # before a forged frame can ask for memory
            raise _damaged(conn, digest, "has another length than was stored")
        return ZstdDecompressor(dict_data=dictionary).decompress(frame, max_output_size=size)
    except ZstdError as error:
        raise _damaged(conn, digest, f"cannot be read ({error})") from error


def _damaged(conn: sqlite3.Connection, digest: str, problem: str) -> ArchiveDamaged:
    return ArchiveDamaged(path_of(conn), f"payload {digest} {problem}", "Restore it from a backup.")
