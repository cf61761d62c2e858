"""Mementos of a URL (RFC 7089): captures with a whole body of their own, one for each second.

Memento tells times in seconds. Of several captures in one second, the last one is the memento. A capture that
confirms an earlier one (304) is none: what it confirms is a memento already, under its own time.
"""

from heapq import merge
from itertools import islice
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.headers import read_headers
from harvester.archive.payload import read_payload
from harvester.archive.read import rows
from harvester.http.headers import Headers
from harvester.http.surt import surt
from harvester.interop.memento import PAGE, Around, Memento, nearest
from harvester.interop.memento_lists import Listing
from harvester.interop.stamps import stamp_of
from harvester.view.captures import key_bounds

_Urls = dict[int, str]

_BEHIND = "~"  # sorts behind the milliseconds and the Z of every time of the archive


class _StoredMemento(NamedTuple):
    """A capture that is a memento. at: as the archive writes times."""

    at: str
    id: int
    url: str

    @property
    def memento(self) -> Memento:
        return Memento(stamp_of(self.at), self.url)


class Replay(NamedTuple):
    """What a memento brings. status: 0 where nobody knows it. key: that of the capture, in hexadecimal."""

    key: str
    status: int
    headers: Headers
    body: bytes


def _text(stamp: str) -> str:
    """Return the beginning of all times of the archive in that second."""
    days = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    return f"{days}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}"


class FoundMemento(NamedTuple):
    """A memento among the others of its URL. capture: the number of the capture that it is."""

    around: Around
    capture: int


def near(conn: sqlite3.Connection, url: str, stamp: str = "") -> FoundMemento | None:
    """Return the memento of a URL that is nearest to a time, or its last one; None where it has none."""
    urls = _urls(conn, url)
    last = _before(conn, urls, _BEHIND)
    if not last or not stamp:
        return _among(conn, urls, last)
    here = _text(stamp) + _BEHIND
    before, after = _before(conn, urls, here), _behind(conn, urls, here)
    chosen = nearest(stamp, before and before.memento, after and after.memento)
    return _among(conn, urls, before if before and before.memento == chosen else after)


def of_second(conn: sqlite3.Connection, url: str, stamp: str) -> FoundMemento | None:
    """Return the memento of a URL with exactly that time; None where there is none."""
    urls = _urls(conn, url)
    found = _before(conn, urls, _text(stamp) + _BEHIND)
    return _among(conn, urls, found) if found and found.memento.stamp == stamp else None


def of_capture(conn: sqlite3.Connection, key: str) -> FoundMemento | None:
    """Return the memento that a capture is, or that it confirms if it is a 304; None where there is none.

    key: of the capture, in hexadecimal. A capture that another one followed in its second is not a memento.
    """
    row = rows(conn, "captured", **key_bounds(key))[0]
    found = of_second(conn, row["url"], stamp_of(row["captured_at"]))
    return found if found and found.capture == row["id"] else None


def listing(conn: sqlite3.Connection, url: str, since: str = "") -> Listing | None:
    """Return the mementos of a URL from a time on, at most `PAGE`; None where it has none from then on."""
    urls = _urls(conn, url)
    found: dict[str, Memento] = {}
    at = _text(since) if since else ""
    while len(found) <= PAGE and (more := _since(conn, urls, at, PAGE + 1)):
        found |= {each.memento.stamp: each.memento for each in more}  # the last of each second
        at = _text(more[-1].memento.stamp) + _BEHIND
    first, last = _behind(conn, urls, ""), _before(conn, urls, _BEHIND)
    if not found or not first or not last:
        return None
    listed = tuple(found.values())
    following = listed[PAGE].stamp if len(listed) > PAGE else ""
    return Listing(url, listed[:PAGE], first.memento, last.memento, since, following)


def replay(conn: sqlite3.Connection, capture: int) -> Replay:
    """Return what a capture brought; raises PayloadRemoved where a takedown removed it."""
    row = rows(conn, "memento", id=capture)[0]
    headers = read_headers(conn, row["headers_id"], row["differ"])
    return Replay(row["key"], row["status"] or 0, headers, read_payload(conn, row["payload_id"]))


def _among(conn: sqlite3.Connection, urls: _Urls, held: _StoredMemento | None) -> FoundMemento | None:
    """Return a memento with those around it."""
    first, last = _behind(conn, urls, ""), _before(conn, urls, _BEHIND)
    if not held or not first or not last:
        return None
    second = _text(held.memento.stamp)
    before, after = _before(conn, urls, second), _behind(conn, urls, second + _BEHIND)
    around = Around(
        held.memento, first.memento, before and before.memento, after and after.memento, last.memento
    )
    return FoundMemento(around, held.id)


def _urls(conn: sqlite3.Connection, url: str) -> _Urls:
    return {row["id"]: row["url"] for row in rows(conn, "url_ids", surt=surt(url))}


def _since(conn: sqlite3.Connection, urls: _Urls, at: str, limit: int) -> list[_StoredMemento]:
    """Return the first captures from a time on, oldest first."""
    found = [
        [
            _StoredMemento(row["captured_at"], row["id"], url)
            for row in rows(conn, "mementos", id=number, from_at=at, before=None, limit=limit)
        ]
        for number, url in urls.items()
    ]
    return list(islice(merge(*found), limit))


def _before(conn: sqlite3.Connection, urls: _Urls, at: str) -> _StoredMemento | None:
    """Return the last memento before a time."""
    found = (
        _StoredMemento(row["captured_at"], row["id"], url)
        for number, url in urls.items()
        for row in rows(conn, "mementos", id=number, from_at=None, before=at, limit=1)
    )
    return max(found, default=None)


def _behind(conn: sqlite3.Connection, urls: _Urls, at: str) -> _StoredMemento | None:
    """Return the first memento behind a time: the last capture of its second."""
    found = _since(conn, urls, at, 1)
    return _before(conn, urls, _text(found[0].memento.stamp) + _BEHIND) if found else None
