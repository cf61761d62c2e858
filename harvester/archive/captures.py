"""Captures: a row for each exchange, its payload kept once, in one transaction; read back as `Capture`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import read_headers, store_headers
from harvester.archive.keys import Provenance, capture_key
from harvester.archive.payload import REMOVED, Payloads, digest_of, store_payload
from harvester.archive.urls import url_id
from harvester.archive.writing import evidence
from harvester.model import Capture, Outcome

MAX_HOPS = 64
"""At most this many captures are followed back along ``led_from``: three times what `fetch` follows."""

_COLUMNS = (
    "key", "run_id", "kind", "role", "url_id", "captured_at", "recorded_at", "outcome", "detail", "status",
    "reason", "http_version", "ip", "led_from", "part_of", "confirms", "request_headers_id", "headers_id",
    "differ", "head", "coded", "coded_digest", "payload_id", "wire_bytes", "elapsed_ms",
)  # fmt: skip
_INSERT = f"INSERT INTO capture ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  constants

# A new capture probably resembles the URL's latest one with the same outcome: a wall between two editions of
# an article resembles neither. The first capture of a URL probably resembles some page of its host.
_BEFORE = """
    SELECT payload_id, headers_id FROM capture
    WHERE url_id = ? AND outcome = ? AND headers_id IS NOT NULL ORDER BY captured_at DESC LIMIT 1"""
_PAYLOAD_BEFORE = """
    SELECT payload_id FROM capture
    WHERE url_id = ? AND outcome = ? AND payload_id IS NOT NULL ORDER BY captured_at DESC LIMIT 1"""
_BESIDE = """
    SELECT capture.payload_id FROM url JOIN capture ON capture.url_id = url.id
    WHERE url.surt >= ?1 AND url.surt < ?1 || char(0x10FFFF)
        AND capture.outcome = 'ok' AND capture.payload_id IS NOT NULL LIMIT 1"""


class Recording(NamedTuple):
    """What the archive notes of captures beside what they say.

    role: "article", "source" or "robots". confirms: id of the capture that a 304 at the end confirms, else
    None. kind, recorded_at: "exchange" and None for what was captured just now. begun_at: when its reading
    begins, if that follows immediately; else it waits. part_of: id of the capture of the article's first
    page, if this is a further page.
    """

    run_id: int
    role: str
    confirms: int | None = None
    kind: str = "exchange"
    recorded_at: datetime | None = None
    begun_at: datetime | None = None
    part_of: int | None = None


def add_chain(
    db: Database, recording: Recording, chain: Sequence[Capture], payloads: Payloads | None = None
) -> int:
    """Keep one request with its redirects, on the disk when this returns; return the id of the end's capture.

    Bodies are kept whatever the outcome. A capture whose key is known is not added a second time. payloads:
    as `store_payload` takes it.
    """
    with evidence(db):
        known = newest_id(db.conn)
        before: int | None = None
        for number, capture in enumerate(chain, 1):
            confirms = recording.confirms if number == len(chain) else None
            confirms = confirms if capture.outcome is Outcome.NOT_MODIFIED else None
            before = _add(db.conn, recording._replace(confirms=confirms), capture, before, payloads)
        assert before is not None, "a chain has an end"
        if recording.role != "robots" and before > known:
            begun = to_text(recording.begun_at) if recording.begun_at else None
            db.conn.execute(_WAITS, (recording.part_of or before, begun))
    return before


# What is captured is to be read; a further page is read together with the first one.
_WAITS = """
    INSERT INTO attempt (capture_id, started_at, fault) VALUES (?, ?, '')
    ON CONFLICT (capture_id) DO UPDATE SET fault = ''"""


def newest_id(conn: sqlite3.Connection) -> int:
    """Return the id of the capture that was stored last, 0 for none; what is added later has a higher one."""
    return int(conn.execute("SELECT coalesce(max(id), 0) FROM capture").fetchone()[0])


def _add(
    conn: sqlite3.Connection,
    recording: Recording,
    capture: Capture,
    led_from: int | None,
    payloads: Payloads | None,
) -> int:
    provenance = Provenance(recording.kind, key_of(conn, led_from), key_of(conn, recording.confirms))
    digest = digest_of(capture.body) if capture.body else b""
    key = capture_key(capture, digest, provenance)
    known = conn.execute("SELECT id FROM capture WHERE key = ?", (key,)).fetchone()
    if known:
        return int(known[0])
    payload_id = None
    if capture.body:
        payload_id = store_body(conn, capture, url_id(conn, capture.url), payloads)
    return insert_capture(conn, recording, capture, CapturePosition(key, led_from, payload_id))


class CapturePosition(NamedTuple):
    """Where a capture stands: its key, the capture whose redirect led to it, the row of its payload."""

    key: bytes
    led_from: int | None
    payload_id: int | None


def insert_capture(
    conn: sqlite3.Connection, recording: Recording, capture: Capture, placed: CapturePosition
) -> int:
    """Add the row of one exchange inside the caller's transaction; return its id."""
    row = _row(conn, recording, capture) | placed._asdict()
    return int(conn.execute(_INSERT, tuple(map(row.__getitem__, _COLUMNS))).lastrowid or 0)


def key_of(conn: sqlite3.Connection, capture_id: int | None) -> bytes:
    """Return the key of a capture; ``b""`` for None."""
    if capture_id is None:
        return b""
    return bytes(conn.execute("SELECT key FROM capture WHERE id = ?", (capture_id,)).fetchone()[0])


def _row(conn: sqlite3.Connection, recording: Recording, capture: Capture) -> dict[str, Any]:
    """Return the columns of a capture, None for "nothing"; this stores its header sets."""
    url = url_id(conn, capture.url)
    before = conn.execute(_BEFORE, (url, str(capture.outcome))).fetchone() or (None, None)
    near = [before[1]] if before[1] is not None else []
    headers, differ = store_headers(conn, capture.headers, near)
    return {
        "run_id": recording.run_id,
        "kind": recording.kind,
        "role": recording.role,
        "part_of": recording.part_of,
        "url_id": url,
        "captured_at": to_text(capture.captured_at),
        "recorded_at": to_text(recording.recorded_at) if recording.recorded_at else None,
        "outcome": str(capture.outcome),
        "detail": storable(capture.detail) or None,
        "status": capture.status or None,
        "reason": storable(capture.reason) or None,
        "http_version": capture.http_version or None,
        "ip": capture.ip or None,
        "confirms": recording.confirms,
        "request_headers_id": store_headers(conn, capture.request_headers)[0],
        "headers_id": headers,
        "differ": differ,
        "head": capture.head or None,
        "coded": capture.coded or None,
        "coded_digest": capture.coded_digest or None,
        "wire_bytes": capture.wire_bytes or None,
        "elapsed_ms": capture.elapsed_ms or None,
    }


def store_body(conn: sqlite3.Connection, capture: Capture, url: int, payloads: Payloads | None = None) -> int:
    """Keep the capture's body inside the caller's transaction; return the id of its row.

    payloads: as `store_payload` takes it.
    """
    previous = conn.execute(_PAYLOAD_BEFORE, (url, str(capture.outcome))).fetchone()
    if previous or capture.outcome is not Outcome.OK:
        return store_payload(conn, capture.body, previous[0] if previous else None, payloads=payloads)
    (key,) = conn.execute("SELECT surt FROM url WHERE id = ?", (url,)).fetchone()
    host = key.partition(")")[0]
    beside = conn.execute(_BESIDE, (f"{host})",)).fetchone()
    return store_payload(conn, capture.body, neighbour=beside[0] if beside else None, payloads=payloads)


def read_capture(
    conn: sqlite3.Connection, capture_id: int, payloads: Payloads | None = None, *, without_body: bool = False
) -> Capture:
    """Return one exchange as it was stored, body and all; payloads: keeps decoded bodies."""
    row = select(
        conn,
        "SELECT capture.*, url.url FROM capture JOIN url ON url.id = capture.url_id WHERE capture.id = ?",
        (capture_id,),
    )[0]
    has_body = row["payload_id"] and not without_body
    return Capture(
        url=row["url"],
        captured_at=from_text(row["captured_at"]),
        outcome=Outcome(row["outcome"]),
        detail=row["detail"] or "",
        status=row["status"] or 0,
        reason=row["reason"] or "",
        http_version=row["http_version"] or "",
        ip=row["ip"] or "",
        request_headers=read_headers(conn, row["request_headers_id"]),
        headers=read_headers(conn, row["headers_id"], row["differ"]),
        head=row["head"] or b"",
        coded=row["coded"] or "",
        coded_digest=row["coded_digest"] or b"",
        body=(payloads or Payloads(conn)).read(row["payload_id"]) if has_body else b"",
        wire_bytes=row["wire_bytes"] or 0,
        elapsed_ms=row["elapsed_ms"] or 0,
    )


def asked_url(conn: sqlite3.Connection, end: int) -> str:
    """Return the URL with which the chain that ends at the capture began."""
    sql = "SELECT url.url FROM capture JOIN url ON url.id = capture.url_id WHERE capture.id = ?"
    return str(select(conn, sql, (chain_ids(conn, end)[0],))[0][0])


def is_removed(conn: sqlite3.Connection, capture_id: int) -> bool:
    """Return whether a takedown removed the bytes by which the capture is read."""
    codings = select(
        conn,
        "SELECT coding FROM capture LEFT JOIN rendering ON rendering.capture_id = capture.id"
        " JOIN payload ON payload.id = coalesce(rendering.payload_id, capture.payload_id)"
        " WHERE capture.id = ?",
        (capture_id,),
    )
    return [row["coding"] for row in codings] == [REMOVED]


def chain_ids(conn: sqlite3.Connection, end: int) -> tuple[int, ...]:
    """Return the ids of the captures that led to this one, first the URL asked for, last this one."""
    return tuple(reversed([*_backwards(conn, end)]))


def _backwards(conn: sqlite3.Connection, end: int) -> Iterator[int]:
    at: int | None = end
    for _ in range(MAX_HOPS):
        if at is None:
            return
        yield at
        at = conn.execute("SELECT led_from FROM capture WHERE id = ?", (at,)).fetchone()[0]


_CHAINS = """
    WITH RECURSIVE chain (url_id, led_from) AS (
        SELECT url_id, led_from FROM capture WHERE id IN (SELECT value FROM json_each(?))
        UNION
        SELECT capture.url_id, capture.led_from FROM chain JOIN capture ON capture.id = chain.led_from
    )
    SELECT DISTINCT url_id FROM chain ORDER BY url_id"""


def chain_urls(conn: sqlite3.Connection, ends: Iterable[int]) -> list[int]:
    """Return the URLs of the chains that end at the captures, by number."""
    return [row[0] for row in select(conn, _CHAINS, (json.dumps([*ends]),))]


def confirming(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> tuple[int, ...]:
    """Return the captures that said of one of these that it is still current."""
    sql = "SELECT id FROM capture WHERE confirms IN (SELECT value FROM json_each(?))"
    return tuple(row[0] for row in select(conn, sql, (json.dumps([*capture_ids]),)))
