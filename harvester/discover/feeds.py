"""RSS 0.9x to 2.0, Atom and JSON Feed: the entries that link to an article."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from w3lib.html import remove_tags

from harvester.discover.dates import iso_date
from harvester.discover.unpacking import SourceDocument
from harvester.discover.urls import unique
from harvester.discover.xml import Element, from_root, local_name, namespace, text_of, tree
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.model import Announcement
from harvester.normalise.languages import language_tag
from harvester.text import fold_space

ENTRIES = ("item", "entry")
ROOTS = ("rss", "rdf", "feed", "channel")

MAX_ENTRIES = 50_000
"""At most this many entries of a feed are read, as of a sitemap (sitemaps.org); each takes some 40 µs."""

MAX_HUBS = 20
"""At most this many hubs of a feed are kept; real feeds name one to three."""

_HUB = re.compile(r"""\brel\s*=\s*["'][^"'<>]{0,99}\bhub\b|"hubs"\s*:""", re.IGNORECASE)
"""A feed that names a hub has this in its text."""

# Where each fact stands, first found wins: RSS 2.0, Dublin Core in RSS 1.0, Atom 1.0, Atom 0.3.
_PUBLISHED = ("published", "issued", "created", "pubdate", "date")
_MODIFIED = ("updated", "modified")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_IDENTIFIER = ("guid", "id")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_DIRECT_LINK = ("", "alternate", "http://www.iana.org/assignments/relation/alternate")
"""RFC 4287, 4.2.7.2: no rel means alternate, and so does the address of its name in the registry."""
_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")
"""Media types of an alternate that is a page; no type is a page's by habit."""
_PLAIN = ("text", "text/plain", "xhtml", "application/xhtml+xml")
"""A title of these types is no escaped HTML (RFC 4287, 3.1.1, and Atom 0.3)."""

_Children = list[tuple[str, Element]]
"""Local names and elements."""


def feed_links(source: SourceDocument) -> tuple[Announcement, ...]:
    """Return what the entries link to, with title and date; raises as `feed_entries` does."""
    return unique(feed_entries(source))


def feed_entries(source: SourceDocument) -> Iterator[Announcement]:
    """Yield at most MAX_ENTRIES entries in order, those without a URL too.

    An entry without a link counts by its guid, id or rdf:about where that is a URL; one that has no end was
    cut and does not count. BadInput for what is neither XML nor JSON, and for XML that has no entry and no
    root of a feed.
    """
    if _is_json(source):
        return islice(_json_links(source), MAX_ENTRIES)
    root, entries = tree(from_root(source.text, ROOTS), source.url, ENTRIES)
    if not entries and local_name(root) not in ROOTS:
        raise BadInput(source.url, f"no feed: its first element is <{local_name(root)}>")
    root.getroottree().docinfo.URL = _base(root, source.url)
    return (_xml_link(entry, source.url) for entry in entries[:MAX_ENTRIES])


def feed_hubs(source: SourceDocument) -> tuple[str, ...]:
    """Return the hubs that the feed itself names, as absolute URLs; raises as `feed_entries` does.

    They are ``<link rel="hub">`` in XML (WebSub, section 4) and ``hubs`` in JSON Feed 1.1. The feed is
    parsed once more for them, so that is done only where something looks like one.
    """
    if not _HUB.search(source.text):
        return ()
    return tuple(islice(dict.fromkeys(filter(None, _named_hubs(source))), MAX_HUBS))


def _named_hubs(source: SourceDocument) -> Iterator[str]:
    if _is_json(source):
        stated = _json_feed(source).get("hubs")
        for each in stated if isinstance(stated, list) else ():
            if isinstance(each, dict) and isinstance(each.get("url"), str):
                yield absolute(each["url"], source.url)
        return
    root, _ = tree(from_root(source.text, ROOTS), source.url, ENTRIES)
    for element in root.iter():
        if local_name(element) == "link" and "hub" in element.get("rel", "").lower().split():
            yield absolute(element.get("href", ""), element.base or source.url)


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
    children = _own_first(entry)
    fields: dict[str, Element] = {}
    for name, child in children:
        fields.setdefault(name, child)
    return Announcement(
        _entry_url(entry, children, document_url),
        _title(fields.get("title")),
        _date(fields, _PUBLISHED),
        modified=_date(fields, _MODIFIED),
        language=_language(entry, fields),
    )


def _date(fields: dict[str, Element], names: tuple[str, ...]) -> str:
    dates = (iso_date(fold_space(text_of(fields[name]))) for name in names if name in fields)
    return next(filter(None, dates), "")


def _language(entry: Element, fields: dict[str, Element]) -> str:
    """Return the language that an entry states: by dc:language, by xml:lang, or by its channel's language."""
    if "language" in fields:
        return language_tag(text_of(fields["language"]))
    for element in (entry, *entry.iterancestors()):
        if stated := element.get(_XML_LANGUAGE) or _channel_language(element):
            return language_tag(stated)
    return ""


def _channel_language(element: Element) -> str:
    named = element.find("{*}language") if local_name(element) == "channel" else None
    return "" if named is None else text_of(named)


def _own_first(entry: Element) -> _Children:
    """Return the children of an entry, those of its own namespace first: ``media:title`` is another title."""
    own = namespace(entry)
    return [(local_name(each), each) for each in sorted(entry, key=lambda child: namespace(child) != own)]


def _title(element: Element | None) -> str:
    """Return a title as plain text: RSS and Atom's type="html" hide markup in it as escaped text."""
    if element is None:
        return ""
    text = text_of(element)
    plain = element.get("type", "html") in _PLAIN
    return fold_space(text if plain else unescape(remove_tags(text)))


def _entry_url(entry: Element, children: _Children, document_url: str) -> str:
    references = _references(entry, children)
    urls = (absolute(href, element.base or document_url) for href, element in references)
    return next(filter(None, urls), "")


def _references(entry: Element, children: _Children) -> Iterator[tuple[str, Element]]:
    """Yield the references of an entry, best first: pages, identifiers that are URLs, other alternates."""
    links = [each for name, each in children if name == "link" and _relation(each) in _DIRECT_LINK]
    originals = [each for name, each in children if name == "origlink"]  # FeedBurner: its own links redirect
    for link in (*originals, *(each for each in links if _media_type(each) in _PAGE_TYPES)):
        yield link.get("href") or text_of(link), link
    for identifier, element in _identifiers(entry, children):
        if identifier.strip().lower().startswith(("http://", "https://")):  # often it is a word or a number
            yield identifier, element
    for link in links:
        yield link.get("href") or text_of(link), link


def _relation(link: Element) -> str:
    return (link.get("rel") or "").strip().lower()


def _media_type(link: Element) -> str:
    return (link.get("type") or "").partition(";")[0].strip().lower()


def _identifiers(entry: Element, children: _Children) -> Iterator[tuple[str, Element]]:
    for wanted in _IDENTIFIER:
        for name, element in children:
            if name == wanted and element.get("isPermaLink", "true").lower() != "false":
                yield text_of(element), element
    yield entry.get(_RDF_ABOUT, ""), entry


def _is_json(source: SourceDocument) -> bool:
    return source.text.lstrip("\ufeff \t\r\n").startswith("{")


def _json_feed(source: SourceDocument) -> dict[str, Any]:
    """Return a JSON Feed 1.0 or 1.1; BadInput for JSON without a list of items."""
    try:
        feed: dict[str, Any] = json.loads(source.text.removeprefix("\ufeff"))
        items = feed["items"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise BadInput(source.url, "no feed: it is JSON without a list of items") from error
    if not isinstance(items, list):
        raise BadInput(source.url, "no feed: its items are not a list")
    return feed


def _json_links(source: SourceDocument) -> Iterator[Announcement]:
    """Yield the items of a JSON Feed."""
    feed = _json_feed(source)
    for item in feed["items"]:
        if isinstance(item, dict):
            yield _json_link({"language": feed.get("language"), **item}, source.url)


def _json_link(item: dict[str, Any], document_url: str) -> Announcement:
    fields = {key: value for key, value in item.items() if isinstance(value, str)}
    urls = (absolute(fields.get(name, ""), document_url) for name in ("url", "external_url"))
    return Announcement(
        next(filter(None, urls), "") or absolute(fields.get("id", ""), ""),  # an id is often a number
        fold_space(fields.get("title", "")),
        iso_date(fields.get("date_published", "")),
        modified=iso_date(fields.get("date_modified", "")),
        language=language_tag(fields.get("language", "")),
    )
