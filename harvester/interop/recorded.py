"""Exchanges in web archives as captures: `docs/interop.md` has each field with its clause. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from harvester.http.headers import Headers, header, lengths, withheld
from harvester.http.judging import Fault, HttpAnswer, ResponseHead, Wire, capture_of, judged
from harvester.http.urls import BadUrl, checked_url
from harvester.interop.exchanges import PAGES, RecordedExchange
from harvester.interop.own import Facts
from harvester.interop.saved import AHEAD, SHOWN
from harvester.interop.stamps import read_date
from harvester.interop.warc.messages import RENAMED, RecordedMessage, request_of, response_of
from harvester.interop.warc.record import WarcRecord, bare
from harvester.model import Capture, Outcome
from harvester.text import quoted

_DIGITS = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M"}  # ARC/1.0 and 1.1
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*", re.ASCII | re.DOTALL)

_CUTS = {
    "disconnect": Outcome.TRUNCATED,
    "length": Outcome.TOO_LARGE,
    "time": Outcome.TIMEOUT,
}
"""The reasons of WARC-Truncated become these outcomes (WARC/1.1, 5.13); any other becomes ``TRUNCATED``."""

_NOT_MODIFIED = 304
_WEB = ("http://", "https://")


class BadRecord(ValueError):
    """A record that cannot be taken; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Original:
    """A payload that a revisit record repeats, with what is known of how it was transferred."""

    body: bytes
    headers: Headers = ()
    status: int = 0
    coded: str = ""
    coded_digest: bytes = b""
    wire_bytes: int = 0


class PayloadReference(NamedTuple):
    """The record that a revisit or a 304 refers to; ``""`` and None stand for what it does not say.

    at: the record's time. digest: of the payload, as written. etag, modified: validators by which a 304 names
    what is still current.
    """

    record_id: str = ""
    url: str = ""
    at: datetime | None = None
    digest: str = ""
    etag: str = ""
    modified: str = ""


class DatedMessage(NamedTuple):
    """When something was captured and what was answered, as its record says."""

    at: datetime
    message: RecordedMessage


def told(exchange: RecordedExchange, now: datetime) -> DatedMessage:
    """Return when an exchange took place, and its answer.

    A record whose date cannot be read is dated by the Date of the answer. Raises BadRecord if that cannot be
    read either, or if the time is in the future.
    """
    record = exchange.answer
    has_head = record.type not in PAGES and record.type != "metadata"
    message = response_of(record.block) if has_head else RecordedMessage("", 0, "", (), b"", record.block)
    at = moment(record.date) or read_date(header(message.headers, "Date"))
    if at is None:
        raise BadRecord(
            f"Its date {quoted(record.date, SHOWN)} names no instant." if record.date else "It has no date."
        )
    if at > now + AHEAD:
        raise BadRecord(f"Its date {quoted(record.date, SHOWN)} is in the future.")
    return DatedMessage(at, message)


def moment(text: str) -> datetime | None:
    """Return the instant that a record's date names, UTC; None for a date without minutes, or a bad one.

    WARC/1.1, 5.4 has dates of W3C-DTF in UTC, ARC 14 or 12 digits. Digits beyond microseconds are left out.
    """
    text = text.strip()
    try:
        if text.isascii() and text.isdigit():
            return datetime.strptime(text, _DIGITS.get(len(text), "")).replace(tzinfo=UTC)
        if not _INSTANT.fullmatch(text):
            return None
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def asked_for(uri: str) -> str:
    """Return a URI of the web as it is asked for, any other as it is."""
    try:
        return checked_url(uri)
    except BadUrl:
        return uri


def is_revisit(record: WarcRecord, message: RecordedMessage) -> bool:
    """Return whether the payload of a record is elsewhere: it repeats one, or confirms one by a 304."""
    return record.type == "revisit" or message.status == _NOT_MODIFIED


def is_not_modified(record: WarcRecord, message: RecordedMessage) -> bool:
    """Return whether a record says that a payload is still current: answer 304 (WARC/1.1, 6.7.3)."""
    profile = record.field("WARC-Profile").lower()
    return message.status == _NOT_MODIFIED or "server-not-modified" in profile


def reference_of(exchange: RecordedExchange, message: RecordedMessage) -> PayloadReference:
    """Return what a revisit refers to (WARC/1.1, 5.11 to 5.13)."""
    record = exchange.answer
    asked = request_of(exchange.request.block).headers if exchange.request else ()
    return PayloadReference(
        record_id=next(iter(record.references("WARC-Refers-To")), ""),
        url=asked_for(bare(record.field("WARC-Refers-To-Target-URI"))),
        at=moment(record.field("WARC-Refers-To-Date")),
        digest=record.field("WARC-Payload-Digest"),
        etag=header(message.headers, "ETag") or header(asked, "If-None-Match"),
        modified=header(message.headers, "Last-Modified") or header(asked, "If-Modified-Since"),
    )


class CaptureContext(NamedTuple):
    """Where a capture was made. url: what was asked for. limit: bytes that an unpacked body may have."""

    url: str
    at: datetime
    limit: int


def answered(
    exchange: RecordedExchange,
    message: RecordedMessage,
    place: CaptureContext,
    original: Original | None = None,
) -> Capture:
    """Return the capture that the records of an exchange hold.

    original: the payload of a revisit that repeats one. An outcome that the records themselves do not show,
    because Harvester exported them, is taken if it is not a success.
    """
    record, facts = exchange.answer, Facts.of(exchange.metadata)
    if record.type in PAGES:
        capture = _page(record, place)
    elif record.type == "metadata":
        capture = Capture(place.url, place.at, Outcome.FAULT)
    else:
        capture = _exchanged(exchange, message, place, original)
    return facts.completed(capture) if facts.key else _timed(capture, facts)


def _page(record: WarcRecord, place: CaptureContext) -> Capture:
    """Return a page of which nobody knows the exchange: it has no status."""
    kind = record.field("Content-Type")
    fault = _cut(record) or Fault(Outcome.OK if record.block else Outcome.EMPTY, "")
    headers = (("Content-Type", kind),) if kind else ()
    return Capture(place.url, place.at, fault.outcome, fault.detail, headers=headers, body=record.block)


def _exchanged(
    exchange: RecordedExchange, message: RecordedMessage, place: CaptureContext, original: Original | None
) -> Capture:
    record = exchange.answer
    asked = request_of(exchange.request.block).headers if exchange.request else ()
    wire = _wire(record, message)
    if original:
        message = _filled(message, original)
        wire = Wire(original.body, original.wire_bytes or len(original.body))
    answer = _judged(message, wire, place.limit, conditional=is_not_modified(record, message))
    capture = replace(
        capture_of(answer, place.url, place.at),
        ip=record.field("WARC-IP-Address") or record.field("IP-address"),
        request_headers=withheld(asked),
    )
    return replace(capture, coded=original.coded, coded_digest=original.coded_digest) if original else capture


def _filled(message: RecordedMessage, original: Original) -> RecordedMessage:
    """Return the answer of a revisit, with the head of its original where it has none (WARC/1.1, 6.7.2)."""
    if message.status:
        return message
    return replace(message, status=original.status, headers=original.headers)


def _wire(record: WarcRecord, message: RecordedMessage) -> Wire:
    """Return the body of a record as transferred, and what cut it."""
    fault = _cut(record) if record.type != "revisit" else None
    if fault is None and message.outcome is not Outcome.OK and record.type != "revisit":
        fault = Fault(message.outcome, message.detail)
    return Wire(message.body, _size(message), fault, coding=message.coding)


def _size(message: RecordedMessage) -> int:
    """Return how long the body was on the way: what the head says where the archive undid its coding."""
    said = lengths(message.headers)
    is_undone = not message.coding and header(message.headers, "Content-Encoding")
    length = next(iter(said)) if len(said) == 1 and is_undone else None
    return len(message.body) if length is None else length


def _cut(record: WarcRecord) -> Fault | None:
    """Return what cut the record's block, None where it is whole."""
    why = record.field("WARC-Truncated").strip().lower()
    if record.is_cut:
        return Fault(Outcome.TRUNCATED, f"The record has {record.found} of its {record.said} bytes.")
    if record.is_longer:
        return Fault(Outcome.TOO_LARGE, f"The record has {record.said} bytes.")
    if why:
        return Fault(_CUTS.get(why, Outcome.TRUNCATED), f"The record says that it was cut: {why[:SHOWN]}.")
    return None


def _judged(message: RecordedMessage, wire: Wire, limit: int, *, conditional: bool) -> HttpAnswer:
    """Return what an answer comes to; one without a head, as of HTTP/0.9, has no status to judge by."""
    if message.status:
        head = ResponseHead(
            message.http_version, message.status, message.reason, message.headers, _text(message)
        )
        return judged(head, wire, conditional=conditional, limit=limit)
    outcome, detail = wire.fault or (Outcome.OK if wire.body else Outcome.EMPTY, "The record has no answer.")
    detail = "" if outcome is Outcome.OK else detail
    return HttpAnswer(
        outcome, detail, headers=withheld(message.headers), body=wire.body, wire_bytes=wire.size
    )


def _text(message: RecordedMessage) -> bytes:
    """Return the bytes of the head as received; ``b""`` if the archive wrote it otherwise."""
    start = message.head.lower()
    return b"" if any(each.encode() in start for each in RENAMED) else message.head


def _timed(capture: Capture, facts: Facts) -> Capture:
    return replace(capture, elapsed_ms=facts.elapsed_ms) if facts.elapsed_ms else capture


def is_capture(exchange: RecordedExchange) -> bool:
    """Return whether records hold a capture: something of the web that was asked for, or saved.

    Notes of crawlers, look-ups of names (``dns:``) and conversions of what was captured hold none.
    """
    record = exchange.answer
    if record.type == "metadata":
        return bool(Facts.of(record).key)
    return record.type != "conversion" and record.uri.strip().lower().startswith(_WEB)


def web_url(uri: str) -> str:
    """Return the URL of a record as it is asked for, ``""`` for what is not of the web; raises BadRecord."""
    if not uri.strip().lower().startswith(_WEB):
        return ""
    try:
        return checked_url(uri.strip())
    except BadUrl as error:
        raise BadRecord(str(error)) from error
