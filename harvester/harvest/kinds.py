"""What kind of thing a URL is, guessed before the first request."""

import re
from urllib.parse import urlsplit

from harvester.archive.connection import select, sqlite3

PAGE = "page"
"""This kind is not a source: the URL is followed as an article."""

_FEED = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom)(?:/|$)|\.(?:rss|atom|rdf)$|(?<![\w-])(?>[\w-]*?(?:feed|rss|atom))[\w-]*+\.(?:xml|json)$"
)
_SITEMAP = re.compile(r"(?<![\w.-])(?>[\w.-]*?sitemap)[\w.-]*\.xml(?:\.gz)?$")


def kind_of(url: str) -> str:
    """Return "feed", "sitemap" or "page": what the URL's path looks like, by the habits of the web."""
    path = urlsplit(url).path.lower()
    if _SITEMAP.search(path):
        return "sitemap"
    return "feed" if _FEED.search(path) else PAGE


def told_kind(conn: sqlite3.Connection, url: str) -> str:
    """Return the kind of the source in the archive, else what its URL looks like."""
    known = select(
        conn, "SELECT source.kind FROM source JOIN url ON url.id = source.url_id WHERE url.url = ?", (url,)
    )
    return str(known[0][0]) if known else kind_of(url)
