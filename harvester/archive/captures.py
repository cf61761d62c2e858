"""Captures: the row small, the payload once, both in one transaction; and back again as a `Capture`."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.evidence import add_article_url
from harvester.archive.payload import read_payload, store_payload
from harvester.archive.schedule import Good, last_good
from harvester.archive.writing import evidence
from harvester.model import SUCCESSES, Capture, Outcome, Redirect

Headers = Sequence[tuple[str, str]]

PERMANENT = (301, 308)
"""Redirects that give an article another URL (RFC 9110, 15.4.2 and 15.4.9); the others are a detour."""

_COLUMNS = (
    "article_id", "run_id", "captured_at", "recorded_at", "outcome", "detail", "status", "url", "final_url",
    "redirects", "confirms", "request_headers", "headers", "content_type", "etag", "last_modified",
    "payload_digest", "wire_bytes", "elapsed_ms",
)  # fmt: skip
_INSERT = f"INSERT INTO capture ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  constants

# The base of a new payload is the article's latest that came with the same outcome: a wall between
# two editions of an article resembles neither.
_ARTICLE = """
    SELECT url, (
        SELECT payload_digest FROM capture
        WHERE article_id = article.id AND outcome = ? AND payload_digest IS NOT NULL ORDER BY id DESC LIMIT 1
    )
    FROM article WHERE id = ?"""


def add_capture(
    db: Database, run_id: int, article_id: str, capture: Capture, recorded_at: datetime | None = None
) -> int:
    """Keep one capture and its payload, on the disk when this returns; return the capture's id.

    The body is kept whatever the outcome. recorded_at: None for a capture that was made just now.
    Permanent redirects of a success give the article further URLs.
    """
    with evidence(db):
        row = _row(db.conn, article_id, capture)
        row |= {"run_id": run_id, "recorded_at": to_text(recorded_at) if recorded_at else None}
        cursor = db.conn.execute(_INSERT, tuple(map(row.__getitem__, _COLUMNS)))
        capture_id = int(cursor.lastrowid or 0)
        for url in _moved_to(capture):
            add_article_url(db, article_id, url, "redirect", capture.captured_at)
    return capture_id


def read_capture(conn: sqlite3.Connection, capture_id: int) -> Capture:
    """Return a capture as it was stored, body and all; a 304's headers are those it brought anew."""
    row = select(
        conn,
        "SELECT capture.*, article.url AS article_url FROM capture"
        " JOIN article ON article.id = capture.article_id WHERE capture.id = ?",
        (capture_id,),
    )[0]
    url = row["url"] or row["article_url"]
    return Capture(
        url=url,
        captured_at=from_text(row["captured_at"]),
        outcome=Outcome(row["outcome"]),
        detail=row["detail"] or "",
        status=row["status"] or 0,
        final_url=row["final_url"] or (url if row["status"] else ""),
        redirects=tuple(Redirect(*hop) for hop in json.loads(row["redirects"] or "[]")),
        request_headers=_pairs(row["request_headers"]),
        headers=_pairs(row["headers"]),
        body=read_payload(conn, row["payload_digest"]) if row["payload_digest"] else b"",
        wire_bytes=row["wire_bytes"] or 0,
        elapsed_ms=row["elapsed_ms"] or 0,
    )


def _row(conn: sqlite3.Connection, article_id: str, capture: Capture) -> dict[str, Any]:
    """Return the columns of a capture, None for what a reader can tell without."""
    article_url, base = conn.execute(_ARTICLE, (str(capture.outcome), article_id)).fetchone()
    good = last_good(conn, article_id) if capture.outcome == Outcome.NOT_MODIFIED else None
    return {
        "article_id": article_id,
        "captured_at": to_text(capture.captured_at),
        "outcome": str(capture.outcome),
        "detail": storable(capture.detail) or None,
        "status": capture.status or None,
        "url": storable(capture.url) if capture.url != article_url else None,
        "final_url": (storable(capture.final_url) if capture.final_url != capture.url else "") or None,
        "redirects": json.dumps(capture.redirects) if capture.redirects else None,
        "payload_digest": store_payload(conn, capture.body, base) if capture.body else None,
        "wire_bytes": capture.wire_bytes or None,
        "elapsed_ms": capture.elapsed_ms or None,
    } | (_headers(capture) if good is None else _headers_beyond(conn, capture, good))


def _headers(capture: Capture) -> dict[str, Any]:
    """Return the columns that hold headers, in full."""
    return {
        "confirms": None,
        "request_headers": _json(capture.request_headers),
        "headers": _json(capture.headers),
        "content_type": storable(capture.header("content-type")) or None,
        "etag": storable(capture.header("etag")) or None,
        "last_modified": storable(capture.header("last-modified")) or None,
    }


def _headers_beyond(conn: sqlite3.Connection, capture: Capture, good: Good) -> dict[str, Any]:
    """Return the same for a 304: what it and its request have beyond the capture that it confirms.

    A 304 renews the headers of the stored answer (RFC 9111, 3.2), so nothing is lost by that.
    """
    base = conn.execute("SELECT * FROM capture WHERE id = ?", (good.confirms,)).fetchone()
    conditions = (("if-none-match", good.etag), ("if-modified-since", good.last_modified))
    full = _headers(capture)
    return {name: value if value != base[name] else None for name, value in full.items()} | {
        "confirms": good.confirms,
        "request_headers": _json(
            _beyond(capture.request_headers, (*_pairs(base["request_headers"]), *conditions))
        ),
        "headers": _json(_beyond(capture.headers, _pairs(base["headers"]))),
    }


def _beyond(headers: Headers, base: Headers) -> Headers:
    """Return the headers that the base does not have with the same value."""
    known = {(name.lower(), value) for name, value in base}
    return [(name, value) for name, value in headers if (name.lower(), value) not in known]


def _moved_to(capture: Capture) -> Iterable[str]:
    """Yield the URLs that permanent redirects led a success to, up to the first detour."""
    if capture.outcome in SUCCESSES:
        for hop in takewhile(lambda hop: hop.status in PERMANENT, capture.redirects):
            yield hop.url


def _json(headers: Headers) -> str | None:
    return json.dumps(headers, separators=(",", ":")) if headers else None


def _pairs(text: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text or "[]"))
