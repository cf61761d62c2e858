"""RSS 0.9x to 2.0, Atom and JSON Feed: the entries that link to an article."""

import json
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from w3lib.html import remove_tags

from harvester.discover.dates import iso_date
from harvester.discover.unpacking import Source
from harvester.discover.urls import unique
from harvester.discover.xml import Element, local_name, text_of, tree
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.model import Announcement
from harvester.text import fold_space

ENTRIES = ("item", "entry")
ROOTS = ("rss", "rdf", "feed", "channel")

MAX_ENTRIES = 50_000
"""Of one feed, as sitemaps.org has it of a sitemap; each takes some 40 µs, so 2 s for that many."""

# Where each fact stands, first found wins: RSS 2.0, Dublin Core in RSS 1.0, Atom 1.0, Atom 0.3.
_DATES = ("published", "issued", "created", "pubdate", "date", "updated", "modified")
_IDENTIFIER = ("guid", "id")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_DIRECT_LINK = ("", "alternate")  # RFC 4287, 4.2.7.2: no rel means alternate


def feed_links(source: Source) -> tuple[Announcement, ...]:
    """Return what the entries link to, with title and date.

    An entry without a link counts by its guid, id or rdf:about where that is a URL. BadInput
    for what is neither XML nor JSON, and for XML that has no entry and no root of a feed.
    """
    if source.text.lstrip("\ufeff \t\r\n").startswith("{"):
        return unique(islice(_json_links(source), MAX_ENTRIES))
    root = tree(source.text, source.url)
    found = (element for element in root.iter() if local_name(element) in ENTRIES)
    entries = list(islice(found, MAX_ENTRIES))
    if not entries and local_name(root) not in ROOTS:
        raise BadInput(source.url, f"no feed: its first element is <{local_name(root)}>")
    root.getroottree().docinfo.URL = _base(root, source.url)
    return unique(_xml_link(entry, source.url) for entry in entries)


def _base(root: Element, url: str) -> str:
    """Return what an RSS feed's relative links are meant against: its channel's link, else its own URL.

    Atom has no such rule (RFC 4287, 2: xml:base and the document's URL alone).
    """
    if local_name(root) == "feed":
        return url
    for element in root.iter():
        name = local_name(element)
        if name in ENTRIES:
            break
        if name == "link" and not element.get("href"):
            return absolute(text_of(element), url) or url
    return url


def _xml_link(entry: Element, document_url: str) -> Announcement:
    fields: dict[str, Element] = {}
    for child in entry:
        fields.setdefault(local_name(child), child)
    dates = (iso_date(fold_space(text_of(fields[name]))) for name in _DATES if name in fields)
    return Announcement(
        _entry_url(entry, document_url), _title(fields.get("title")), next(filter(None, dates), "")
    )


def _title(element: Element | None) -> str:
    """Return a title as plain text: RSS and Atom's type="html" hide markup in it as escaped text."""
    if element is None:
        return ""
    text = text_of(element)
    plain = element.get("type", "html") in ("text", "xhtml", "application/xhtml+xml")
    return fold_space(text if plain else unescape(remove_tags(text)))


def _entry_url(entry: Element, document_url: str) -> str:
    urls = (absolute(href, element.base or document_url) for href, element in _references(entry))
    return next(filter(None, urls), "")


def _references(entry: Element) -> Iterator[tuple[str, Element]]:
    """Yield the references of an entry, best first: direct links, then the identifiers that are URLs."""
    for link in _children(entry, "link"):
        if link.get("rel", "") in _DIRECT_LINK:
            yield link.get("href") or text_of(link), link
    for identifier, element in _identifiers(entry):
        if identifier.strip().lower().startswith(("http://", "https://")):  # often it is a word or a number
            yield identifier, element


def _identifiers(entry: Element) -> Iterator[tuple[str, Element]]:
    for name in _IDENTIFIER:
        for element in _children(entry, name):
            if element.get("isPermaLink", "true").lower() != "false":
                yield text_of(element), element
    yield entry.get(_RDF_ABOUT, ""), entry


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local_name(child) == name)


def _json_links(source: Source) -> Iterator[Announcement]:
    """Yield the items of a JSON Feed 1.0 or 1.1."""
    try:
        feed: Any = json.loads(source.text.removeprefix("\ufeff"))
        items = feed["items"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise BadInput(source.url, "no feed: it is JSON without a list of items") from error
    if not isinstance(items, list):
        raise BadInput(source.url, "no feed: its items are no list")
    for item in items:
        if isinstance(item, dict):
            yield _json_link(item, source.url)


def _json_link(item: dict[str, Any], document_url: str) -> Announcement:
    fields = {key: value for key, value in item.items() if isinstance(value, str)}
    return Announcement(
        absolute(fields.get("url", ""), document_url)
        or absolute(fields.get("external_url", ""), document_url),
        fold_space(fields.get("title", "")),
        iso_date(fields.get("date_published", "")) or iso_date(fields.get("date_modified", "")),
    )
