"""The payloads that revisits and answers 304 refer to: in the imported files, or in the archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from harvester.archive.captures import read_capture
from harvester.archive.connection import sqlite3
from harvester.archive.payload import Payloads
from harvester.archive.referring import (
    body_of_record,
    body_of_time,
    body_with_digest,
    body_with_key,
    body_with_validators,
    digest_claimed,
)
from harvester.harvest.chains import FileCapture
from harvester.interop.exchanges import RecordedExchange
from harvester.interop.recorded import Original, PayloadReference, asked_for, moment
from harvester.model import Capture

MOST_HELD = 64 << 20
"""Up to this many bytes are held of payloads that are needed only because others repeat them."""

Name = tuple[str, str | datetime]


@dataclass(slots=True)
class Originals:
    """It holds payloads of the files that wanted revisits may repeat; it looks for others in the archive."""

    conn: sqlite3.Connection
    needed: frozenset[Name] = frozenset()
    held: dict[Name, tuple[str, Original]] = field(default_factory=dict)
    size: int = 0

    def expect(self, entries: Iterable[FileCapture]) -> None:
        """Note what the captures refer to."""
        refers = [each.refers for each in entries if each.refers]
        self.needed = frozenset(name for each in refers for name in _names_of(each))

    def is_needed(self, exchange: RecordedExchange) -> bool:
        """Return whether one of them may refer to the exchange."""
        return not self.needed.isdisjoint(_names(exchange))

    def hold(self, exchange: RecordedExchange, capture: Capture) -> None:
        """Keep the payload of an exchange, if there is room."""
        if self.size + len(capture.body) <= MOST_HELD:
            self.size += len(capture.body)
            said = (exchange.answer.field("WARC-Payload-Digest"), _original(capture))
            for name in self.needed.intersection(_names(exchange)):
                self.held.setdefault(name, said)

    def payload(self, refers: PayloadReference) -> Original | None:
        """Return the payload that a revisit repeats; None if it was found nowhere yet."""
        for digest, original in self._payloads(refers):
            if not (digest and refers.digest) or digest == refers.digest:
                return original
        return None

    def _payloads(self, refers: PayloadReference) -> Iterator[tuple[str, Original]]:
        """Yield the digests and payloads that it may be: ids are used twice, and times are of seconds."""
        for name in _names_of(refers):
            if name in self.held:
                yield self.held[name]
        for number in self._numbers(refers):
            capture = read_capture(self.conn, number, Payloads(self.conn))
            yield digest_claimed(self.conn, number), _original(capture)

    def _numbers(self, refers: PayloadReference) -> Iterator[int]:
        """Yield the captures that the archive has of what is referred to."""
        found = [
            body_of_time(self.conn, refers.url, refers.at) if refers.at else None,
            body_of_record(self.conn, refers.record_id, refers.url) if refers.record_id else None,
            body_with_digest(self.conn, refers.url, refers.digest) if refers.digest else None,
        ]
        yield from (each for each in found if each)

    def confirmed(self, entry: FileCapture, key: str, *, by_validators: bool) -> int | None:
        """Return the capture whose payload a 304 confirms; None if it was found nowhere yet.

        It is the one that its record names. by_validators: if it names none, the newest capture of the URL up
        to then with the same ETag, or else the same Last-Modified.
        """
        refers = entry.refers or PayloadReference()
        if key and (number := body_with_key(self.conn, key)):
            return number
        named = refers._replace(url=refers.url or entry.url, digest="")
        if number := next(self._numbers(named), None):
            return number
        if not by_validators or refers.record_id or refers.at:
            return None
        return body_with_validators(self.conn, entry.url, entry.at, (refers.etag, refers.modified))


def _original(capture: Capture) -> Original:
    return Original(
        capture.body,
        capture.headers,
        capture.status,
        capture.coded,
        capture.coded_digest,
        capture.wire_bytes,
    )


def _names(exchange: RecordedExchange) -> tuple[Name, ...]:
    """Return the names by which others may refer to an exchange."""
    record = exchange.answer
    digest = record.field("WARC-Payload-Digest")
    return tuple(_named(record.record_id, asked_for(record.uri), moment(record.date), digest))


def _names_of(refers: PayloadReference) -> tuple[Name, ...]:
    return tuple(_named(refers.record_id, refers.url, refers.at, refers.digest))


def _named(record_id: str, url: str, at: datetime | None, digest: str) -> Iterator[Name]:
    if url and at:
        yield url, at
    if record_id:
        yield "record", record_id
    if digest:
        yield "digest", digest
