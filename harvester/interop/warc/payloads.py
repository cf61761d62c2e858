"""The HTTP response of a capture as a WARC record holds it: its head and body as received, or said otherwise.

Chunk framing is never written (WARC/1.1, 6.3.2 leaves it in; no two tools agree on its digest). A body whose
coding cannot be made again stands without it. Fields that would then be untrue are renamed
``X-Archive-Orig-…``, as pywb and the Wayback Machine do, and a true Content-Length is added.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from harvester.http.headers import Headers, header
from harvester.http.heads import response_head, without_secrets
from harvester.model import Capture

RENAMED = b"X-Archive-Orig-"

COOKIES = frozenset({"set-cookie", "set-cookie2"})

UNKNOWN_VERSION = "1.1"
"""A status line has this version if the real one is not known: every HTTP message has a version."""

Recode = Callable[[Capture], bytes | None]
"""It returns the body of a capture as transferred; None if it cannot be made again."""


class ResponseBlock(NamedTuple):
    """An HTTP response. changed: what is otherwise than received, in words of a closed list.

    "coding": the body stands without its content coding. "framing": it was chunked. "cookies": they are left
    out. "version": the HTTP version was not known.
    """

    head: bytes
    body: bytes
    changed: tuple[str, ...] = ()


def message(capture: Capture, recode: Recode, *, with_cookies: bool = False) -> ResponseBlock:
    """Return the response of a capture that has a status."""
    changed = []
    body, untrue = capture.body, set[str]()
    if capture.coded_digest:
        coded = recode(capture)
        if coded is None:
            untrue.add("content-encoding")
            changed.append("coding")
        body = capture.body if coded is None else coded
    if header(capture.headers, "Transfer-Encoding"):
        untrue.add("transfer-encoding")
        changed.append("framing")
    left_out = frozenset() if with_cookies else COOKIES
    if any(name.lower() in left_out for name, _ in capture.headers):
        changed.append("cookies")
    if not (capture.http_version or capture.head):
        changed.append("version")
    head = _head(capture)
    if untrue or left_out:
        head = _edited(head, untrue, left_out, len(body))
    return ResponseBlock(head, body, tuple(changed))


def _head(capture: Capture) -> bytes:
    if capture.head:
        return without_secrets(capture.head)
    version = capture.http_version or UNKNOWN_VERSION
    return response_head(version, capture.status, capture.reason, capture.headers)


def _edited(head: bytes, untrue: Collection[str], left_out: Collection[str], size: int) -> bytes:
    """Return the head with the untrue fields renamed and others left out; all other bytes stay."""
    renamed = {*untrue, "content-length"} if untrue else ()
    lines, is_left_out = [], False
    for number, line in enumerate(head.splitlines(keepends=True)):
        if number and line.startswith((b" ", b"\t")):  # a folded line belongs to the field before
            lines += [] if is_left_out else [line]
            continue
        name = line.partition(b":")[0].decode("latin-1").strip().lower() if number else ""
        is_left_out = name in left_out
        if not is_left_out:
            lines.append(RENAMED + line if name in renamed else line)
    if untrue:
        end = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
        at = len(lines) - (not lines[-1].strip())
        lines.insert(at, b"Content-Length: %d%s" % (size, end))
    return b"".join(lines)


def request(target: str, headers: Headers) -> bytes:
    """Return the request for a URL, made again: it was always a GET, and its headers are kept.

    Values that let a reader act as somebody else are "withheld" in the evidence, and so here.
    """
    authority_on = target.partition("://")[2]
    path = authority_on[authority_on.find("/") :] if "/" in authority_on else "/"
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
