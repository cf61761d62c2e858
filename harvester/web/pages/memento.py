"""Memento (RFC 7089): a TimeGate and TimeMaps for each URL, and the bytes of each memento, as they came."""

import re
from contextlib import suppress

from harvester.archive.connection import sqlite3
from harvester.errors import BadInput, ConfigError, HarvesterError
from harvester.http.headers import WITHHELD, header
from harvester.http.status import REDIRECTS
from harvester.http.urls import BadUrl, resolved
from harvester.interop.memento import (
    FORMS,
    Addresses,
    Memento,
    accepted,
    http_date,
    links,
    original,
)
from harvester.interop.memento_lists import timemap
from harvester.interop.stamps import moment_of
from harvester.view import captures, mementos
from harvester.view.mementos import FoundMemento
from harvester.web import links as to
from harvester.web.answers import Answer, Answering, Document, Elsewhere, WebRequest
from harvester.web.guard import STORED_POLICY

TIMEGATE, TIMEMAP, REPLAY = "/timegate/", "/timemap/", "/web/"

PREFIX = "X-Archive-Orig-"
"""This prefix marks a header as it was received, as in the Wayback Machine and pywb."""

_VARY = ("Vary", "accept-datetime")
_SINCE = re.compile(r"([0-9]{14})/")
_STAMP = re.compile(r"([0-9]{1,20})(id_)?/")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110, 5.6.2: token
_NO_TEXT = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")  # what no value of a header may have


def timegate(conn: sqlite3.Connection, asked: WebRequest) -> Document:
    """Return where the memento is that is nearest to Accept-Datetime, the last one without that header.

    Every answer says that it depends on that header, also the refusals (RFC 7089, 2.1.2).
    """
    try:
        url = original(asked.target.removeprefix(TIMEGATE))
        stamp = accepted(asked.accept_datetime) if asked.accept_datetime else ""
        found = mementos.near(conn, url, stamp)
    except HarvesterError as error:
        return _refusal(400, f"{error}.", _VARY)
    if not found:
        return _refusal(404, f"This archive has no memento of {url}.", _VARY)
    addresses = Addresses(asked.site)
    said = links(addresses, url, found.around, timegate=False)
    there = addresses.memento(found.around.chosen)
    return Document(b"", "text/plain", headers=(("Location", there), _VARY, ("Link", said)), status=302)


def _refusal(status: int, sentence: str, *headers: tuple[str, str]) -> Document:
    return Document(f"{sentence}\n".encode(), "text/plain", headers=headers, status=status)


def timemaps(form: str) -> Answering:
    """Return what answers with the TimeMap of a URL in that form."""

    def answer(conn: sqlite3.Connection, asked: WebRequest) -> Document:
        rest = asked.target.removeprefix(f"{TIMEMAP}{form}/")
        since = found[1] if (found := _SINCE.match(rest)) else ""
        url = original(_SINCE.sub("", rest, count=1))
        if since:
            moment_of(since)
        listed = mementos.listing(conn, url, since)
        if not listed:
            raise ConfigError(url, "has no memento in this archive" + (" from then on" if since else ""))
        return Document(timemap(form, Addresses(asked.site), listed), FORMS[form])

    return answer


def replayed(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the bytes of a memento, or where to ask instead.

    An address with ``id_`` behind its time has the bytes; one without leads to our page of that capture.
    If there is no memento of that second, both lead to the nearest one. That is no memento, and says so by
    having no Memento-Datetime.
    """
    rest = asked.target.removeprefix(REPLAY)
    place = _STAMP.match(rest)
    if not place:
        raise BadInput("this address", "it has no time of 14 digits")
    url, stamp = original(rest[place.end() :]), place[1]
    moment_of(stamp)
    found = mementos.of_second(conn, url, stamp) or mementos.near(conn, url, stamp)
    if not found:
        raise ConfigError(url, "has no memento in this archive")
    if not place[2]:
        return Elsewhere(_shown_at(conn, found.capture))
    if found.around.chosen.stamp != stamp:
        there = Addresses(asked.site).memento(found.around.chosen)
        return Document(b"", "text/plain", headers=(("Location", there),), status=302)
    return _memento(conn, asked.site, url, found)


def _shown_at(conn: sqlite3.Connection, number: int) -> str:
    """Return the address of what we make of a capture: the version that it shows, or else the capture."""
    capture = captures.told(conn, number)
    if capture["version"]:
        return to.at(capture["article_id"], capture["captured_at"])
    return to.capture(capture["key"])


def memento_of(conn: sqlite3.Connection, key: str) -> str:
    """Return the address of the memento that a capture is or confirms, ``""`` where there is none."""
    found = mementos.of_capture(conn, key)
    return Addresses("").memento(found.around.chosen) if found else ""


def _memento(conn: sqlite3.Connection, site: str, url: str, found: FoundMemento) -> Document:
    """Return a memento: bytes and status as they came, its headers under other names (RFC 7089, 2.1.1)."""
    chosen, addresses = found.around.chosen, Addresses(site)
    brought = mementos.replay(conn, found.capture)
    headers = [
        ("Memento-Datetime", http_date(chosen.stamp)),
        ("Link", links(addresses, url, found.around, timegate=True)),
        ("Content-Security-Policy", STORED_POLICY),
        ("Content-Type", _value(header(brought.headers, "Content-Type")) or "application/octet-stream"),
    ]
    location = header(brought.headers, "Location").strip()
    if brought.status in REDIRECTS and location:
        with suppress(BadUrl):  # where it led then, at that time
            target = Memento(chosen.stamp, resolved(location, chosen.url))
            headers.append(("Location", addresses.memento(target)))
    headers += [
        (f"{PREFIX}{name}", _value(value))
        for name, value in brought.headers
        if _NAME.fullmatch(name) and value != WITHHELD
    ]
    return Document(brought.body, "", headers=tuple(headers), status=brought.status or 200)


def _value(text: str) -> str:
    """Return the value of a header that a server received, as one that may be sent."""
    return _NO_TEXT.sub("?", text).strip()
