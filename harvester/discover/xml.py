"""Parse XML from strangers: no document types, no entities, no network; common mistakes are corrected."""

import re
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import lru_cache
from html.entities import html5
from typing import Any, NamedTuple

from lxml import etree

from harvester.errors import BadInput

Element = etree._Element  # noqa: SLF001  lxml has no public name for what its parsers return

PARSER_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,  # libxml2's own bounds: depth 256, 10 MB a text node
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
}

MAX_JUNK = 16_384
"""At most this many characters may stand before a document: some dozen warnings of PHP."""

_PAGE = re.compile(r"[\s\ufeff]*+<(?:!DOCTYPE\s++html|html)\b", re.IGNORECASE)
_START = re.compile(r"<\?xml\s|<(?:!DOCTYPE\s++)?(?:[\w.-]++:)?([a-z]++)[\s>\[]", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*>")
# Each alternative is atomic and begins differently, so a hostile prolog is read once.
_PROLOG = re.compile(r"(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->))*+", re.DOTALL)
# RSS 1.0 recommends a document type that names XHTML's characters by external parameter entities.
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[<>]*+(?:\[(?:\s++|%[\w.-]++;"
    r"|<!ENTITY\s++%\s++[\w.-]++\s++(?:SYSTEM|PUBLIC\s++\"[^\"]*+\")\s++\"[^\"]*+\"\s*+>)*+\]\s*+)?>",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_BARE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?![\w:/!?])|&(#?\w{1,32};)?", re.DOTALL)
MAX_AMPERSANDS = 1_000_000
"""At most this many ampersands of a document are read. Each is looked at for 1.2 µs, and a body can be all
ampersands; the largest feeds of full articles have some ten thousand."""
_REFERENCE = re.compile(r"#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_PREDEFINED = ("amp;", "lt;", "gt;", "quot;", "apos;")


def mended(text: str, source: str) -> bytes:
    """Return the document as UTF-8 that lxml reads as it was meant.

    HTML's named characters are put in, bare ampersands escaped (libxml2 drops ``&b`` of ``?a=1&b=2``) and so
    is a bare ``<`` (it would swallow the next entries). What XML forbids is left out, references to it too:
    of ``&#xd800;`` libxml2 makes bytes that are not UTF-8.
    A document type that only points elsewhere (RSS 0.91 has one) is taken out and never looked up; one that
    declares anything of its own raises BadInput: that is how entity bombs are made.
    """
    text = _NO_XML.sub("", text.lstrip("\ufeff"))
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    start = end_of_prolog(text)
    if doctype := _DOCTYPE.match(text, start):
        text = text[doctype.end() :]
        start = end_of_prolog(text)
    if text.count("&") > MAX_AMPERSANDS:
        raise BadInput(source, f"it has more than {MAX_AMPERSANDS:,} ampersands")
    if _FORBIDDEN.match(text, start):
        raise BadInput(source, "it declares a document type or entities of its own, which are never read")
    return _BARE.sub(_escaped, text[start:]).encode("utf-8")


def from_root(text: str, roots: Collection[str]) -> str:
    """Return the text from its XML declaration, or first element of such a name, on; else all of it.

    Warnings of the site's program, and lines of its template, may stand before. In a page nothing is looked
    for: it may tell of feeds.
    """
    found = None if _PAGE.match(text) else _START.search(text, 0, MAX_JUNK)
    while found and found[1] and found[1].lower() not in roots:
        found = _START.search(text, found.end(), MAX_JUNK)
    return text[found.start() :] if found else text


def is_xml(text: str) -> bool:
    """Return whether a document begins as XML does; it need not be well-formed."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def end_of_prolog(text: str) -> int:
    """Return where the white space, comments and processing instructions at the beginning end."""
    found = _PROLOG.match(text)
    return found.end() if found else 0


def _escaped(found: re.Match[str]) -> str:
    whole, name = found[0], found[1]
    if whole == "<":
        return "&lt;"
    if not whole.startswith("&") or name in _PREDEFINED:
        return whole
    if number := _REFERENCE.fullmatch(name or ""):
        code = int(number[1], 16) if number[1] else int(number[2])
        return f"&#{code};" if _is_allowed(code) else ""
    known = html5.get(name or "", "")
    if known and not set(known) & set("<&"):
        return known
    return f"&amp;{whole[1:]}"


def _is_allowed(code: int) -> bool:
    """Return whether XML has a character of that number."""
    return 0 < code <= sys.maxunicode and _NO_XML.match(chr(code)) is None


class Tree(NamedTuple):
    """A document. closed: its elements that end before it does, in the order of their ends."""

    root: Element
    closed: tuple[Element, ...]


def tree(text: str, url: str, names: Collection[str]) -> Tree:
    """Return a document, its malformed parts left out, and its elements of these names that are closed.

    A download that was cut has a last entry without its end, whose link may be half a link.
    BadInput where there is no element.
    """
    parser = etree.XMLPullParser(events=("end",), **PARSER_OPTIONS)
    root: Element | None = None
    closed: tuple[Element, ...] = ()
    with suppress(etree.XMLSyntaxError, ValueError):
        parser.feed(mended(text, url))
        closed = tuple(each for _, each in read_elements(parser) if local_name(each) in names)
        root = parser.close()
    if root is None:
        raise BadInput(url, "there is no XML element in it")
    root.getroottree().docinfo.URL = url
    return Tree(root, closed)


def read_elements(parser: "etree.XMLPullParser") -> Iterator[tuple[str, Element]]:
    """Yield the starts and ends of elements that the parser has met since it was last asked."""
    for event, element in parser.read_events():
        if isinstance(element, Element):
            yield event, element


def local_name(element: Element) -> str:
    """Return the element's name, lower case, without namespace or undeclared prefix."""
    return _local(str(element.tag))


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return re.split("[}:]", tag)[-1].lower()


def namespace(element: Element) -> str:
    """Return the element's namespace, or the prefix that nobody declared; ``""`` for neither."""
    return str(element.tag).rpartition("}" if "}" in str(element.tag) else ":")[0]


def text_of(element: Element) -> str:
    """Return all text below the element, as it stands."""
    return "".join(map(str, element.itertext()))
