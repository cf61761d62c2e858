"""Headers: each set is kept once, and for an answer only its differences from a known set."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from harvester.archive.connection import path_of, select, sqlite3
from harvester.errors import ArchiveDamaged

Headers = tuple[tuple[str, str], ...]

LIKE = 0.5
"""An answer may differ from a set in up to this part of its text; else it gets a set of its own."""

SETS = 64
"""This many sets are kept at hand: those of the answers of some sites. A set has 1 kB, and 64 kB at most."""

_DIGEST_BYTES = 16  # of SHA-256, as in keys
_INSERT = "INSERT INTO headers (digest, text) VALUES (?, ?)"


def store_headers(
    conn: sqlite3.Connection, headers: Headers, near: Iterable[int] = ()
) -> tuple[int | None, str | None]:
    """Keep headers inside the caller's transaction; return the set's id and what differs from it.

    near: sets that the headers are likely to resemble, those of the latest answers of the URL.
    The difference is JSON, ``{"index": value}``, None for no difference. Without headers there is no set.
    """
    if not headers:
        return None, None
    text = json.dumps(headers, separators=(",", ":"))
    digest = digest_of_set(text)
    if known := conn.execute("SELECT id FROM headers WHERE digest = ?", (digest,)).fetchone():
        return int(known[0]), None
    differing = ((_difference(conn, headers, template), template) for template in near)
    found = min(((differ, template) for differ, template in differing if differ), key=_length, default=None)
    if found is not None and len(found[0]) <= len(text) * LIKE:
        return found[1], found[0]
    return int(conn.execute(_INSERT, (digest, text)).lastrowid or 0), None


def digest_of_set(text: str) -> bytes:
    """Return the digest by which a set is kept: 16 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()[:_DIGEST_BYTES]


def read_headers(conn: sqlite3.Connection, headers_id: int | None, differ: str | None = None) -> Headers:
    """Return headers as they were stored; raises ArchiveDamaged if they are missing or malformed."""
    if headers_id is None:
        return ()
    return headers_from(conn, read_set(conn, headers_id), headers_id, differ)


def headers_from(conn: sqlite3.Connection, headers: Headers, headers_id: int, differ: str | None) -> Headers:
    """Return the headers of a set with the values that differ; raises ArchiveDamaged if they do not fit."""
    if differ is None:
        return headers
    try:
        merged = list(headers)
        for index, value in json.loads(differ).items():
            if not (isinstance(value, str) and 0 <= int(index) < len(headers)):
                break
            merged[int(index)] = headers[int(index)][0], value
        else:
            return tuple(merged)
    except (ValueError, AttributeError, RecursionError) as error:
        raise _damaged(conn, headers_id, "cannot be read with the difference") from error
    raise _damaged(conn, headers_id, "does not have what differs from it")


def read_set(conn: sqlite3.Connection, headers_id: int) -> Headers:
    """Return the headers of a set; raises ArchiveDamaged if it is missing or malformed."""
    found = select(conn, "SELECT text FROM headers WHERE id = ?", (headers_id,))
    if not found:
        raise _damaged(conn, headers_id, "is missing")
    try:
        headers = _parsed(found[0][0])
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(conn, headers_id, "cannot be read") from error
    if not headers:
        raise _damaged(conn, headers_id, "holds other things than headers")
    return headers


@lru_cache(maxsize=SETS)
def _parsed(text: str) -> Headers:
    """Return the headers of a set's text, none where it holds other things."""
    pairs = tuple((name, value) for name, value in json.loads(text))
    return pairs if all(isinstance(part, str) for pair in pairs for part in pair) else ()


def _difference(conn: sqlite3.Connection, headers: Headers, template: int) -> str | None:
    """Return the differences of the headers from a set; None for other names, another order or damage."""
    try:
        known = read_set(conn, template)
    except ArchiveDamaged:  # what comes in now must not be lost with it
        return None
    if [name for name, _ in known] != [name for name, _ in headers]:
        return None
    values = enumerate(zip(headers, known, strict=True))
    differ = {index: ours[1] for index, (ours, theirs) in values if ours != theirs}
    return json.dumps(differ, separators=(",", ":"))


def _length(found: tuple[str, int]) -> int:
    return len(found[0])


def _damaged(conn: sqlite3.Connection, headers_id: int, problem: str) -> ArchiveDamaged:
    reason = f"the set of headers {headers_id} {problem}"
    return ArchiveDamaged(path_of(conn), reason, "Restore it from a backup.")
