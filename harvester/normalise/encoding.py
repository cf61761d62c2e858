"""Which encoding a page is in, decided in the order of the WHATWG, and its text."""

import codecs
from itertools import chain
from typing import NamedTuple

from harvester.normalise.labels import CODECS, NAMES
from harvester.normalise.prescan import declared_labels

PRESCAN_BYTES = 1024
"""How far a browser looks for a meta element (HTML, 13.2.3.2)."""

LATE_META_BYTES = 64 * 1024
"""How far a meta element still counts, as when a parser meets it ("changing the encoding", 13.2.3.4)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
)
_SPACE = "\t\n\x0c\r "
_SURE_BYTES = 256
"""Continuation bytes. Some words of a legacy encoding can be valid UTF-8, a page of it cannot."""
_NUL_SHARE = 0.3
"""Of the bytes on one side: Latin text in UTF-16 has nearly half, everything else next to none."""


class Decision(NamedTuple):
    """An encoding by its WHATWG name, the rule that decided, and how many bytes of BOM to skip."""

    encoding: str
    source: str
    skip: int = 0


def resolve(label: str) -> str:
    """Return the WHATWG name of the encoding with that label, ``""`` when it is unknown."""
    return NAMES.get(label.strip(_SPACE).lower(), "")


def decide(body: bytes, content_type: str = "") -> Decision:
    """Return the encoding of the page: BOM, HTTP, meta, UTF-16 by its NULs, valid UTF-8, windows-1252.

    HTML 13.2.3.2, with three rules more where a browser would show the wrong thing: UTF-16 that says
    nothing, UTF-8 that says nothing, and UTF-8 with a meta element of an older time, which on the site an
    HTTP header overrules that a saved page has lost.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decision(name, "bom", len(bom))
    name = resolve(_charset(content_type))
    if name:
        return Decision(name, "http")
    name = _declared(body)
    if name and name != "utf-8" and _is_surely_utf8(body):
        return Decision("utf-8", "utf-8")
    if name:
        return Decision("utf-8" if name.startswith("utf-16") else name, "meta")
    name = _utf16_by_nuls(body[:PRESCAN_BYTES])
    if name:
        return Decision(name, "nul")
    return Decision("utf-8", "utf-8") if _is_utf8(body) else Decision("windows-1252", "fallback")


def decode(body: bytes, decision: Decision) -> str:
    """Return the text; what cannot be decoded is U+FFFD."""
    return body[decision.skip :].decode(CODECS[decision.encoding], "replace")


def to_utf8(body: bytes, decision: Decision) -> bytes:
    """Return the text as UTF-8: what is declared as such goes as it is, lexbor makes U+FFFD of bad bytes."""
    if decision.encoding == "utf-8":
        return body[decision.skip :]
    return decode(body, decision).encode("utf-8", "replace")


def _declared(body: bytes) -> str:
    early = map(resolve, declared_labels(body[:PRESCAN_BYTES]))
    late = map(resolve, declared_labels(body[:LATE_META_BYTES], parsed=True))
    return next(filter(None, chain(early, late)), "")


def _charset(content_type: str) -> str:
    """Return the charset parameter of a Content-Type, ``""`` when there is none."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""


def _utf16_by_nuls(head: bytes) -> str:
    half = len(head) // 2
    if not half:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * _NUL_SHARE and not even:
        return "utf-16le"
    return "utf-16be" if even > half * _NUL_SHARE and not odd else ""


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_surely_utf8(body: bytes) -> bool:
    """Return whether the bytes are UTF-8, with more sequences than another encoding gives by chance."""
    if body.isascii():
        return False
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(body) - len(text) >= _SURE_BYTES
