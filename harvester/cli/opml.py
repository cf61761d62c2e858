"""The sources that are followed as OPML 2.0, which feed readers and `harvester add` read."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from harvester.cli.rows import Row

OPML = "opml"
"""The format has this name on the command line."""

FEED_TYPE = "rss"
"""OPML 2.0 gives this type to every feed, Atom and JSON Feed included."""


def as_opml(sources: Iterable[Row]) -> str:
    """Return the document. What is no feed has its kind as type, which only Harvester reads."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Sources of Harvester"
    body = ET.SubElement(root, "body")
    for row in sources:
        kind = FEED_TYPE if row["kind"] == "feed" else row["kind"]
        name = row["name"] or row["url"]
        ET.SubElement(body, "outline", type=kind, text=name, title=name, xmlUrl=row["url"])
    ET.indent(root)
    return ET.tostring(root, "unicode", xml_declaration=True) + "\n"
