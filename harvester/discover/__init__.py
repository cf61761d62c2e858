"""Bytes to links: what a feed, a sitemap, a listing page or a URL list points to. Nothing here fetches."""

from collections.abc import Callable, Mapping

from harvester.discover.feeds import feed_links
from harvester.discover.kinds import sniff
from harvester.discover.listing import listing_links, listing_links_at
from harvester.discover.sitemaps import MAX_SITEMAP_URLS, nested_links, sitemap_links
from harvester.discover.unpacking import MAX_BYTES, Source
from harvester.discover.urls import list_links
from harvester.model import Link

__all__ = ["MAX_BYTES", "MAX_SITEMAP_URLS", "discover", "nested_sitemaps", "sniff"]

_READERS: Mapping[str, Callable[[Source], tuple[Link, ...]]] = {
    "feed": feed_links,
    "sitemap": sitemap_links,
    "listing": listing_links,
    "list": list_links,
}


def discover(
    kind: str, body: bytes, url: str, *, content_type: str = "", selector: str = ""
) -> tuple[Link, ...]:
    """Return the articles that a source of this kind points to: absolute http(s) URLs, each once, in order.

    kind: "feed" (RSS, Atom, JSON Feed), "sitemap", "listing" (an HTML page) or "list" (one URL a line,
    ``#`` comments). url: where the body came from, which relative links are resolved against.
    selector: CSS, for a listing only: the links, or what holds them; ConfigError where it is no
    CSS selector. A gzipped body is unpacked; what lies beyond MAX_BYTES or MAX_SITEMAP_URLS is left out.
    A malformed body is read as far as it goes; BadInput where nothing of that kind can be seen in it.
    A sitemap index gives ``()`` here: see `nested_sitemaps`.
    """
    source = Source.of(body, url, content_type)
    if kind == "listing" and selector:
        return listing_links_at(source, selector)
    return _READERS[kind](source)


def nested_sitemaps(body: bytes, url: str, *, content_type: str = "") -> tuple[Link, ...]:
    """Return the sitemaps that a sitemap index points to; ``()`` for a sitemap of articles."""
    return nested_links(Source.of(body, url, content_type))
