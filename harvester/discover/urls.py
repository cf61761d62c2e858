"""Which links count, and as what: absolute, http(s), no fragment, each once."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

from harvester.discover.unpacking import Source
from harvester.errors import BadInput
from harvester.model import Link

MAX_URL = 8_000
"""Characters: what RFC 9110, 4.1 asks every server to take, in octets; sitemaps.org allows 2,047."""

_STRIPPED = dict.fromkeys(map(ord, "\t\r\n"))  # WHATWG URL, 4.4: removed wherever they stand


def absolute(href: str, base: str) -> str:
    """Return the http(s) URL that the reference means, percent-encoded, no fragment; ``""`` for any other.

    A scheme-relative, path-relative or query-only reference is resolved against the base (RFC 3986, 5).
    """
    href = href.strip().translate(_STRIPPED)
    if not href or len(href) > MAX_URL:
        return ""
    try:
        url = urldefrag(safe_url_string(urljoin(base, href))).url
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bad IPv6 literal or port
        return ""
    return url if usable and len(url) <= MAX_URL else ""


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links that have a URL, each once, in order, with the first title, date and extra given."""
    seen: dict[str, Link] = {}
    for link in links:
        if not link.url:
            continue
        first = seen.setdefault(link.url, link)
        if first is not link:
            seen[link.url] = replace(
                first,
                title=first.title or link.title,
                updated=first.updated or link.updated,
                extra=first.extra or link.extra,
            )
    return tuple(seen.values())


def list_links(source: Source) -> tuple[Link, ...]:
    """Return the URLs of a plain list, one a line; blank lines and those that begin with ``#`` say nothing.

    BadInput where there are lines but none is an http(s) URL.
    """
    lines = listed_lines(source.text)
    links = unique(Link(absolute(line, "")) for line in lines)
    if lines and not links:
        raise BadInput(source.url, "no line of it is an http(s) URL")
    return links


def listed_lines(text: str) -> list[str]:
    """Return the lines of a plain list that say something."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
