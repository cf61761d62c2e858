"""Lists of changes as Atom feeds (RFC 4287), whose ids are the same in every archive."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from harvester.archive.read import Row
from harvester.view.happenings import sentence
from harvester.view.html import plain_text
from harvester.web import links
from harvester.web.rendering import edited
from harvester.web.showing import Happening
from harvester.web.words import part

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_TITLE = 300
"""Bytes of a title."""


def atom(found: Sequence[Happening], given: dict[str, str]) -> bytes:
    """Return a feed of changes, events and decisions; given: the filters that chose them."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_name("feed"))
    _add(feed, "title", " · ".join(["Changes", *given.values()]))
    _add(feed, "id", _urn("feed", *sorted(map(":".join, given.items()))))
    newest = found[0].row["changed_at"] if found else datetime.fromtimestamp(0, UTC).isoformat()
    _add(feed, "updated", newest)
    ET.SubElement(_add(feed, "author"), _name("name")).text = "Harvester"
    _link(feed, "self", links.listed("changes.atom", **given))
    _link(feed, "alternate", links.listed("changes", **given))
    for each in found:
        _entry(feed, each)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(feed: ET.Element, each: Happening) -> None:
    row = each.row
    entry = _add(feed, "entry")
    what = row["question"] or each.title
    kind = f"{row['kind']} ({', '.join(row['classes'])})" if row["classes"] else row["kind"]
    _add(entry, "title", f"{kind}: {part(' '.join(what[:_TITLE].split()), _TITLE).text}")
    _add(entry, "id", _urn(row["record"], row["article_id"] or "", row["id"]))
    _add(entry, "updated", row["changed_at"])
    if row["article_id"]:
        _link(entry, "alternate", _address(row))
    ET.SubElement(_add(entry, "author"), _name("name")).text = xml_text(each.title)
    content = _add(entry, "content", _told(each))
    content.set("type", "html")


def _address(row: Row) -> str:
    """Return where a row of the log is told in full."""
    if row["record"] == "change":
        return links.step(row["article_id"], row["version"])
    return links.article(row["article_id"])


def _told(each: Happening) -> str:
    """Return a happening as HTML."""
    if each.sign is None:
        return f"<p>{edited((('equal', sentence(each.row), sentence(each.row)),))}.</p>"
    return "\n".join(f"<p>{edited(place)}</p>" for place in each.edits)


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, _name(tag))
    element.text = xml_text(text) or None
    return element


def _link(parent: ET.Element, rel: str, address: str) -> None:
    ET.SubElement(parent, _name("link"), {"rel": rel, "href": address})


def xml_text(text: str) -> str:
    """Return the text without what XML cannot hold, or nobody sees."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", plain_text(text))


def _urn(*parts: str) -> str:
    """Return an id (RFC 9562) that is made of the parts alone, so that it lasts."""
    return uuid5(NAMESPACE_URL, "harvester:" + "\x00".join(parts)).urn
