"""What every reader starts from: a body unpacked, bounded and decoded, with where it came from."""

import re
from dataclasses import dataclass

from w3lib.encoding import html_to_unicode

from harvester.http.codings import GZIP_MAGIC, gunzipped

MAX_BYTES = 52_428_800
"""50 MB unpacked, sitemaps.org protocol 0.9; more than any real feed or listing page has."""

# XML 1.0, appendix F.1: UTF-16 and UTF-32 without a byte order mark show in how "<?xm" or "<r" is stored.
_WIDE = (
    (re.compile(rb"\x00\x00\x00<\x00\x00\x00"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00.\x00\x00\x00", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it was received: ``text`` is the body unpacked and decoded."""

    url: str
    text: str
    content_type: str = ""

    @classmethod
    def of(cls, body: bytes, url: str, content_type: str = "") -> "Source":
        """Return the source, decoded by BOM, HTTP, declaration, else as UTF-8 or Windows-1252."""
        return cls(url, _decoded(unpacked(body), content_type), content_type)


def unpacked(body: bytes) -> bytes:
    """Return the body with its gzip wrapping undone: at most MAX_BYTES, of a cut one what can be read."""
    return gunzipped(body, MAX_BYTES) if body.startswith(GZIP_MAGIC) else body[:MAX_BYTES]


def _decoded(body: bytes, content_type: str) -> str:
    for pattern, encoding in _WIDE:
        if pattern.match(body):
            return body.decode(encoding, "replace")
    try:
        _, text = html_to_unicode(content_type or None, body, auto_detect_fun=_guessed)
    except (LookupError, ValueError):  # it declares what Python has a codec for, but is no text's: "idna"
        return body.decode(_guessed(body), "replace")
    return str(text)


def _guessed(body: bytes) -> str:
    """Return what an undeclared body is read as: UTF-8 where it is valid, else as a browser would."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
