"""Sitemaps (sitemaps.org protocol 0.9 and the news extension), read as a stream."""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

from lxml import etree

from harvester.discover.dates import iso_date
from harvester.discover.unpacking import Source
from harvester.discover.urls import absolute, list_links, unique
from harvester.discover.xml import PARSER_OPTIONS, Element, is_xml, local_name, mended, text_of
from harvester.errors import BadInput
from harvester.model import Link
from harvester.text import fold_space

MAX_SITEMAP_URLS = 50_000
"""Of one file, be it of articles or of sitemaps (sitemaps.org protocol 0.9)."""

ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}

# What the news extension says of an article, by the name it gets in extra.
_EXTRA = {"publication_date": "published", "language": "language", "name": "publication"}
_DATES = ("lastmod", "publication_date")


def sitemap_links(source: Source) -> tuple[Link, ...]:
    """Return the articles of a ``urlset`` with what the news extension says of them; ``()`` for an index.

    A text sitemap is a URL list. BadInput where the XML has no root of a sitemap.
    """
    if not is_xml(source.text):
        return _text_links(source)
    return unique(_entries(source, "urlset"))


def nested_links(source: Source) -> tuple[Link, ...]:
    """Return the sitemaps of a ``sitemapindex``; ``()`` for anything else that is a sitemap."""
    return unique(_entries(source, "sitemapindex")) if is_xml(source.text) else ()


def _text_links(source: Source) -> tuple[Link, ...]:
    if not source.text.strip():
        raise BadInput(source.url, "no sitemap: it is empty")
    return list_links(source)


def _entries(source: Source, wanted_root: str) -> Iterator[Link]:
    """Yield the entries of a sitemap with that root, in memory one at a time."""
    events = etree.iterparse(
        BytesIO(mended(source.text, source.url)), events=("start", "end"), **PARSER_OPTIONS
    )
    root = _root(events, source.url)
    if root not in ROOTS:
        raise BadInput(source.url, f"no sitemap: its first element is <{root}>")
    if root == wanted_root:
        yield from islice(_links(events, ROOTS[root], source.url), MAX_SITEMAP_URLS)


def _root(events: Iterator[tuple[str, Element]], url: str) -> str:
    try:
        _, root = next(events)
    except (StopIteration, etree.XMLSyntaxError):
        raise BadInput(url, "there is no XML element in it") from None
    return local_name(root)


def _links(events: Iterator[tuple[str, Element]], entry: str, url: str) -> Iterator[Link]:
    for event, element in events:
        if event == "end" and local_name(element) == entry:
            yield _link(element, url)
            element.clear()
            if (parent := element.getparent()) is not None:
                del parent[:-1]  # read already: memory stays flat


def _link(entry: Element, url: str) -> Link:
    fields: dict[str, str] = {}
    for element in chain(entry, *(child.iter() for child in entry if local_name(child) == "news")):
        fields.setdefault(local_name(element), fold_space(text_of(element)))
    extra = {word: fields.get(name, "") for name, word in _EXTRA.items()}
    extra["published"] = iso_date(extra["published"])
    return Link(
        absolute(fields.get("loc", ""), url),
        fields.get("title", ""),
        next(filter(None, (iso_date(fields.get(name, "")) for name in _DATES)), ""),
        {key: value for key, value in extra.items() if value},
    )
