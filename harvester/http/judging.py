"""What an answer comes to, by its head and its body: live ones and those in web archives. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from harvester.http.coded import coding_note
from harvester.http.codings import KEPT_OF_TOO_LARGE, decoded
from harvester.http.headers import Headers, header, withheld
from harvester.http.heads import response_head, without_secrets
from harvester.http.status import REDIRECTS, outcome_of_status
from harvester.model import SUCCESSES, Capture, Outcome
from harvester.text import printable


class Fault(NamedTuple):
    """What went wrong, as a word and as a sentence."""

    outcome: Outcome
    detail: str


class ResponseHead(NamedTuple):
    """The head of an answer.

    http_version: "1.1". text: its bytes as received, ``b""`` if they are not known.
    """

    http_version: str
    status: int
    reason: str
    headers: Headers
    text: bytes

    @property
    def location(self) -> str:
        """Return where a redirect leads, as received; ``""`` for any other answer."""
        return header(self.headers, "Location").strip() if self.status in REDIRECTS else ""


class Wire(NamedTuple):
    """A body as transferred, how long it was, and what cut it; of one that is too large, what is kept.

    coding: the Content-Encoding that is still on it. digest: SHA-1 of all that was read of one that is too
    large, else ``b""``.
    """

    body: bytes
    size: int
    fault: Fault | None = None
    coding: str = ""
    digest: bytes = b""


class HttpAnswer(NamedTuple):
    """What came of one request; the names are those of a Capture.

    location: where a redirect leads, as received; ``""`` for the end.
    """

    outcome: Outcome
    detail: str = ""
    status: int = 0
    reason: str = ""
    http_version: str = ""
    headers: Headers = ()
    head: bytes = b""
    coded: str = ""
    coded_digest: bytes = b""
    body: bytes = b""
    wire_bytes: int = 0
    location: str = ""


def capture_of(answer: HttpAnswer, url: str, captured_at: datetime) -> Capture:
    """Return the capture of a URL at which that came, without what its answer cannot say."""
    return Capture(
        url=url,
        captured_at=captured_at,
        outcome=answer.outcome,
        detail=printable(answer.detail),
        status=answer.status,
        reason=answer.reason,
        http_version=answer.http_version,
        headers=answer.headers,
        head=answer.head,
        coded=answer.coded,
        coded_digest=answer.coded_digest,
        body=answer.body,
        wire_bytes=answer.wire_bytes,
    )


def judged(head: ResponseHead, wire: Wire, *, conditional: bool, limit: int) -> HttpAnswer:
    """Return what an answer comes to.

    A redirect that leads somewhere is ``REDIRECTED``, whether it can be followed or not. conditional: the
    request had conditions, so that a 304 answers something. limit: bytes that the unpacked body may have.
    """
    read = _unpacked(wire, limit)
    if head.location:
        outcome, detail = Outcome.REDIRECTED, read.fault.detail
    else:
        outcome, detail = _weighed(_status_fault(head, conditional=conditional), read.fault, wire.body)
    usual = response_head(head.http_version, head.status, head.reason, head.headers)
    return HttpAnswer(
        outcome,
        detail,
        head.status,
        head.reason,
        head.http_version,
        withheld(head.headers),
        b"" if head.text in (usual, b"") else without_secrets(head.text),
        read.coded,
        read.coded_digest,
        read.body,
        wire.size,
        head.location,
    )


def _status_fault(head: ResponseHead, *, conditional: bool) -> Fault:
    """Return what the status line says: OK, or another outcome with the line as a sentence."""
    asks_to_wait = bool(header(head.headers, "Retry-After"))
    outcome = outcome_of_status(head.status, asks_to_wait=asks_to_wait, conditional=conditional)
    if outcome in SUCCESSES:
        return Fault(outcome, "")
    if head.status in REDIRECTS:
        return Fault(Outcome.BAD_REDIRECT, f"The server answered {head.status} without a Location.")
    reason = " ".join(f"{head.status} {head.reason}".split())[:80]
    return Fault(outcome, f"The server answered {reason}.")


def _weighed(by_status: Fault, fault: Fault, wire: bytes) -> Fault:
    """Return what status and body come to: a status that is not a success outweighs a cut body."""
    if by_status.outcome is not Outcome.OK:
        return by_status._replace(detail=f"{by_status.detail} {fault.detail}".strip())
    if fault.outcome is not Outcome.OK:
        return fault
    if not wire:
        return Fault(Outcome.EMPTY, "The answer is a success without a body.")
    return fault  # maybe with a note


class _Read(NamedTuple):
    """A body without its codings, what cut it or could not be undone, and the coded fields of a Capture."""

    body: bytes
    fault: Fault
    coded: str = ""
    coded_digest: bytes = b""


def _unpacked(wire: Wire, limit: int) -> _Read:
    """Return the body with its codings undone; of one that is too large, what is kept."""
    body = wire.body
    unpacked = decoded(body, wire.coding, limit)
    fault = wire.fault or Fault(unpacked.outcome, unpacked.detail)
    too_large = fault.outcome is Outcome.TOO_LARGE
    read = _Read(unpacked.body[:KEPT_OF_TOO_LARGE] if too_large else unpacked.body, fault)
    if unpacked.body == body:  # no coding, or one that could not be undone
        return read
    digest = wire.digest or transfer_digest([body])
    return read._replace(coded=coding_note(body, wire.coding), coded_digest=digest)


def transfer_digest(pieces: Iterable[bytes]) -> bytes:
    """Return the digest of a body as transferred: SHA-1, as web archives name payloads."""
    found = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        found.update(piece)
    return found.digest()
