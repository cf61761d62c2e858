"""Which feeds and sitemaps a page, its headers and robots.txt name, and where else they usually are. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from protego import Protego

from harvester.discover.listing import base_of, soup_of_source
from harvester.discover.unpacking import SourceDocument
from harvester.http.links import WrittenLink, written_links
from harvester.http.urls import absolute
from harvester.text import fold_space

MAX_NAMED = 200
"""At most this many links of one page are looked at; real pages name up to some twenty feeds."""

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_NAME = re.compile(r"(?i)\b(?:rss|atom|feed)\b")
_XML_TYPES = ("text/xml", "application/xml", "application/json")

USUAL_PLACES = (
    ("/feed", "feed"),
    ("/rss.xml", "feed"),
    ("/feed.xml", "feed"),
    ("/atom.xml", "feed"),
    ("/sitemap.xml", "sitemap"),
    ("/sitemap_index.xml", "sitemap"),
)
"""The widespread content management systems have them there: WordPress, Hugo, Jekyll, Drupal, Yoast."""


class NamedSource(NamedTuple):
    """A source that somebody names. kind: "feed" or "sitemap". where: who names it, for people."""

    url: str
    kind: str
    title: str = ""
    where: str = ""


class _Link(NamedTuple):
    """A link of a page or of its headers. rels: the words of its rel, lower case."""

    url: str
    rels: frozenset[str]
    type: str
    title: str


def named_sources(source: SourceDocument, headers: Iterable[tuple[str, str]]) -> tuple[NamedSource, ...]:
    """Return the feeds and sitemaps that a page names as its alternates, each once; comments come last."""
    links = [*_header_links(headers, source.url), *_page_links(source)]
    found = {each.url: each for link in links if (each := _named(link)) and each.url != source.url}
    return tuple(sorted(found.values(), key=lambda each: "comment" in f"{each.url} {each.title}".lower()))


def named_by_robots(text: str, url: str) -> tuple[NamedSource, ...]:
    """Return the sitemaps that a robots.txt names (sitemaps.org, "Specifying the Sitemap location")."""
    urls = (absolute(each, url) for each in islice(Protego.parse(text).sitemaps, MAX_NAMED))
    return tuple(NamedSource(each, "sitemap", where="robots.txt") for each in dict.fromkeys(urls) if each)


def usual_places(url: str) -> tuple[NamedSource, ...]:
    """Return where a site usually has feeds and sitemaps."""
    return tuple(NamedSource(urljoin(url, path), kind, where="a usual place") for path, kind in USUAL_PLACES)


def _header_links(headers: Iterable[tuple[str, str]], url: str) -> tuple[_Link, ...]:
    """Return the links of Link headers (RFC 8288), at most MAX_NAMED, with absolute URLs."""
    values = (value for name, value in headers if name.lower() == "link")
    found = (each for value in values for each in written_links(value))
    return tuple(_header_link(each, url) for each in islice(found, MAX_NAMED))


def _header_link(link: WrittenLink, url: str) -> _Link:
    said = link.said
    return _Link(absolute(link.target, url), link.rels, said.get("type", ""), said.get("title", ""))


def _page_links(source: SourceDocument) -> Iterator[_Link]:
    base = base_of(source)
    for tag in soup_of_source(source).find_all("link", limit=MAX_NAMED):
        rel = tag.get("rel") or ""
        rels = frozenset(" ".join(rel if isinstance(rel, list) else [rel]).lower().split())
        said = {name: str(tag.get(name) or "") for name in ("href", "type", "title")}
        yield _Link(absolute(said["href"], base), rels, said["type"], fold_space(said["title"]))


def _named(link: _Link) -> NamedSource | None:
    """Return the source that a link names, None for a style sheet, a translation and so on."""
    of = link.type.partition(";")[0].strip().lower()
    if not link.url:
        return None
    if "sitemap" in link.rels:
        return NamedSource(link.url, "sitemap", link.title, "a link of the page")
    is_feed = of in FEED_TYPES or (of in _XML_TYPES and _FEED_NAME.search(f"{link.title} {link.url}"))
    if is_feed and link.rels & {"alternate", "feed"}:
        return NamedSource(link.url, "feed", link.title, "a link of the page")
    return None
