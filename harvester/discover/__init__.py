"""Bytes to announcements: what a feed, sitemap, listing page or URL list points to. Nothing here fetches."""

from collections.abc import Callable, Mapping

from harvester.discover.feeds import feed_hubs, feed_links
from harvester.discover.kinds import sniff
from harvester.discover.listing import listing_cuts, listing_links, listing_links_at
from harvester.discover.sitemaps import MAX_SITEMAP_URLS, sitemap_links
from harvester.discover.unpacking import MAX_BYTES, SourceDocument
from harvester.discover.urls import list_links
from harvester.model import Announcement

DISCOVER_VERSION = "4"
"""It changes with what this package makes of a source. It is part of the reader's label of sources, so that
their old captures are read again, and no capture of an article is."""

__all__ = [
    "DISCOVER_VERSION",
    "MAX_BYTES",
    "MAX_SITEMAP_URLS",
    "discover",
    "hubs",
    "left_out",
    "sniff",
]

_READERS: Mapping[str, Callable[[SourceDocument], tuple[Announcement, ...]]] = {
    "feed": feed_links,
    "sitemap": sitemap_links,
    "listing": listing_links,
    "list": list_links,
}


def discover(
    kind: str, body: bytes, url: str, *, content_type: str = "", selector: str = ""
) -> tuple[Announcement, ...]:
    """Return what a source of this kind announces: absolute http(s) URLs, each once, in order.

    kind: "feed" (RSS, Atom, JSON Feed), "sitemap", "listing" (an HTML page) or "list" (one URL a line,
    ``#`` comments). url: where the body came from, which relative links are resolved against.
    selector: CSS, for a listing only: the links, or what holds them; ConfigError where it is no
    CSS selector. A gzipped body is unpacked; what lies beyond MAX_BYTES, MAX_SITEMAP_URLS, MAX_ENTRIES
    of a feed or what BeautifulSoup is given of a listing is left out.
    A malformed body is read as far as it goes; BadInput where nothing of that kind can be seen in it.
    What a sitemap index points to is of the kind "sitemap", all else of the kind "article".
    """
    source = SourceDocument.of(body, url, content_type)
    if kind == "listing" and selector:
        return listing_links_at(source, selector)
    return _READERS[kind](source)


def hubs(kind: str, body: bytes, url: str, *, content_type: str = "") -> tuple[str, ...]:
    """Return the WebSub hubs that the body of a feed names: absolute URLs, each once, at most MAX_HUBS.

    Only feeds name hubs in their bodies (WebSub, section 4); all others give ``()``. Raises as `discover`.
    """
    return feed_hubs(SourceDocument.of(body, url, content_type)) if kind == "feed" else ()


def left_out(kind: str, body: bytes, *, content_type: str = "") -> tuple[str, ...]:
    """Return what `discover` does not look at of a body of that kind, in words; ``()`` where it reads it all.

    Only a listing is cut by more than the number of its entries: BeautifulSoup takes 40 µs for each tag.
    """
    return listing_cuts(SourceDocument.of(body, "", content_type)) if kind == "listing" else ()
