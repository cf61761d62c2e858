"""Sources: what kind a URL is, and the articles that a fetched source points to."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlite_utils import Database

from harvester.archive.sources import known_kind
from harvester.discover import discover, nested_sitemaps
from harvester.fetch import BadUrl, checked_url
from harvester.model import Capture

PAGE = "page"

MAX_SITEMAP_DEPTH = 5
"""How deep a sitemap index may point to others; sitemaps.org allows one level, real sites use two."""

_FEED = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom)(?:/|$)|\.(?:rss|atom|rdf)$|(?:feed|rss|atom)[\w-]*\.(?:xml|json)$"
)
_SITEMAP = re.compile(r"sitemap[\w.-]*\.xml(?:\.gz)?$")


def kind_of(url: str) -> str:
    """Return "feed", "sitemap" or "page": what the URL's path looks like, by the habits of the web."""
    path = urlsplit(url).path.lower()
    if _SITEMAP.search(path):
        return "sitemap"
    return "feed" if _FEED.search(path) else PAGE


def told_kind(db: Database, url: str) -> str:
    """Return what the archive takes the source for, else what its URL looks like."""
    return known_kind(db, url) or kind_of(url)


class Announced(NamedTuple):
    """What a source points to: articles, and for a sitemap index further sitemaps; URLs in its order."""

    articles: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()


def announced(kind: str, capture: Capture, selector: str = "") -> Announced:
    """Return what the captured source points to; raises BadInput where it is not of that kind."""
    url, content_type = capture.final_url or capture.url, capture.header("Content-Type")
    links = discover(kind, capture.body, url, content_type=content_type, selector=selector)
    nested = nested_sitemaps(capture.body, url, content_type=content_type) if kind == "sitemap" else ()
    return Announced(
        *(tuple(each.url for each in some if _can_be_asked(each.url)) for some in (links, nested))
    )


def _can_be_asked(url: str) -> bool:
    """Return whether a run could ever ask for the URL: typing errors of a feed would fail for ever."""
    try:
        return bool(checked_url(url))
    except BadUrl:
        return False
