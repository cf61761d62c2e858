"""What is due, what a conditional request may send back, and when a host may be asked again."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.captures import MAX_HOPS
from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.headers import read_headers
from harvester.archive.writing import relaxed
from harvester.history.trouble import Trouble, ask_again_at
from harvester.http.headers import Validators, header
from harvester.model import ANNOUNCING, Outcome, Verdict
from harvester.remembered import wait

SLACK = 0.01
"""An article may be early by this part of its interval, because cron does not start to the second."""

# The interval is counted from the start of the run. Otherwise each run would delay an article by its own
# length. Imported captures do not count, because this archive did not ask for them.
_ARTICLES = """
    SELECT
        article.id, article.every_s, article.trouble, article.trouble_since,
        article.since AS known_since, article.lacks <> '' AND NOT article.is_held AS is_remembered,
        member.url_id, url.url, member.since,
        (SELECT max(min(run.started_at, capture.captured_at)) FROM (
            SELECT run_id, captured_at FROM capture
            WHERE url_id = member.url_id AND kind = 'exchange' AND role = 'article'
            ORDER BY captured_at DESC LIMIT 1
        ) AS capture JOIN run ON run.id = capture.run_id) AS asked_at
    FROM article
    JOIN member ON member.article_id = article.id AND member.rank IS NOT NULL
    JOIN url ON url.id = member.url_id
    WHERE article.state = 'followed'
    ORDER BY article.rowid, member.rank"""

_SOURCES = """
    SELECT
        source.id, source.kind, source.links, source.every_s, source.trouble, source.trouble_since,
        source.url_id, url.url,
        (SELECT max(min(run.started_at, capture.captured_at)) FROM (
            SELECT run_id, captured_at FROM capture
            WHERE url_id = source.url_id AND kind = 'exchange'
            ORDER BY captured_at DESC LIMIT 1
        ) AS capture JOIN run ON run.id = capture.run_id) AS asked_at
    FROM source JOIN url ON url.id = source.url_id
    WHERE source.state = 'followed'
    ORDER BY asked_at, source.id"""

# What other archives captured is neither confirmed nor obeyed: it may never have come from the host.
_OWN = "(SELECT archive FROM run WHERE run.id = capture.run_id) = (SELECT key FROM archive)"

_NEWEST = f"""
    SELECT id, outcome, confirms FROM capture
    WHERE url_id = ? AND kind = 'exchange' AND outcome IN ('ok', 'not_modified', 'redirected') AND {_OWN}
    ORDER BY captured_at DESC, id DESC LIMIT 4"""  # noqa: S608  constants


class Place(NamedTuple):
    """A URL to ask for."""

    url_id: int
    url: str


class Due(NamedTuple):
    """An article to capture now: its URLs, where it lives first, the others for when that fails."""

    article_id: str
    places: tuple[Place, ...]


class DueSource(NamedTuple):
    """A feed, sitemap, listing page or URL list to fetch now, and how it is read."""

    source_id: int
    place: Place
    kind: str
    links: str


class Condition(NamedTuple):
    """The validators that a request may send back. confirms: the capture whose body a 304 would confirm."""

    confirms: int | None = None
    validators: Validators = Validators()


def due(conn: sqlite3.Connection, now: datetime) -> tuple[Due, ...]:
    """Return the articles to capture at that time, those that have waited longest first.

    An article is due when its interval has passed since it was last asked for, whatever came of it. If it is
    gone or refused, it is due when it is worth another try; if it is only remembered, when its `wait` is
    over. It is also due if one of its URLs is untried.
    """
    found = []
    for rows in _by_article(select(conn, _ARTICLES)):
        first = rows[0]
        asked = max((row["asked_at"] for row in rows if row["asked_at"]), default="")
        fresh = any(not row["asked_at"] and row["since"] > asked for row in rows)
        trouble = Trouble(first["trouble"], first["trouble_since"])
        if fresh or _is_due(asked, _interval(first, asked), trouble, now):
            places = tuple(Place(row["url_id"], row["url"]) for row in rows)
            found.append((asked, Due(first["id"], places)))
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def due_sources(conn: sqlite3.Connection, now: datetime) -> tuple[DueSource, ...]:
    """Return the sources to fetch at that time, those that have waited longest first."""
    return tuple(
        DueSource(row["id"], Place(row["url_id"], row["url"]), row["kind"], row["links"])
        for row in select(conn, _SOURCES)
        if _is_due(
            row["asked_at"] or "",
            timedelta(seconds=row["every_s"]),
            Trouble(row["trouble"], row["trouble_since"]),
            now,
        )
    )


def _by_article(rows: Iterable[sqlite3.Row]) -> Iterator[list[sqlite3.Row]]:
    some: list[sqlite3.Row] = []
    for row in rows:
        if some and some[0]["id"] != row["id"]:
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _interval(article: sqlite3.Row, asked: str) -> timedelta:
    """Return the least time between two requests for an article that was asked for at that time."""
    every = timedelta(seconds=article["every_s"])
    if not (asked and article["is_remembered"]):
        return every
    return max(every, wait(from_text(article["known_since"]), from_text(asked)))


def _is_due(asked: str, every: timedelta, trouble: Trouble, now: datetime) -> bool:
    if not asked:
        return True
    asked_at = from_text(asked)
    if asked_at > now:  # the clock was set back
        return True
    again = asked_at + every * (1 - SLACK)
    return now >= max(again, ask_again_at(trouble, asked_at))


def condition(conn: sqlite3.Connection, place: Place, *, announcing: bool = False) -> Condition:
    """Return what a request for the URL may send back: the validators of its newest usable answer.

    A wall's ETag must not go back, nor that of a source's answer in which nothing was found. They belong to
    the URL where the redirects ended.
    """
    for capture_id, outcome, _ in select(conn, _NEWEST, (place.url_id,)):
        end = _end(conn, capture_id) if outcome == Outcome.REDIRECTED else capture_id
        found = _usable(conn, end, ANNOUNCING if announcing else frozenset({Verdict.CONTENT}))
        if found is not None:
            return found
    return Condition()


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
    row = rows[0]
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
