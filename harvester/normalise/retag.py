"""Rewrite a page's tags in plain form, each closed where it ends, so that all parsers read them alike.

Comments and scripts are left out, except JSON-LD. The guard decides which pages need this.
"""

import re
from collections.abc import Iterator

DEPTH_LIMIT = 512
"""At most this many elements are open. Chromium flattens deeper ones (kMaximumHTMLParserDOMTreeDepth)."""
TEXT_ROOM = 64
"""Text elements may be open beyond the limit, up to this many: a heading in the deepest box stays one."""
FORMATS_LIMIT = 16
"""At most this many nested formatting elements are open; lexbor repeats some of them in each block."""
ATTRIBUTE_LIMIT = 1_000
"""An element keeps at most this many attributes."""
COMPARED = 50_000_000
"""Lexbor may compare attributes' names at most this many times for a page, in a sixth of a second."""
TAG_LIMIT = 100_000
"""At most this many elements of a page stay; guard, lexbor and walk need half a second for them."""
SEEN_LIMIT = 400_000
"""At most this many tags of a page are looked at, most of them too deep to stay; they take half a second."""
_LONG_TAG = 256
"""A tag with fewer bytes than this has no room for enough attributes to be counted."""
_NEAR = 8
"""An element that ends where the next of its kind begins is searched among this many open elements."""

DEEP = f"elements nested deeper than {DEPTH_LIMIT:,} made flat"
FORMATTED = f"formatting nested deeper than {FORMATS_LIMIT} made flat"
ATTRIBUTED = f"attributes after the first {ATTRIBUTE_LIMIT:,} of an element left out"
CROWDED = "attributes of long tags left out"
LONG = f"everything after {TAG_LIMIT:,} elements left out"
ENDLESS = f"everything after {SEEN_LIMIT:,} tags left out"

_OPENING = re.compile(rb"<(?:(!--)|(/?)([a-zA-Z][^\t\n\x0c\r />]*)|[!?/])")
_COMMENT_END = re.compile(rb"--!?>")
# These follow HTML 13.2.5.32 to 40; each alternative is at least one byte long.
_ATTRIBUTE = re.compile(
    rb"(=?[^\t\n\x0c\r />=]++|=)"
    rb"(?:[\t\n\x0c\r ]*+=[\t\n\x0c\r ]*+"
    rb"(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^\t\n\x0c\r >\"'][^\t\n\x0c\r >]*+))?+)?+"
)
_TO_END = re.compile(rb"(?:[\t\n\x0c\r /]++|" + re.sub(rb"\((?![?])", b"(?:", _ATTRIBUTE.pattern) + rb")*+>?")
# A tag that every parser reads alike stays as it is.
_PLAIN = re.compile(
    rb"</?[a-zA-Z][a-zA-Z0-9:_-]*+(?:[\t\n\x0c\r ]++[^\t\n\x0c\r \"'<>/=]++"
    rb"(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\x0c\r \"'<>=`]++))?+)*+[\t\n\x0c\r ]*+/?>"
)
_NAME = re.compile(rb"[a-zA-Z][a-zA-Z0-9:_-]*")
_ATTRIBUTE_NAME = re.compile(rb"[^\x00-\x20\"'<>/=`]+")

_TITLES = frozenset((b"title", b"textarea"))
_RAW_TEXT = _TITLES | frozenset(b"script style noscript iframe xmp noembed noframes".split())
_VOID = frozenset(b"area base br col embed hr img input link meta source track wbr param".split())
_ONCE = frozenset(b"html head body".split())
# Shapes hold no text. They close themselves inside a drawing and do not elsewhere.
_DRAWN = frozenset(b"path use circle rect line polygon polyline ellipse stop".split())
_FORMATS = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
_HEADINGS = frozenset(b"h1 h2 h3 h4 h5 h6".split())
_CELLS, _SECTIONS = frozenset((b"td", b"th")), frozenset((b"thead", b"tbody", b"tfoot"))
_NEVER_IN_THEMSELVES = (b"a", b"nobr", b"form", b"button")
_OPTIONS, _TERMS = frozenset((b"option", b"optgroup")), frozenset((b"dt", b"dd"))
# When an element of that name begins, an open one of the first set ends, unless one of the second is between.
_ENDS: dict[bytes, tuple[frozenset[bytes], frozenset[bytes]]] = {
    **{name: (frozenset((name,)), frozenset((b"table", b"object"))) for name in _NEVER_IN_THEMSELVES},
    b"p": (frozenset((b"p",)), frozenset(b"button table td th caption object".split())),
    b"li": (frozenset((b"li",)), frozenset(b"ul ol menu dir table".split())),
    b"tr": (frozenset((b"tr",)), frozenset((b"table",))),
    b"option": (frozenset((b"option",)), frozenset((b"select", b"optgroup"))),
    b"optgroup": (_OPTIONS, frozenset((b"select",))),
    **dict.fromkeys(_TERMS, (_TERMS, frozenset((b"dl", b"table")))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset((b"tr", b"table")))),
    **dict.fromkeys(_SECTIONS, (_SECTIONS, frozenset((b"table",)))),
}
_TEXTS = _HEADINGS | frozenset(
    b"p li dt dd tr td th table ul ol dl blockquote details summary button".split()
)
_TABLE = _CELLS | _SECTIONS | {b"table", b"tr", b"caption"}


def retag(html: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the page with plain tags, and what was left out."""
    writing = _Writing(html)
    return b"".join(writing.parts()), tuple(writing.cuts)


class _Writing:
    """A rewriting keeps its state here: open elements, how many of them format, what was left out."""

    def __init__(self, html: bytes) -> None:
        self.html = html
        self.cuts: dict[str, None] = {}
        self.inside: list[bytes] = []
        self.formats = 0
        self.compared = 0
        self.elements = 0
        self.once: set[bytes] = set()

    def parts(self) -> Iterator[bytes]:
        """Yield the parts of the page that stay, in order."""
        html, at, count = self.html, 0, 0
        while found := _OPENING.search(html, at):
            yield html[at : found.start()].replace(b"<", b"&lt;")  # a later omission could make it a tag
            if found[3] is None:
                at = self.past_comment(found)
                continue
            count += 1
            if self.elements > TAG_LIMIT or count > SEEN_LIMIT:
                self.cuts[LONG if self.elements > TAG_LIMIT else ENDLESS] = None
                return
            name = found[3].lower()
            plain = _PLAIN.match(html, found.start())
            if not plain:
                name = b"".join(_NAME.findall(name))  # it begins with a letter
            at = plain.end() if plain else _end(_TO_END.match(html, found.end()))
            if found[2]:
                yield from self.closed(name)
                continue
            tag = html[found.start() : at]
            if not plain or len(tag) > _LONG_TAG:
                tag = self.written(name, html[found.end() : at], tag if plain else b"")
            if name not in _RAW_TEXT:
                yield from self.opened(name, tag)
                continue
            end = _end_of_raw(name, html, at)
            yield from (tag, _without_tags(name, tag, html[at:end]), b"</", name, b">")
            at = end
        yield html[at:].replace(b"<", b"&lt;")

    def past_comment(self, found: re.Match[bytes]) -> int:
        """Return the end of a comment, or of something that is read as a comment."""
        if not found[1]:
            return self.html.find(b">", found.start()) + 1 or len(self.html)
        start = found.end()
        for short in (b">", b"->"):
            if self.html.startswith(short, start):
                return start + len(short)
        end = _COMMENT_END.search(self.html, start)
        return end.end() if end else len(self.html)

    def written(self, name: bytes, attributes: bytes, plain: bytes) -> bytes:
        """Return a start tag with the attributes that its element may keep."""
        if self.compared > COMPARED:
            self.cuts[CROWDED] = None
            return b"<%b>" % name
        kept = []
        count = 0
        for count, found in enumerate(_ATTRIBUTE.finditer(attributes.removesuffix(b">")), 1):
            if count > ATTRIBUTE_LIMIT:
                self.cuts[ATTRIBUTED] = None
                plain = b""
                break
            kept.append(found)
        self.compared += count * count // 2
        return plain or b"<%b%b>" % (name, b"".join(map(_attribute, kept)))

    def opened(self, name: bytes, tag: bytes) -> Iterator[bytes]:
        """Yield a start tag that stays, after the end tags of the elements that end there."""
        if name in _VOID:
            self.elements += 1
            yield tag
        if name in _VOID or name in _DRAWN:
            return
        if name in _ONCE:
            if name not in self.once:
                self.once.add(name)
                yield tag
            return
        yield from self.ended(name)
        formats = name in _FORMATS
        if len(self.inside) >= DEPTH_LIMIT + TEXT_ROOM * (name in _TEXTS):
            self.cuts[DEEP] = None
        elif formats and self.formats >= FORMATS_LIMIT:
            self.cuts[FORMATTED] = None
        else:
            self.inside.append(name)
            self.elements += 1
            self.formats += formats
            yield tag

    def ended(self, name: bytes) -> Iterator[bytes]:
        """Yield the end tags of the elements that end where an element of that name begins."""
        inside = self.inside
        if name in _HEADINGS:
            if inside and inside[-1] in _HEADINGS:
                yield from self.popped(len(inside) - 1)
            return
        if name not in _ENDS:
            return
        ending, between = _ENDS[name]
        for at in range(len(inside) - 1, max(-1, len(inside) - 1 - _NEAR), -1):
            if inside[at] in ending:
                yield from self.popped(at)
                return
            if inside[at] in between:
                return

    def closed(self, name: bytes) -> Iterator[bytes]:
        """Yield the end tags of the closed element and of those inside it, or nothing if it is not open."""
        inside = self.inside
        if inside and inside[-1] == name:
            yield from self.popped(len(inside) - 1)
        elif name == b"br":
            yield b"<br>"
        elif name in inside:
            at = len(inside) - 1 - inside[::-1].index(name)
            if name in _TABLE or b"table" not in inside[at:]:
                yield from self.popped(at)

    def popped(self, at: int) -> Iterator[bytes]:
        """Yield the end tags of the open elements from ``at`` on."""
        for name in reversed(self.inside[at:]):
            self.formats -= name in _FORMATS
            yield b"</%b>" % name
        del self.inside[at:]


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else 0


def _end_of_raw(name: bytes, html: bytes, at: int) -> int:
    """Return where the text of such an element ends: before its end tag, which is read next."""
    end = re.compile(rb"</" + name + rb"(?=[\t\n\x0c\r />])", re.IGNORECASE).search(html, at)
    return end.start() if end else len(html)


def _without_tags(name: bytes, tag: bytes, text: bytes) -> bytes:
    """Return the text of such an element without anything that could be read as a tag."""
    if b"<" not in text:
        return text
    if name in _TITLES:
        return text.replace(b"<", b"&lt;")
    if name == b"xmp":
        return text.replace(b"<", b" ")
    return text.replace(b"<", b"\\u003c") if b"ld+json" in tag.lower() else b""


def _attribute(found: re.Match[bytes]) -> bytes:
    """Return an attribute with its value in quotes; return nothing if its name is not plain."""
    name = found[1]
    if not _ATTRIBUTE_NAME.fullmatch(name):
        return b""
    value = next((value for value in found.group(2, 3, 4) if value is not None), None)
    return b" " + name if value is None else b' %b="%b"' % (name, value.replace(b'"', b"&quot;"))
