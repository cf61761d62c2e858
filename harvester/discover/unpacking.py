"""What every reader starts from: a body unpacked, bounded and decoded, with where it came from."""

import codecs
import re
from dataclasses import dataclass

from harvester.http.codings import GZIP_MAGIC, gunzipped
from harvester.normalise.encoding import charset_of, decide, decode, resolve

MAX_BYTES = 52_428_800
"""At most 50 MB are unpacked (sitemaps.org protocol 0.9): no real feed or listing page has more."""

# XML 1.0, appendix F.1: UTF-32 shows in its byte order mark; without one, it and UTF-16 show in how "<?xm" or
# "<r" is stored.
_WIDE = (
    (re.compile(re.escape(codecs.BOM_UTF32_BE)), "utf-32-be"),
    (re.compile(re.escape(codecs.BOM_UTF32_LE)), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<\x00\x00\x00"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00.\x00\x00\x00", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
)

_DECLARED = re.compile(rb"""<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
DECLARATION_BYTES = 1024
"""An XML declaration is looked for in this many bytes, as browsers look for a meta element."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A source as it was received: ``text`` is the body unpacked and decoded."""

    url: str
    text: str
    content_type: str = ""

    @classmethod
    def of(cls, body: bytes, url: str, content_type: str = "") -> "SourceDocument":
        """Return the source, decoded by BOM, HTTP, XML declaration, or what its bytes show."""
        return cls(url, _decoded(unpacked(body), content_type), content_type)


def unpacked(body: bytes) -> bytes:
    """Return the body with its gzip wrapping undone: at most MAX_BYTES, of a cut one what can be read."""
    return gunzipped(body, MAX_BYTES) if body.startswith(GZIP_MAGIC) else body[:MAX_BYTES]


def _decoded(body: bytes, content_type: str) -> str:
    for pattern, codec in _WIDE:
        if pattern.match(body):
            return body.decode(codec, "replace")
    labels = filter(None, map(_narrow, (charset_of(content_type), _declared(body))))
    decisions = (decide(body, f"; charset={label}") for label in labels)
    return decode(body, next((each for each in decisions if each.source == "http"), None) or decide(body))


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:DECLARATION_BYTES])
    return found[1].decode("ascii") if found else ""


def _narrow(label: str) -> str:
    """Return a label of an encoding; ``""`` for UTF-16, which a body has that was recognised as such before.

    Servers and generators name UTF-16 where the bytes are UTF-8.
    """
    name = resolve(label)
    return "" if name.startswith("utf-16") else name
