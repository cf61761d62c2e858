"""How politely hosts were asked, proved from the captures alone: gaps, refusals, waits and bytes of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import sqlite3
from harvester.archive.headers import read_headers
from harvester.archive.read import Row, rows, streamed
from harvester.http.headers import header
from harvester.http.status import retry_after_s
from harvester.http.urls import BadUrl, authority, origin
from harvester.model import SUCCESSES, Outcome
from harvester.view.robots_history import RobotsHistory

TOLERANCE_S = 0.002
"""Times are kept in whole milliseconds, so that a gap may seem shorter by two roundings."""

DATE_TOLERANCE_S = 1.0
"""A Retry-After that is a date has whole seconds."""

_WAITING = frozenset({*SUCCESSES, Outcome.REDIRECTED})
"""Outcomes whose Retry-After asks nothing of us."""


@dataclass(slots=True)
class HostRecord:
    """What was asked of one host, and what it asked for. Gaps in seconds, None before the second request.

    parts: requests for parts of rendered pages. They took turns with the others; their times are not kept.
    """

    host: str
    requests: int = 0
    parts: int = 0
    robots: int = 0
    unchanged: int = 0
    smallest_gap_s: float | None = None
    smallest_start_gap_s: float | None = None
    delay_s: float = 0.0
    crawl_delay_s: float = 0.0
    crawl_delay_kept_s: float = 0.0
    wire_bytes: int = 0
    saved_by_304: int = 0
    saved_by_coding: int = 0
    robots_refused: int = 0
    retry_after: int = 0
    violations: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Since:
    """Where one archive stands with one host: its last request, and until when it must wait."""

    began_at: datetime | None = None
    ended_at: datetime | None = None
    not_before: datetime | None = None
    refused: set[tuple[int, str]] = field(default_factory=set)


class Politeness:
    """Requests in the order of their times, counted from since on. Archives do not wait for each other."""

    def __init__(self, conn: sqlite3.Connection, since: str = "") -> None:
        self._conn, self._since = conn, since
        self._robots = RobotsHistory(conn)
        self._standing: dict[tuple[bytes, str], _Since] = {}
        self.hosts: dict[str, HostRecord] = {}

    def add(self, row: sqlite3.Row) -> None:
        """Take one capture."""
        try:
            host, site = authority(row["url"]), origin(row["url"])
        except BadUrl:
            return
        counts = row["captured_at"] >= self._since
        record = self.hosts.setdefault(host, HostRecord(host)) if counts else HostRecord(host)
        record.robots_refused += row["outcome"] == Outcome.ROBOTS_REFUSED
        if row["ip"]:  # else nobody was reached, or nobody was asked
            since = self._standing.setdefault((row["archive"], host), _Since())
            self._ask(row, site, since, record)
        if row["role"] == "robots":
            self._robots.add(row)

    def _ask(self, row: sqlite3.Row, site: str, since: _Since, record: HostRecord) -> None:
        began_at = from_text(row["captured_at"])
        rules = self._robots.rules(row["archive"], site)
        record.crawl_delay_s = rules.asked_delay_s() if rules else 0.0
        record.crawl_delay_kept_s = rules.crawl_delay_s() if rules else 0.0
        record.delay_s = max(float(row["delay_s"] or 0.0), record.crawl_delay_kept_s)
        for what in self._wrongs(row, began_at, since, record):
            record.violations.append({"at": row["captured_at"], "url": row["url"], "what": what})
        if rules and row["role"] != "robots" and not rules.allowed(row["url"]):
            what = f"robots.txt of {site} did not allow it"
            record.violations.append({"at": row["captured_at"], "url": row["url"], "what": what})
        _count(row, record)
        ended_at = began_at + timedelta(milliseconds=row["elapsed_ms"] or 0)
        since.began_at, since.ended_at = began_at, ended_at
        self._heed(row, ended_at, since, record)

    def _wrongs(
        self, row: sqlite3.Row, began_at: datetime, since: _Since, record: HostRecord
    ) -> Iterator[str]:
        """Yield what the request did wrong by the requests before it; note its gaps."""
        if since.began_at and since.ended_at:
            gap_s = (began_at - since.ended_at).total_seconds()
            start_s = (began_at - since.began_at).total_seconds()
            record.smallest_gap_s = _smaller(record.smallest_gap_s, gap_s)
            record.smallest_start_gap_s = _smaller(record.smallest_start_gap_s, start_s)
            if gap_s < record.delay_s - TOLERANCE_S:
                yield f"it came {gap_s:.3f} s after the one before; the delay is {record.delay_s:g} s"
        if since.not_before and began_at < since.not_before:
            yield f"the host had asked to be left alone until {to_text(since.not_before)}"
        if (row["run_id"], row["url"]) in since.refused:
            yield "it was asked for again in the run in which the host had refused it"

    def _heed(self, row: sqlite3.Row, ended_at: datetime, since: _Since, record: HostRecord) -> None:
        """Note what the answer asks of the requests after it."""
        if row["outcome"] == Outcome.REFUSED:
            since.refused.add((row["run_id"], row["url"]))
        if row["outcome"] in _WAITING or row["headers_id"] is None:
            return
        asked = header(read_headers(self._conn, row["headers_id"], row["differ"]), "Retry-After")
        seconds = retry_after_s(asked, ended_at) if asked else None
        if seconds is not None:
            record.retry_after += 1
            tolerance = TOLERANCE_S if asked.strip().isdigit() else DATE_TOLERANCE_S
            until = ended_at + timedelta(seconds=seconds - tolerance)
            since.not_before = max(since.not_before or until, until)


def _count(row: sqlite3.Row, record: HostRecord) -> None:
    record.requests += 1
    record.robots += row["role"] == "robots"
    record.wire_bytes += row["wire_bytes"] or 0
    if row["outcome"] == Outcome.NOT_MODIFIED:
        record.unchanged += 1
        record.saved_by_304 += row["confirmed_bytes"] or 0
    if row["coded"] and row["outcome"] == Outcome.OK:
        record.saved_by_coding += max((row["size"] or 0) - (row["wire_bytes"] or 0), 0)


def _smaller(known: float | None, found: float) -> float:
    return found if known is None else min(known, found)


def politeness(
    conn: sqlite3.Connection, since: str = "", until: str = "", hosts: tuple[str, ...] = ()
) -> list[Row]:
    """Return a row for each host that was asked, as `HostRecord` has it, the most asked first.

    since, until: times as the archive writes them, ``""`` for no bound. What came before is read, so that the
    rules and waits that were known hold. hosts: of these only. violations: of each at, url and what.
    """
    found = Politeness(conn, since)
    for row in streamed(conn, "requests", until=until or None):
        found.add(row)
    for each in rows(conn, "rendered_parts", since=since or None, until=until or None):
        found.hosts.setdefault(each["host"], HostRecord(each["host"])).parts += each["parts"]
    records = sorted(found.hosts.values(), key=lambda each: (-each.requests - each.parts, each.host))
    return [_row(each) for each in records if not hosts or each.host in hosts]


def _row(record: HostRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in HostRecord.__slots__}


SUMMED = (
    "requests", "parts", "unchanged", "wire_bytes", "saved_by_304", "saved_by_coding", "robots_refused",
    "retry_after",
)  # fmt: skip
"""These numbers of a host are summed."""


def totals(rows: list[Row]) -> Row:
    """Return the sums of what `politeness` gave."""
    return {name: sum(row[name] for row in rows) for name in SUMMED} | {
        "hosts": sum(bool(row["requests"] or row["parts"]) for row in rows),
        "violations": sum(len(row["violations"]) for row in rows),
    }
