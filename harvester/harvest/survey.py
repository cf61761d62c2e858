"""A first look through web archives: which of their captures are wanted, and which were one request.

Only what identifies a capture is held, and redirects. `harvester.harvest.web_archives` reads all once more.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.imports import is_record_known
from harvester.archive.payload import digest_of
from harvester.archive.referring import articles_known, capture_with_key, urls_of_source
from harvester.harvest.chains import FileCapture, join, wanted_ends
from harvester.harvest.reader import Reader, basis
from harvester.harvest.reading_ahead import READINGS_ROOM, Ahead, ReadAhead, letters_of
from harvester.http.headers import header
from harvester.http.surt import surt
from harvester.http.urls import BadUrl, resolved
from harvester.interop.exchanges import RecordedExchange, exchanges
from harvester.interop.own import Facts
from harvester.interop.recorded import (
    BadRecord,
    CaptureContext,
    answered,
    is_capture,
    is_not_modified,
    is_revisit,
    reference_of,
    told,
    web_url,
)
from harvester.interop.saved import RefusedPage
from harvester.interop.warc.digests import Checked, block_digest, payload_digest
from harvester.interop.warc.messages import request_of
from harvester.interop.warc.record import Item, Note, RefusedRecord, WarcRecord
from harvester.model import Capture, Outcome
from harvester.reading import Reading, Received, received
from harvester.reading.leading import is_page, leads_on
from harvester.text import digest_key

HELD_BYTES = 64 * 1024
"""A redirect with a longer body, in bytes, is held without it, as live runs do not read such bodies. A page
that leads on by itself and is longer is no redirect, so that all of it is kept."""

MAX_UNPACKED = 50 << 20
"""An unpacked body may have this many bytes, as in a live run."""

NOTHING_READ: Ahead = MappingProxyType({})
"""This stands for a file of which nothing was read before."""


class CaptureFilter(NamedTuple):
    """Which captures are wanted; without any wish those of explainers and of known articles.

    globs: patterns of URLs, one of which must fit. source: the name or URL of a source; what it announced is
    wanted, and itself. since, until: times, the second excluded. limit: at most this many that are new, the
    earliest; 0 for all. is_strict: a record whose digest is wrong is refused.
    """

    globs: tuple[str, ...] = ()
    all_html: bool = False
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 0
    is_strict: bool = False

    @property
    def by_reading(self) -> bool:
        """Return whether pages must be read to know which are wanted."""
        return not (self.globs or self.all_html or self.source)


@dataclass(slots=True)
class Survey:
    """What was found.

    passed: captures that are not wanted. notes: about files. wrong: how many
    records have a digest that does not fit, and were taken all the same. sources: the SURTs of those that the
    archive knows. readings: those of explainers, by `basis`, which are handed on to where captures are
    settled, so that a page is read once; room: for how many letters more there is room.
    """

    conn: sqlite3.Connection
    reader: Reader
    wish: CaptureFilter
    now: datetime
    sources: frozenset[str] = frozenset()
    entries: list[FileCapture] = field(default_factory=list)
    refused: list[RefusedPage] = field(default_factory=list)
    notes: list[RefusedPage] = field(default_factory=list)
    passed: int = 0
    wrong: int = 0
    explainers: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    posted: set[tuple[str, str]] = field(default_factory=set)
    readings: dict[Hashable, Reading] = field(default_factory=dict)
    room: int = READINGS_ROOM
    ahead: Ahead = field(default_factory=dict)

    def look(self, file: int, items: Iterable[Item], ahead: Ahead = NOTHING_READ) -> None:
        """Add the captures of a file. An error that stops its reading is raised; captures before it are kept.

        ahead: what was read of it before (`harvester.harvest.reading_ahead`).
        """
        self.ahead = ahead
        for each in exchanges(items):
            if isinstance(each, RefusedRecord):
                self.refused.append(RefusedPage(place(each), each.reason))
            elif isinstance(each, Note):
                self.notes.append(RefusedPage(each.file, each.text))
            elif isinstance(each, WarcRecord):
                self._lone(each)
            else:
                self._exchange(file, each)

    def _lone(self, record: WarcRecord) -> None:
        """Note a request that stands apart from its answer, if it asked for something else than a page."""
        if record.type == "request" and request_of(record.block).method not in {"GET", ""}:
            named = record.references("WARC-Concurrent-To")
            self.posted.update([(record.uri, record.date), *((each, "") for each in named)])

    def _exchange(self, file: int, exchange: RecordedExchange) -> None:
        try:
            entry = self._entry(file, exchange)
        except BadRecord as error:
            self.refused.append(RefusedPage(place(exchange.answer), str(error)))
            return
        if entry:
            self.entries.append(entry)
        else:
            self.passed += is_capture(exchange)

    def _entry(self, file: int, exchange: RecordedExchange) -> FileCapture | None:
        """Return the exchange if it may be wanted; raises BadRecord if it cannot be taken."""
        record, facts = exchange.answer, Facts.of(exchange.metadata)
        asked = request_of(exchange.request.block).method if exchange.request else ""
        is_lone = record.type == "metadata" and not facts.key
        if is_lone or facts.is_taken_down or asked not in {"GET", ""}:
            return None
        url = (facts.url or record.uri) if facts.key else web_url(record.uri)
        if not url:
            return None
        at, message = told(exchange, self.now)
        if not self._is_in_time(at):
            return None
        entry = FileCapture(file, exchange.number, url, surt(url), at, facts.key, facts.led_from)
        entry.place, entry.is_further = place(record), bool(facts.part_of)
        entry.span = exchange.span
        entry.names = ((record.uri, record.date), (record.record_id, ""))
        entry.record_key = _record_key(record, facts)
        if is_revisit(record, message):
            entry.refers = reference_of(exchange, message)
            entry.is_confirming = is_not_modified(record, message)
        capture = answered(exchange, message, CaptureContext(url, at, MAX_UNPACKED))
        is_long = len(record.block) > HELD_BYTES
        entry.leads = "" if is_long and capture.outcome is Outcome.OK else _leads(capture)
        if not self._is_candidate(entry, capture):
            return None
        entry.digest = self._checked(record)
        if entry.leads or (facts.key and capture.outcome is Outcome.REDIRECTED):
            entry.held = _held(exchange, len(message.head))
        self._judge(entry, capture, record)
        return entry

    def _is_in_time(self, at: datetime) -> bool:
        wish = self.wish
        return (wish.since is None or at >= wish.since) and (wish.until is None or at < wish.until)

    def _is_candidate(self, entry: FileCapture, capture: Capture) -> bool:
        """Return whether it may be wanted: a page, a redirect or an error, and the URL fits."""
        if entry.leads:
            return True
        if self.wish.globs and not any(fnmatchcase(entry.url, each) for each in self.wish.globs):
            return False
        is_source = entry.key in self.sources
        return bool(entry.own_key or entry.refers or is_source or _may_be_page(capture))

    def _checked(self, record: WarcRecord) -> Checked:
        """Return the check of the payload's digest, and count records whose digests do not fit.

        Raises BadRecord if such records are refused.
        """
        payload = payload_digest(record, MAX_UNPACKED)
        wrong = next((each.claimed for each in (payload, block_digest(record)) if each.fits is False), "")
        if wrong and self.wish.is_strict:
            raise BadRecord(f"Its bytes do not have the digest {wrong[:80]} that it names.")
        self.wrong += bool(wrong)
        return payload

    def _judge(self, entry: FileCapture, capture: Capture, record: WarcRecord) -> None:
        """Find out whether the capture is known, and whether it is wanted for itself."""
        own, wish = entry.own_key, self.wish
        is_own_known = bool(own) and capture_with_key(self.conn, own) is not None
        entry.is_known = is_own_known or is_record_known(self.conn, entry.record_key)
        if entry.is_known:  # maybe by an import that was killed before its articles were settled
            entry.is_wanted = True
            self.explainers.add(entry.key)
        elif wish.globs:
            entry.is_wanted = any(fnmatchcase(entry.url, each) for each in wish.globs)
        elif not wish.source and (own or wish.all_html):
            entry.is_wanted = bool(own) or capture.outcome is not Outcome.REDIRECTED
        elif wish.by_reading and self._is_to_be_read(entry) and self._is_explainer(entry, capture):
            self.explainers.add(entry.key)
            self.digests.add(record.field("WARC-Payload-Digest"))

    def _is_to_be_read(self, entry: FileCapture) -> bool:
        """Return whether the page must be read to know what it is, or was read already."""
        return entry.key not in self.explainers or entry.number in self.ahead

    def _is_explainer(self, entry: FileCapture, capture: Capture) -> bool:
        page = received(capture)
        if capture.outcome is not Outcome.OK or not capture.body or not is_page(page):
            return False
        has_pairs, reading = self.ahead.get(entry.number) or self._read(page)
        if reading and has_pairs and (letters := letters_of(reading)) <= self.room:
            self.room -= letters
            self.readings[basis(digest_of(page.body), page, self.reader.rules)] = reading
        return has_pairs

    def _read(self, page: Received) -> ReadAhead:
        reading = self.reader.read(page)
        return ReadAhead(bool(reading.snapshot.pairs), reading)

    def choose(self) -> list[FileCapture]:
        """Return the ends of the chains that are wanted, in the order of time."""
        self.digests.discard("")
        entries = [each for each in self.entries if self.posted.isdisjoint(each.names)]
        join(entries)
        is_article = articles_known(self.conn)
        announced = urls_of_source(self.conn, self.wish.source) if self.wish.source else frozenset()
        for each in entries:
            if self.wish.source:
                by_url = each.key in announced
            else:
                by_url = each.key in self.explainers or is_article(each.key)
            repeats = each.refers is not None and each.refers.digest in self.digests
            each.is_wanted = each.is_wanted or (not self.wish.globs and (by_url or repeats))
        ends = sorted(wanted_ends(entries), key=lambda each: (each.at, each.file, each.number))
        if self.wish.limit:
            new = [each for each in ends if not each.is_known][: self.wish.limit]
            ends = [*(each for each in ends if each.is_known), *new]
        self.passed += len(self.entries) - sum(len(each.chain) for each in ends)
        return ends


def place(record: WarcRecord | RefusedRecord) -> str:
    """Return how messages name a record, or what stands in place of one."""
    name = f" ({record.record_id})" if record.record_id else ""
    return f"{record.file}, record at {record.offset}{name}"


def _leads(capture: Capture) -> str:
    """Return the URL to which a capture redirects, also by its page; ``""`` for none."""
    if capture.outcome is Outcome.REDIRECTED:
        try:
            return resolved(header(capture.headers, "Location"), capture.url)
        except BadUrl:
            return ""
    found = leads_on(received(capture)) if capture.outcome is Outcome.OK else None
    return found.target if found else ""


def _may_be_page(capture: Capture) -> bool:
    """Return whether a capture may be of a page: it has one, or says why there is none."""
    return capture.outcome is not Outcome.OK or is_page(received(capture))


def _record_key(record: WarcRecord, facts: Facts) -> bytes:
    """Return the key by which a record is known when it comes again. Files use one id for several records."""
    if facts.key:
        return digest_key("harvester", facts.key)
    return digest_key(record.record_id, record.uri, record.date, sha256(record.block).hexdigest())


def _held(exchange: RecordedExchange, head: int) -> RecordedExchange:
    """Return a redirect without its body, if that is long. head: the length of the answer's head."""
    record = exchange.answer
    if len(record.block) <= HELD_BYTES:
        return exchange
    return exchange._replace(answer=replace(record, block=record.block[:head]))
