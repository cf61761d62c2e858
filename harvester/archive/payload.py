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

_MIN_WINDOW_LOG = 10  # the least that zstd takes
_HASH_LOG = 17  # of level 3
_BYTES_PER_SLOT = 8  # zstd reads no more than the last 8 << hash_log bytes of a dictionary

_ROW = "SELECT digest, size, body, base_digest, depth FROM payload WHERE digest = ?"

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
    chain = [_row(conn, digest)]
    while (base := chain[-1]["base_digest"]) is not None:
        if len(chain) >= KEYFRAME_EVERY:
            raise _damaged(conn, digest, "stands on too many others")
        chain.append(_row(conn, base))
    body = b""
    for row in reversed(chain):
        body = _decode(conn, row, body)
    if digest_of(body) != digest:
        raise _damaged(conn, digest, "is not what was stored")
    return body


def _row(conn: sqlite3.Connection, digest: str) -> sqlite3.Row:
    found = select(conn, _ROW, (digest,))
    if not found:
        raise _damaged(conn, digest, "is missing")
    return found[0]


def _base(conn: sqlite3.Connection, digest: str) -> Base | None:
    """Return the payload to patch; None where the chain is full, the payload too large or damaged."""
    try:
        row = _row(conn, digest)
        if row["depth"] + 1 >= KEYFRAME_EVERY or not 0 < row["size"] <= PATCH_LIMIT:
            return None
        return Base(digest, row["depth"], read_payload(conn, digest))
    except ArchiveDamaged:  # what comes in now must not be lost with it
        return None


def _patch(body: bytes, base: bytes) -> bytes:
    """Return the zstd frame of the body with the base as raw-content dictionary, both within the window."""
    parameters = ZstdCompressionParameters.from_level(
        LEVEL,
        window_log=max((len(body) + len(base)).bit_length(), _MIN_WINDOW_LOG),
        hash_log=max((len(base) // _BYTES_PER_SLOT).bit_length(), _HASH_LOG),
    )
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT)
    return ZstdCompressor(compression_params=parameters, dict_data=dictionary).compress(body)


def _decode(conn: sqlite3.Connection, row: sqlite3.Row, base: bytes) -> bytes:
    """Return what a row's frame stands for; the base is empty for a frame that needs none."""
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT) if base else None
    try:
        if frame_content_size(row["body"]) != row["size"]:  # before a forged frame can ask for memory
            raise _damaged(conn, row["digest"], "has another length than was stored")
        return ZstdDecompressor(dict_data=dictionary).decompress(row["body"], max_output_size=row["size"])
    except ZstdError as error:
        raise _damaged(conn, row["digest"], f"cannot be read ({error})") from error


def _damaged(conn: sqlite3.Connection, digest: str, problem: str) -> ArchiveDamaged:
    return ArchiveDamaged(path_of(conn), f"payload {digest} {problem}", "Restore it from a backup.")
