"""The renderings of captured pages by a browser, as rows; each document is a separate payload."""

import json
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import REMOVED, Payloads, store_payload
from harvester.archive.writing import evidence
from harvester.rendering import HostRequests, Rendered, Rendering

_COLUMNS = (
    "capture_id", "rendered_at", "outcome", "detail", "engine", "viewport", "elapsed_ms", "requests",
    "payload_id",
)  # fmt: skip
_INSERT = f"INSERT INTO rendering ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  constants

# A rendered document resembles the one before of the same URL, else the answer that it was made of.
_BEFORE = """
    SELECT rendering.payload_id FROM capture JOIN rendering ON rendering.capture_id = capture.id
    WHERE capture.url_id = (SELECT url_id FROM capture WHERE id = ?) AND rendering.payload_id IS NOT NULL
    ORDER BY capture.captured_at DESC LIMIT 1"""
_ANSWER = "SELECT payload_id FROM capture WHERE id = ?"

_OF_CAPTURE = """
    SELECT rendering.*, payload.digest, payload.coding FROM rendering
    LEFT JOIN payload ON payload.id = rendering.payload_id WHERE capture_id = ?"""


class StoredRendering(NamedTuple):
    """A rendering in the archive. payload_id, digest: of its document, None and ``b""`` for none."""

    rendering: Rendering
    payload_id: int | None = None
    digest: bytes = b""


def add_rendering(db: Database, capture_id: int, rendering: Rendering) -> None:
    """Store the rendering of a capture's page, on the disk when this returns."""
    with evidence(db):
        payload_id = store_document(db.conn, capture_id, rendering.body) if rendering.body else None
        insert_rendering(db.conn, capture_id, rendering, payload_id)


def store_document(conn: sqlite3.Connection, capture_id: int, body: bytes) -> int:
    """Keep a rendered document inside the caller's transaction; return the id of its payload."""
    before = conn.execute(_BEFORE, (capture_id,)).fetchone()
    (answer,) = conn.execute(_ANSWER, (capture_id,)).fetchone()
    return store_payload(conn, body, before[0] if before else None, answer)


def insert_rendering(
    conn: sqlite3.Connection, capture_id: int, rendering: Rendering, payload_id: int | None
) -> None:
    """Add the row of a rendering inside the caller's transaction."""
    row = (
        capture_id,
        to_text(rendering.rendered_at),
        str(rendering.outcome),
        storable(rendering.detail) or None,
        storable(rendering.engine),
        rendering.viewport,
        rendering.elapsed_ms,
        storable(json.dumps(rendering.requests, ensure_ascii=False)),
        payload_id,
    )
    conn.execute(_INSERT, row)


def read_rendering(
    conn: sqlite3.Connection, capture_id: int, payloads: Payloads | None = None
) -> StoredRendering | None:
    """Return the rendering of a capture's page, None if there is none.

    payloads: reads its document, too, unless a takedown removed that.
    """
    found = select(conn, _OF_CAPTURE, (capture_id,))
    if not found:
        return None
    row = found[0]
    has_document = row["payload_id"] is not None and row["coding"] != REMOVED
    rendering = Rendering(
        rendered_at=from_text(row["rendered_at"]),
        outcome=Rendered(row["outcome"]),
        detail=row["detail"] or "",
        engine=row["engine"],
        viewport=row["viewport"],
        elapsed_ms=row["elapsed_ms"],
        requests=tuple(HostRequests(*each) for each in json.loads(row["requests"])),
        body=payloads.read(row["payload_id"]) if payloads is not None and has_document else b"",
    )
    return StoredRendering(rendering, row["payload_id"], row["digest"] or b"")
