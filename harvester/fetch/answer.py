"""Reading a response within its limits; `harvester.http.judging` decides its outcome."""

import re

from urllib3 import BaseHTTPResponse

from harvester.fetch.budget import ExchangeBudget
from harvester.fetch.faults import NETWORK_FAULTS, fault_of
from harvester.fetch.limits import Limits
from harvester.http.codings import start_of
from harvester.http.headers import Headers, header, lengths
from harvester.http.judging import Fault, HttpAnswer, ResponseHead, Wire, judged, transfer_digest
from harvester.model import Outcome

CONDITIONAL = frozenset({"If-None-Match", "If-Modified-Since"})

_DRAINED_BYTES = 16 * 1024  # of a redirect's body, to keep the connection; more, and it is closed
_VERSIONS = {10: "1.0", 11: "1.1"}
_PIECE = 256 * 1024
"""A body is read in pieces of at most this many bytes, between which its limits are checked."""

_FOLD = re.compile(r"\r?\n[ \t]+")


def answer_of(
    response: BaseHTTPResponse, sent: Headers, budget: ExchangeBudget, limits: Limits
) -> HttpAnswer:
    """Return the response, read to the end of its body or of what it may cost, and judged."""
    # RFC 9112, 5.2: a folded line is one space.
    headers = tuple(
        (name, _FOLD.sub(" ", value)) if "\n" in value else (name, value) for name, value in budget.headers
    )
    version = _VERSIONS.get(response.version, "")
    head = ResponseHead(version, response.status, response.reason or "", headers, budget.head)
    if head.location:
        wire = _redirects_body(response, headers, budget)
    else:
        wire = _body(response, budget, limits.wire_bytes)
    wire = wire._replace(coding=header(headers, "Content-Encoding"))
    conditional = any(name in CONDITIONAL for name, _ in sent)
    return judged(head, wire, conditional=conditional, limit=limits.decoded_bytes)


def _redirects_body(response: BaseHTTPResponse, headers: Headers, budget: ExchangeBudget) -> Wire:
    """Return the body of a redirect where it is short, so that the connection can be kept."""
    length = next(iter(lengths(headers)), None)
    if length is None or length > _DRAINED_BYTES:
        return Wire(b"", 0, Fault(Outcome.TRUNCATED, "The body of the redirect was not read."))
    return _body(response, budget, _DRAINED_BYTES)


def _body(response: BaseHTTPResponse, budget: ExchangeBudget, limit: int) -> Wire:
    """Return the body as transferred, as far as it came, and what cut it."""
    pieces: list[bytes] = []
    size = 0
    read = response.read1
    try:
        while piece := read(_PIECE, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                fault = Fault(Outcome.TOO_LARGE, f"The body has more than {limit} bytes.")
                digest = transfer_digest(pieces)
                return Wire(start_of(pieces), size, fault, digest=digest)
    except NETWORK_FAULTS as error:
        fault = fault_of(error)
        if fault.outcome is Outcome.BAD_RESPONSE and budget.ended:
            fault = Fault(
                Outcome.TRUNCATED, f"The connection was closed after {size} bytes, before the body's end."
            )
        return Wire(b"".join(pieces), size, fault)
    return Wire(b"".join(pieces), size)
