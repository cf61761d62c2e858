"""Decide a page's encoding in the order of the WHATWG, and decode its text."""

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from harvester.normalise.guess import guess
from harvester.normalise.labels import CODECS, NAMES
from harvester.normalise.prescan import declared_labels

PRESCAN_BYTES = 1024
"""A browser looks for a meta element in this many bytes (HTML, 13.2.3.2)."""

LATE_META_BYTES = 64 * 1024
"""A later meta element counts within this many bytes ("changing the encoding", HTML, 13.2.3.4)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
)
_BAD = "\N{REPLACEMENT CHARACTER}"
_SHIFT = b"\x1b$"  # these bytes open Japanese in ISO-2022-JP, which is ASCII throughout
_SPACE = "\t\n\x0c\r "
SURE_CHARACTERS = 6
"""This many UTF-8 characters beyond ASCII contradict another declaration.

A word or two of GBK can be valid UTF-8: one in five characters is.
"""

LEAST_BAD, MAX_BAD_SHARE = 3, 0.1
"""An encoding is wrong if at least 3 characters, and over a tenth of those beyond ASCII, do not decode.

A text cut in the middle of a character, or a stray byte of an advertisement, has fewer; with another
encoding nearly all are undecodable.
"""

SAMPLES, SAMPLE_BYTES = 4, 4096
"""If UTF-8 is declared, this many pieces of this many bytes are tried as UTF-8.

Text in another encoding shows in every piece that has text; the rest of a page is scripts.
"""

_NUL_SHARE = 0.3
"""Bytes are UTF-16 if more than this share of the even or the odd ones is NUL.

Latin text in UTF-16 has nearly half of all bytes NUL; everything else has almost no NULs.
"""


class EncodingDecision(NamedTuple):
    """A decision is an encoding's WHATWG name, the rule that decided, and how many bytes of BOM to skip."""

    encoding: str
    source: str
    skip: int = 0


def resolve(label: str) -> str:
    """Return the WHATWG name of the encoding with that label; ``""`` if the label is unknown."""
    return NAMES.get(label.strip(_SPACE).lower(), "")


def decide(body: bytes, content_type: str = "") -> EncodingDecision:
    """Return the encoding of the page: BOM, HTTP, meta, UTF-16 by its NULs, valid UTF-8, a guess.

    These are tried in the order of HTML 13.2.3.2, but a declaration that the bytes contradict is skipped: a
    browser would show wrong characters. UTF-8 is recognised by its bytes, because a saved page has lost the
    HTTP header that overrules an older meta element on the site.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return EncodingDecision(name, "bom", len(bom))
    for name, source in _declarations(body, content_type):
        if name and _agrees(body, name):
            return EncodingDecision(name, source)
    if name := _utf16_by_nuls(body[:PRESCAN_BYTES]):
        return EncodingDecision(name, "nul")
    if (_is_utf8(body) and _SHIFT not in body) or _is_surely_utf8(body):
        return EncodingDecision("utf-8", "utf-8")
    return EncodingDecision(resolve(guess(body)) or "windows-1252", "guess")


def decode(body: bytes, decision: EncodingDecision) -> str:
    """Return the text; bytes that cannot be decoded become U+FFFD."""
    return body[decision.skip :].decode(CODECS[decision.encoding], "replace")


def to_utf8(body: bytes, decision: EncodingDecision) -> bytes:
    """Return the text as UTF-8. Bytes in UTF-8 stay unchanged, and lexbor turns bad ones into U+FFFD."""
    if decision.encoding == "utf-8":
        return body[decision.skip :]
    return decode(body, decision).encode("utf-8", "replace")


def _declarations(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    """Yield what HTTP says, then what a meta element says; to look for that takes long on some pages."""
    yield resolve(charset_of(content_type)), "http"
    yield _declared(body), "meta"


def _declared(body: bytes) -> str:
    early = map(_in_meta, declared_labels(body[:PRESCAN_BYTES]))
    late = map(_in_meta, declared_labels(body[:LATE_META_BYTES], parsed=True))
    return next(filter(None, chain(early, late)), "")


def _in_meta(label: str) -> str:
    """Return the encoding that a meta element names. It was read as ASCII, so it cannot mean UTF-16."""
    name = resolve(label)
    return "utf-8" if name.startswith("utf-16") else name


def charset_of(content_type: str) -> str:
    """Return the charset parameter of a Content-Type; ``""`` if it is missing."""
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


def _agrees(body: bytes, name: str) -> bool:
    """Return whether the bytes can be in the declared encoding: they decode, and are not UTF-8 instead."""
    if name == "utf-8":
        return not _has_bad_sample(body) or _decodes(body, name)
    if name.startswith("utf-16"):  # its tags and line breaks have NULs, which UTF-8 has not
        return b"\0" in body[:PRESCAN_BYTES] or not _is_utf8(body)
    if body.isascii():
        return True
    return not _is_surely_utf8(body) and _decodes(body, CODECS[name])


def _has_bad_sample(body: bytes) -> bool:
    """Return whether a sample is not UTF-8. To decode the whole page would take 3 % of its time."""
    step = max(SAMPLE_BYTES, len(body) // SAMPLES + 1)
    samples = (body[start : start + SAMPLE_BYTES] for start in range(0, len(body), step))
    mixed = (sample for sample in samples if not sample.isascii())
    return any(_BAD in sample.decode("utf-8", "replace").strip(_BAD) for sample in mixed)


def _decodes(body: bytes, codec: str) -> bool:
    """Return whether the bytes are text in that encoding, except for a few."""
    text = body.decode(codec, "replace")
    bad = text.count(_BAD)
    return bad < LEAST_BAD or bad <= MAX_BAD_SHARE * _beyond_ascii(text)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_surely_utf8(body: bytes) -> bool:
    """Return whether the bytes are UTF-8, with more such characters than chance gives in another encoding."""
    text = body.decode("utf-8", "replace")
    bad = text.count(_BAD)
    beyond = _beyond_ascii(text)
    return beyond - bad >= SURE_CHARACTERS and bad <= MAX_BAD_SHARE * beyond


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
