"""A response read within its limits and judged: what its status, its body and its faults come to."""

import re
from typing import NamedTuple

from requests import Response

from harvester.fetch.budget import Budget
from harvester.fetch.decoding import KEPT_OF_TOO_LARGE, decoded
from harvester.fetch.faults import NETWORK_FAULTS, Fault, fault_of, outcome_of_status
from harvester.fetch.limits import Limits
from harvester.model import SUCCESSES, Outcome

FOLLOWED = frozenset({301, 302, 303, 307, 308})
"""300 has several targets, 304 to 306 have none (RFC 9110, 15.4)."""

CONDITIONAL = frozenset({"If-None-Match", "If-Modified-Since"})

Headers = tuple[tuple[str, str], ...]

_DRAINED_BYTES = 16 * 1024  # of a redirect's body, to keep the connection; more, and it is closed
_PIECE = 256 * 1024
_FOLD = re.compile(r"\r?\n[ \t]+")


class Answer(NamedTuple):
    """What came of one request. location: where a redirect leads, as received; ``""`` for the end."""

    outcome: Outcome
    detail: str = ""
    status: int = 0
    sent: Headers = ()
    headers: Headers = ()
    body: bytes = b""
    wire_bytes: int = 0
    location: str = ""


def header(headers: Headers, name: str) -> str:
    """Return the first header of that name, whatever its case; ``""`` when there is none."""
    name = name.lower()
    return next((value for key, value in headers if key.lower() == name), "")


def answer_of(response: Response, sent: Headers, budget: Budget, limits: Limits) -> Answer:
    """Return the response, read to the end of its body or of what it may cost.

    A redirect that leads somewhere has the outcome it keeps if it cannot be followed.
    """
    # RFC 9112, 5.2: a folded line is one space.
    headers = tuple(
        (name, _FOLD.sub(" ", value)) if "\n" in value else (name, value) for name, value in budget.head
    )
    status = response.status_code
    location = header(headers, "Location").strip() if status in FOLLOWED else ""
    if location:
        length = header(headers, "Content-Length")
        if length and int(length) <= _DRAINED_BYTES:
            _body(response, budget, _DRAINED_BYTES)
        return Answer(Outcome.BAD_REDIRECT, "", status, sent, headers, location=location)
    wire, fault = _body(response, budget, limits.wire_bytes)
    size = len(wire)
    if fault and fault.outcome is Outcome.TOO_LARGE:
        wire = wire[:KEPT_OF_TOO_LARGE]
    unpacked = decoded(wire, header(headers, "Content-Encoding"), limits.decoded_bytes)
    fault = fault or Fault(unpacked.outcome, unpacked.detail)
    body = unpacked.body[:KEPT_OF_TOO_LARGE] if fault.outcome is Outcome.TOO_LARGE else unpacked.body
    conditional = any(name in CONDITIONAL for name, _ in sent)
    outcome, detail = _judged(_status_fault(response, headers, conditional=conditional), fault, wire)
    return Answer(outcome, detail, status, sent, headers, body, size)


def _status_fault(response: Response, headers: Headers, *, conditional: bool) -> Fault:
    """Return what the status line says: OK, or another outcome with the line as a sentence."""
    outcome = outcome_of_status(
        response.status_code,
        asks_to_wait=bool(header(headers, "Retry-After")),
        conditional=conditional,
    )
    if outcome in SUCCESSES:
        return Fault(outcome, "")
    if response.status_code in FOLLOWED:
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
    return by_status


def _body(response: Response, budget: Budget, limit: int) -> tuple[bytes, Fault | None]:
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
                return b"".join(pieces), fault
    except NETWORK_FAULTS as error:
        fault = fault_of(error)
        if fault.outcome is Outcome.BAD_RESPONSE and budget.ended:
            fault = Fault(
                Outcome.TRUNCATED, f"The connection was closed after {size} bytes, before the body's end."
            )
        return b"".join(pieces), fault
    return b"".join(pieces), None
