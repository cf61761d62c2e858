"""Elements of Atom feeds (RFC 4287) of stored text, and ids that are the same in every archive."""

import re
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from harvester.view.html import plain_text

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def new_feed() -> ET.Element:
    """Return a feed with nothing in it."""
    ET.register_namespace("", ATOM)
    return ET.Element(_name("feed"))


def add(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    """Add an element with that text, which may be stored text, and return it."""
    element = ET.SubElement(parent, _name(tag))
    element.text = xml_text(text) or None
    return element


def link(parent: ET.Element, rel: str, address: str) -> None:
    """Add a link to an address, which may be stored text."""
    ET.SubElement(parent, _name("link"), {"rel": rel, "href": xml_text(address)})


def written(element: ET.Element) -> bytes:
    """Return the feed as it is sent."""
    body: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return body


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def xml_text(text: str) -> str:
    """Return the text without what XML cannot hold, or nobody sees."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", plain_text(text))


def urn(*parts: str) -> str:
    """Return an id (RFC 9562) that is made of the parts alone, so that it lasts."""
    return uuid5(NAMESPACE_URL, "harvester:" + "\x00".join(parts)).urn
