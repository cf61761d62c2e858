"""HTTP messages in the blocks of records: heads of all kinds, bodies with what is left of their codings.

Pure. Undoing a content coding is left to `harvester.http.codings`.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from harvester.http.codings import KEPT_OF_TOO_LARGE, decoded, named_codings
from harvester.http.headers import Headers, header, lengths
from harvester.interop.warc.chunks import unframed
from harvester.model import Outcome

MAX_HEAD = 64 * 1024
"""A head of a message has at most this many bytes."""

MAX_FIELDS = 1_000
"""A message has at most this many headers."""

RENAMED = ("x-archive-orig-", "x-orig-", "x-crawler-")
"""Archives put these before the name of a header that is no longer true of the body: pywb and the Wayback
Machine, browsertrix and ArchiveWeb.page, Common Crawl."""

_OF_THE_BODY = ("content-encoding", "transfer-encoding", "content-length")
_RENAMED = {f"{prefix}{name}": len(prefix) for prefix in RENAMED for name in _OF_THE_BODY}
_STATUS = re.compile(r"HTTP/([0-9](?:\.[0-9])?)[ \t]+([0-9]{3})(?:[ \t](.*))?\Z", re.IGNORECASE | re.DOTALL)
_REQUEST = re.compile(r"([A-Z]{1,20})[ \t]+(\S+)", re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 1024  # bytes of a body that tell text from coded bytes
_BODILESS = frozenset({204, 304})  # RFC 9110, 6.4.1


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """A response as it was received, as far as the record still has it.

    http_version: such as "1.1". status: 0, and reason, http_version and headers empty, where the block has
    no head (HTTP/0.9). headers: as received; those that the archive renamed have their names again. head: the
    bytes of status line and headers as they stand in the record, with the blank line.

    body: without chunk framing. coding: the Content-Encoding that is still on it, ``""`` where it has none.
    outcome: OK, TRUNCATED where the body ends before its head says, or BAD_RESPONSE where the head is too
    long; the body is then the block. detail: a sentence, or ``""``.
    """

    http_version: str
    status: int
    reason: str
    headers: Headers
    head: bytes
    body: bytes
    coding: str = ""
    outcome: Outcome = Outcome.OK
    detail: str = ""


class RecordedRequest(NamedTuple):
    """What was asked; method and target are ``""`` where the block is no request."""

    method: str
    target: str
    headers: Headers


def request_of(block: bytes) -> RecordedRequest:
    """Return the request that a block holds."""
    first, headers, _, _ = _parted(block)
    line = _REQUEST.match(first)
    return RecordedRequest(line[1].upper(), line[2], headers) if line else RecordedRequest("", "", ())


def response_of(block: bytes) -> RecordedMessage:
    """Return the response that a block holds; never raises.

    Accepted beyond RFC 9112: LF for CRLF, status lines without a reason, a head without an end, folded lines.
    Interim responses (1xx) before the response are passed. The block of a revisit has no body (WARC/1.1,
    6.7), so that its outcome says nothing.
    """
    first, headers, head, body = _parted(block)
    line = _STATUS.match(first)
    while line and line[2].startswith("1") and _STATUS.match(_parted(body)[0]):
        first, headers, head, body = _parted(body)
        line = _STATUS.match(first)
    if not line:
        return RecordedMessage("", 0, "", (), b"", block)
    if len(head) > MAX_HEAD or len(headers) > MAX_FIELDS:
        reason = f"The head has more than {MAX_HEAD} bytes or {MAX_FIELDS} fields."
        return RecordedMessage("", 0, "", (), b"", block, "", Outcome.BAD_RESPONSE, reason)
    restored, was_undone = _restored(headers, body)
    message = RecordedMessage(line[1], int(line[2]), (line[3] or "").strip(), restored, head, body)
    return message if was_undone else _with_body(message)


def _parted(block: bytes) -> tuple[str, Headers, bytes, bytes]:
    """Return first line, headers, head and body of a message."""
    found = _BLANK_LINE.search(block, 0, MAX_HEAD)
    end, start = found.span() if found else [min(len(block), MAX_HEAD + 1)] * 2
    text = block[:end].decode("latin-1")
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    first, *lines = text.split("\n")
    parted = [line.partition(":") for line in lines]
    headers = tuple([(name.strip(), value.strip(" \t\r")) for name, colon, value in parted if colon])
    return first.rstrip("\r"), headers, block[:start], block[start:]


def _restored(headers: Headers, body: bytes) -> tuple[Headers, bool]:
    """Return the headers as the server sent them, and whether the archive undid the body's codings.

    Where it renamed headers, a Content-Length with the length of the body as stored is its own.
    """
    if not any(name.lower() in _RENAMED for name, _ in headers):
        return headers, False
    own = ("content-length", str(len(body)))
    named = ((name, value) for name, value in headers if (name.lower(), value) != own)
    return tuple((name[_RENAMED.get(name.lower(), 0) :], value) for name, value in named), True


def _with_body(message: RecordedMessage) -> RecordedMessage:
    """Return the message with its body unframed, and what its head says of the body held against it."""
    headers, body = message.headers, message.body
    outcome, detail, is_whole = Outcome.OK, "", False
    if "chunked" in header(headers, "Transfer-Encoding").lower():
        body, was_framed, outcome, detail = unframed(body)
        is_whole = was_framed and outcome is Outcome.OK
    coding = header(headers, "Content-Encoding")
    if coding and not _is_coded(body, coding):
        coding, is_whole = "", True  # the archive undid it and left its header, so that no length is true
    said = lengths(headers)
    if not is_whole and outcome is Outcome.OK and message.status not in _BODILESS and len(said) == 1:
        length = next(iter(said))
        if length is not None and length > len(body):
            outcome = Outcome.TRUNCATED
            detail = f"The body has {len(body)} of the {length} bytes that its head says."
    return RecordedMessage(
        message.http_version,
        message.status,
        message.reason,
        headers,
        message.head,
        body,
        coding,
        outcome,
        detail,
    )


def _is_coded(body: bytes, coding: str) -> bool:
    """Whether a body may still have the coding that its head names: text that cannot be undone has not."""
    if not body or not named_codings(coding):
        return False
    start = body[:_LOOKED_AT]
    return bool(_CONTROL.search(start)) or not _fails(body, coding)


def _fails(body: bytes, coding: str) -> bool:
    return decoded(body, coding, KEPT_OF_TOO_LARGE).outcome is Outcome.BAD_ENCODING
