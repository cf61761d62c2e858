"""Sitemaps (sitemaps.org protocol 0.9 and the news extension), read as a stream."""

from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from harvester.discover.dates import iso_date
from harvester.discover.unpacking import SourceDocument
from harvester.discover.urls import list_links, unique
from harvester.discover.xml import (
    PARSER_OPTIONS,
    Element,
    from_root,
    is_xml,
    local_name,
    mended,
    read_elements,
    text_of,
)
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.model import Announcement
from harvester.normalise.languages import language_tag
from harvester.text import fold_space

MAX_SITEMAP_URLS = 50_000
"""At most this many URLs of one file are read, of articles or of sitemaps (sitemaps.org protocol 0.9)."""

CHUNK_BYTES = 65_536
"""The parser gets the document in pieces of this size, so that its elements can be forgotten meanwhile."""

ROOTS = {"urlset": ("url", "article"), "sitemapindex": ("sitemap", "sitemap")}
"""It maps the first element to the element of an entry and to what an entry announces."""

_ALTERNATE = "alternate"
"""This rel of ``xhtml:link`` names the same page in a language, the page itself among them."""


def sitemap_links(source: SourceDocument) -> tuple[Announcement, ...]:
    """Return the articles of a ``urlset``, with title and date by the news extension, or an index's sitemaps.

    A text sitemap is a URL list. BadInput where the XML has no root of a sitemap.
    """
    text = from_root(source.text, ROOTS)
    if not is_xml(text):
        return _text_links(source)
    return unique(_entries(text, source.url))


def _text_links(source: SourceDocument) -> tuple[Announcement, ...]:
    if not source.text.strip():
        raise BadInput(source.url, "no sitemap: it is empty")
    return list_links(source)


def _entries(text: str, url: str) -> Iterator[Announcement]:
    """Yield the entries of a sitemap, in memory one at a time."""
    events = _events(mended(text, url))
    root = _root(events, url)
    if root not in ROOTS:
        raise BadInput(url, f"no sitemap: its first element is <{root}>")
    entry, kind = ROOTS[root]
    for element in islice(_elements(events, entry), MAX_SITEMAP_URLS):
        yield _announcement(element, url, kind)


def _events(document: bytes) -> Iterator[tuple[str, Element]]:
    """Yield the starts of elements, and their ends; what ends only with the document was cut."""
    parser = etree.XMLPullParser(events=("start", "end"), **PARSER_OPTIONS)
    for start in range(0, len(document), CHUNK_BYTES):
        parser.feed(document[start : start + CHUNK_BYTES])
        yield from read_elements(parser)
    parser.close()
    yield from (each for each in read_elements(parser) if each[0] == "start")


def _root(events: Iterator[tuple[str, Element]], url: str) -> str:
    try:
        _, root = next(events)
    except (StopIteration, etree.XMLSyntaxError):
        raise BadInput(url, "there is no XML element in it") from None
    return local_name(root)


def _elements(events: Iterator[tuple[str, Element]], entry: str) -> Iterator[Element]:
    for event, element in events:
        if event == "end" and local_name(element) == entry:
            yield element
            element.clear()
            if (parent := element.getparent()) is not None:
                del parent[:-1]  # read already: memory stays flat


def _announcement(entry: Element, url: str, kind: str) -> Announcement:
    fields: dict[str, str] = {}
    for element in chain(entry, *(child.iter() for child in entry if local_name(child) == "news")):
        fields.setdefault(local_name(element), fold_space(text_of(element)))
    location = absolute(fields.get("loc", ""), url)
    return Announcement(
        location,
        fields.get("title", ""),
        iso_date(fields.get("publication_date", "")),
        kind,
        iso_date(fields.get("lastmod", "")),
        language_tag(fields.get("language", "")) or _language(entry, location),
    )


def _language(entry: Element, location: str) -> str:
    """Return the language that the entry's links to its translations give the page itself."""
    for link in entry:
        is_alternate = local_name(link) == "link" and link.get("rel") == _ALTERNATE
        if is_alternate and absolute(link.get("href", ""), location) == location:
            return language_tag(link.get("hreflang", ""))
    return ""
