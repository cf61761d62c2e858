"""XML from strangers: no document type, no entities, no network, mended where publishers get it wrong."""

import re
import sys
from html.entities import html5
from typing import Any

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

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*>")
# Each alternative is atomic and begins differently, so a hostile prolog is read once.
_PROLOG = re.compile(r"(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->))*+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*+>", re.IGNORECASE)
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(#?\w{1,32};)?", re.DOTALL)
MAX_AMPERSANDS = 1_000_000
"""Of one document. Each is looked at for 1.2 µs, and a body can be all ampersands; the largest feeds of
full articles have some ten thousand."""
_REFERENCE = re.compile(r"#(?:x([0-9a-fA-F]+)|([0-9]+));")
_PREDEFINED = ("amp;", "lt;", "gt;", "quot;", "apos;")


def mended(text: str, source: str) -> bytes:
    """Return the document as UTF-8 that lxml reads as it was meant.

    HTML's named characters are put in, bare ampersands escaped (libxml2 drops ``&b`` of ``?a=1&b=2``), what
    XML forbids left out, references to it too: of ``&#xd800;`` libxml2 makes bytes that are no UTF-8.
    A document type that only points elsewhere (RSS 0.91 has one) is taken out and never looked up; one that
    declares anything of its own raises BadInput: that is how entity bombs are made.
    """
    text = _NO_XML.sub("", text.removeprefix("\ufeff"))
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
    return _AMPERSAND.sub(_mended_ampersand, text[start:]).encode("utf-8")


def is_xml(text: str) -> bool:
    """Tell whether a document begins as XML does, be it well-formed or not."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def end_of_prolog(text: str) -> int:
    """Return where the white space, comments and processing instructions at the beginning end."""
    found = _PROLOG.match(text)
    return found.end() if found else 0


def _mended_ampersand(found: re.Match[str]) -> str:
    whole, name = found[0], found[1]
    if not whole.startswith("&") or name in _PREDEFINED:
        return whole
    if number := _REFERENCE.fullmatch(name or ""):
        return whole if _is_allowed(int(number[1], 16) if number[1] else int(number[2])) else ""
    known = html5.get(name or "", "")
    if known and not set(known) & set("<&"):
        return known
    return f"&amp;{whole[1:]}"


def _is_allowed(code: int) -> bool:
    """Return whether XML has a character of that number."""
    return 0 < code <= sys.maxunicode and _NO_XML.match(chr(code)) is None


def tree(text: str, url: str) -> Element:
    """Return the root of a document, its malformed parts left out; BadInput where there is no element."""
    try:
        root = etree.fromstring(mended(text, url), etree.XMLParser(**PARSER_OPTIONS), base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise BadInput(url, "there is no XML element in it")
    return root


def local_name(element: Element) -> str:
    """Return the element's name, lower case, without namespace or undeclared prefix."""
    return re.split("[}:]", str(element.tag))[-1].lower()


def text_of(element: Element) -> str:
    """Return all text below the element, as it stands."""
    return "".join(map(str, element.itertext()))
