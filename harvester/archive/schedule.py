"""What a conditional request may send back, and when a host may be asked again."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.captures import MAX_HOPS
from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.first_hand import OWN
from harvester.archive.headers import read_headers
from harvester.archive.writing import relaxed
from harvester.http.headers import Validators, header
from harvester.model import ANNOUNCING, Outcome, Verdict
from harvester.pace.conditions import EACH, is_body_wanted

_NEWEST = f"""
    SELECT id, outcome, confirms FROM capture
    WHERE url_id = ? AND kind = 'exchange' AND outcome IN ('ok', 'not_modified', 'redirected') AND {OWN}
        AND part_of IS NULL
    ORDER BY captured_at DESC, id DESC LIMIT 4"""  # noqa: S608  constants


_ANSWERS = f"""
    SELECT id, outcome, captured_at FROM capture
    WHERE url_id = ? AND kind = 'exchange' AND role <> 'robots' AND part_of IS NULL AND {OWN}
    ORDER BY captured_at DESC, id DESC LIMIT {EACH}"""  # noqa: S608  constants


class RequestedUrl(NamedTuple):
    """A URL to ask for."""

    url_id: int
    url: str


class Condition(NamedTuple):
    """The validators that a request may send back. confirms: the capture whose body a 304 would confirm."""

    confirms: int | None = None
    validators: Validators = Validators()


def condition(conn: sqlite3.Connection, place: RequestedUrl, *, announcing: bool = False) -> Condition:
    """Return what a request for the URL may send back: the validators of its newest usable answer.

    A wall's ETag must not go back, nor that of a source's answer in which nothing was found. They belong to
    the URL where the redirects ended. The first page of an article on several pages is always asked for
    whole, so that what it shows together with the others is a reading of its own. So is a page that was
    rendered: a 304 of what its scripts read the text from would say nothing of the text.
    """
    for capture_id, outcome, _ in select(conn, _NEWEST, (place.url_id,)):
        end = _end(conn, capture_id) if outcome == Outcome.REDIRECTED else capture_id
        if _is_read_with_more(conn, end):
            break
        found = _usable(conn, end, ANNOUNCING if announcing else frozenset({Verdict.CONTENT}))
        if found is not None:
            return found
    return Condition()


_WITH_MORE = """
    SELECT reading.pages > 1 OR reading.next_url <> '' OR reading.is_rendered FROM capture
    JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id) WHERE capture.id = ?"""


def _is_read_with_more(conn: sqlite3.Connection, capture_id: int) -> bool:
    """Return whether more was read than the capture's payload: further pages, or what scripts made of it."""
    return any(row[0] for row in select(conn, _WITH_MORE, (capture_id,)))


_FURTHER = f"""
    SELECT capture.headers_id, capture.differ, body.headers_id AS body_headers, body.differ AS body_differ,
        body.id, url.url
    FROM capture JOIN url ON url.id = capture.url_id
    JOIN capture AS body ON body.id = coalesce(capture.confirms, capture.id)
    JOIN payload ON payload.id = body.payload_id AND payload.coding <> 'removed'
    JOIN reading ON reading.capture_id = capture.part_of AND reading.pages > 1
    WHERE url.url = ? AND capture.part_of IS NOT NULL AND capture.outcome IN ('ok', 'not_modified') AND {OWN}
    ORDER BY capture.captured_at DESC, capture.id DESC LIMIT 1"""  # noqa: S608  constants


def further_condition(conn: sqlite3.Connection, url: str) -> Condition:
    """Return what a request for a further page of an article may send back, if it was read as one before."""
    return next((_of(conn, row) for row in select(conn, _FURTHER, (url,))), Condition())


def wants_body(conn: sqlite3.Connection, place: RequestedUrl, now: datetime) -> bool:
    """Return whether it is time for a request without conditions, by the newest answers."""
    answers = [
        (_outcome(conn, row["id"]) if row["outcome"] == Outcome.REDIRECTED else row["outcome"], row[2])
        for row in select(conn, _ANSWERS, (place.url_id,))
    ]
    return is_body_wanted([(outcome, from_text(at)) for outcome, at in answers], now)


def _outcome(conn: sqlite3.Connection, capture_id: int) -> str:
    """Return the outcome of the end to which a redirect led."""
    sql = "SELECT outcome FROM capture WHERE id = ?"
    return str(select(conn, sql, (_end(conn, capture_id),))[0][0])


def _end(conn: sqlite3.Connection, capture_id: int) -> int:
    """Return the capture at which the redirects ended."""
    for _ in range(MAX_HOPS):
        row = conn.execute("SELECT id FROM capture WHERE led_from = ?", (capture_id,)).fetchone()
        if row is None:
            break
        capture_id = row[0]
    return capture_id


def _usable(conn: sqlite3.Connection, capture_id: int, verdicts: Iterable[str]) -> Condition | None:
    rows = select(
        conn,
        "SELECT end.headers_id, end.differ, body.headers_id AS body_headers, body.differ AS body_differ,"
        " body.id, url.url"
        " FROM capture AS end JOIN capture AS body ON body.id = coalesce(end.confirms, end.id)"
        " JOIN payload ON payload.id = body.payload_id AND payload.coding <> 'removed'"
        " JOIN reading ON reading.capture_id = body.id JOIN url ON url.id = end.url_id"
        " WHERE end.id = ? AND end.outcome IN ('ok', 'not_modified')"
        " AND reading.verdict IN (SELECT value FROM json_each(?))",
        (capture_id, json.dumps([*verdicts])),
    )
    if not rows:
        return None
    return _of(conn, rows[0])


def _of(conn: sqlite3.Connection, row: sqlite3.Row) -> Condition:
    """Return the validators of an answer and of the body that it confirms."""
    renewed = read_headers(conn, row["headers_id"], row["differ"])  # RFC 9111, 3.2: a 304 renews headers
    first = read_headers(conn, row["body_headers"], row["body_differ"])
    etag, modified = (header(renewed, name) or header(first, name) for name in ("ETag", "Last-Modified"))
    return Condition(row["id"], Validators(etag, modified, row["url"]))


def note_host(db: Database, host: str, next_at: datetime) -> None:
    """Keep when a host may be asked again."""
    with relaxed(db):
        db.conn.execute(
            "INSERT INTO host (host, next_at) VALUES (?, ?)"
            " ON CONFLICT (host) DO UPDATE SET next_at = excluded.next_at",
            (host, to_text(next_at)),
        )


def host_states(conn: sqlite3.Connection) -> dict[str, datetime]:
    """Return when each host that is known may be asked again."""
    found = {}
    for host, next_at in select(conn, "SELECT host, next_at FROM host"):
        with suppress(
            ValueError, OverflowError
        ):  # it is for politeness only: what cannot be read must not stop a run
            found[host] = from_text(next_at).astimezone(UTC)
    return found
