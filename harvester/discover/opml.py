"""OPML 2.0: lists of sources, as feed readers write them."""

from itertools import islice
from typing import NamedTuple

from harvester.discover.unpacking import SourceDocument
from harvester.discover.xml import Element, from_root, local_name, tree
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.text import fold_space

MAX_OUTLINES = 50_000
"""Of one file, as sitemaps.org has it of a sitemap."""

ANNOUNCING = ("feed", "sitemap", "listing", "list")


class Outline(NamedTuple):
    """A source of a list. kind: "feed", "sitemap", "listing" or "list"."""

    url: str
    kind: str
    title: str = ""


def is_opml(head: str) -> bool:
    """Return whether a text begins as OPML does."""
    return "<opml" in head[:1024].lower()


def read_opml(source: SourceDocument) -> tuple[Outline, ...]:
    """Return the sources that an OPML document lists, each URL once, in order.

    An outline with an xmlUrl is a feed, or what its type says where Harvester wrote it; others are headings.
    BadInput for what is not OPML.
    """
    root = tree(from_root(source.text, ("opml",)), source.url, ()).root
    if local_name(root) != "opml":
        raise BadInput(source.url, f"no OPML: its first element is <{local_name(root)}>")
    outlines = (_outline(each, source.url) for each in root.iter() if local_name(each) == "outline")
    found: dict[str, Outline] = {}
    for outline in islice(outlines, MAX_OUTLINES):
        if outline.url:
            found.setdefault(outline.url, outline)
    return tuple(found.values())


def _outline(element: Element, base: str) -> Outline:
    said = {str(name).lower(): str(value) for name, value in element.items()}
    url = absolute(said.get("xmlurl", ""), base)
    kind = said.get("type", "").lower()
    title = fold_space(said.get("title", "") or said.get("text", ""))
    return Outline(url, kind if kind in ANNOUNCING else "feed", title)
