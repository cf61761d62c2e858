"""A response read within its limits and judged: what its status, its body and its faults come to."""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from requests import Response

from harvester.fetch.budget import Budget
from harvester.fetch.faults import NETWORK_FAULTS, Fault, fault_of
from harvester.fetch.limits import Limits
from harvester.http.coded import coding_note
from harvester.http.codings import KEPT_OF_TOO_LARGE, decoded, start_of
from harvester.http.headers import Headers, header, lengths, withheld
from harvester.http.heads import response_head, without_secrets
from harvester.http.status import REDIRECTS, outcome_of_status
from harvester.model import SUCCESSES, Outcome

CONDITIONAL = frozenset({"If-None-Match", "If-Modified-Since"})

_DRAINED_BYTES = 16 * 1024  # of a redirect's body, to keep the connection; more, and it is closed
_VERSIONS = {10: "1.0", 11: "1.1"}
_PIECE = 256 * 1024
_FOLD = re.compile(r"\r?\n[ \t]+")


class Answer(NamedTuple):
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


def answer_of(response: Response, sent: Headers, budget: Budget, limits: Limits) -> Answer:
    """Return the response, read to the end of its body or of what it may cost.

    A redirect that leads somewhere is ``REDIRECTED``, whether it can be followed or not.
    """
    # RFC 9112, 5.2: a folded line is one space.
    headers = tuple(
        (name, _FOLD.sub(" ", value)) if "\n" in value else (name, value) for name, value in budget.headers
    )
    status, reason = response.status_code, response.reason or ""
    location = header(headers, "Location").strip() if status in REDIRECTS else ""
    if location:
        wire = _redirects_body(response, headers, budget)
    else:
        wire = _body(response, budget, limits.wire_bytes)
    read = _unpacked(wire, headers, limits)
    if location:
        outcome, detail = Outcome.REDIRECTED, read.fault.detail
    else:
        conditional = any(name in CONDITIONAL for name, _ in sent)
        by_status = _status_fault(response, headers, conditional=conditional)
        outcome, detail = _judged(by_status, read.fault, wire.body)
    version = _VERSIONS.get(response.raw.version, "")
    same = budget.head == response_head(version, status, reason, headers)
    return Answer(
        outcome,
        detail,
        status,
        reason,
        version,
        withheld(headers),
        b"" if same else without_secrets(budget.head),
        read.coded,
        read.coded_digest,
        read.body,
        wire.size,
        location,
    )


def _status_fault(response: Response, headers: Headers, *, conditional: bool) -> Fault:
    """Return what the status line says: OK, or another outcome with the line as a sentence."""
    outcome = outcome_of_status(
        response.status_code,
        asks_to_wait=bool(header(headers, "Retry-After")),
        conditional=conditional,
    )
    if outcome in SUCCESSES:
        return Fault(outcome, "")
    if response.status_code in REDIRECTS:
        return Fault(Outcome.BAD_REDIRECT, f"The server answered {response.status_code} without a Location.")
    reason = " ".join(f"{response.status_code} {response.reason or ''}".split())[:80]
    return Fault(outcome, f"The server answered {reason}.")


def _judged(by_status: Fault, fault: Fault, wire: bytes) -> Fault:
    """Return what status and body come to: a status that is no success outweighs a cut body."""
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


class _Wire(NamedTuple):
    """A body as transferred, how long it was, and what cut it; of one that is too large, what is kept.

    digest: SHA-1 of all that was read of one that is too large, else ``b""``.
    """

    body: bytes
    size: int
    fault: Fault | None = None
    digest: bytes = b""


def _redirects_body(response: Response, headers: Headers, budget: Budget) -> _Wire:
    """Return the body of a redirect where it is short, so that the connection can be kept."""
    length = next(iter(lengths(headers)), None)
    if length is None or length > _DRAINED_BYTES:
        return _Wire(b"", 0, Fault(Outcome.TRUNCATED, "The body of the redirect was not read."))
    return _body(response, budget, _DRAINED_BYTES)


def _unpacked(wire: _Wire, headers: Headers, limits: Limits) -> _Read:
    """Return the body with its codings undone; of one that is too large, what is kept."""
    coding, body = header(headers, "Content-Encoding"), wire.body
    unpacked = decoded(body, coding, limits.decoded_bytes)
    fault = wire.fault or Fault(unpacked.outcome, unpacked.detail)
    too_large = fault.outcome is Outcome.TOO_LARGE
    read = _Read(unpacked.body[:KEPT_OF_TOO_LARGE] if too_large else unpacked.body, fault)
    if unpacked.body == body:  # no coding, or one that could not be undone
        return read
    digest = wire.digest or _digest([body])
    return read._replace(coded=coding_note(body, coding), coded_digest=digest)


def _digest(pieces: Iterable[bytes]) -> bytes:
    found = hashlib.sha1(usedforsecurity=False)  # as web archives name payloads
    for piece in pieces:
        found.update(piece)
    return found.digest()


def _body(response: Response, budget: Budget, limit: int) -> _Wire:
    """Return the body as transferred, as far as it came, and what cut it."""
    pieces: list[bytes] = []
    size = 0
    read = response.raw.read1
    try:
        while piece := read(_PIECE, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                fault = Fault(Outcome.TOO_LARGE, f"The body has more than {limit} bytes.")
                digest = _digest(pieces)
                return _Wire(start_of(pieces), size, fault, digest)
    except NETWORK_FAULTS as error:
        fault = fault_of(error)
        if fault.outcome is Outcome.BAD_RESPONSE and budget.ended:
            fault = Fault(
                Outcome.TRUNCATED, f"The connection was closed after {size} bytes, before the body's end."
            )
        return _Wire(b"".join(pieces), size, fault)
    return _Wire(b"".join(pieces), size)
