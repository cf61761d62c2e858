"""What a body is, so that a URL can be added without saying so."""

import re

from harvester.discover import feeds, sitemaps
from harvester.discover.unpacking import SourceDocument, unpacked
from harvester.discover.urls import listed_lines
from harvester.discover.xml import end_of_prolog, from_root
from harvester.http.urls import absolute

HEAD = 65_536
"""At most this many characters are looked at: a licence comment may stand before the first element."""

_DOCTYPE = re.compile(
    r"<!DOCTYPE\s++(?:[\w-]++:)?([\w-]++)[^\[>]*+(?:\[[^\]]*+\][^>]*+)?>\s*+", re.IGNORECASE
)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_JSON_FEED = re.compile(r'\{.*"https?:(?:\\?/){2}jsonfeed\.org/version/', re.DOTALL)
_HTML = re.compile(rb"\s*+(?:<!DOCTYPE\s++html[^\[>]*+>\s*+)?+<html[\s>]", re.IGNORECASE)
"""Bytes that begin so are a page in every encoding of the web in which a letter has one byte."""

_ROOTS = frozenset((*sitemaps.ROOTS, *feeds.ROOTS))
_FEED_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "feed+json")


def sniff(body: bytes, content_type: str = "") -> str:
    """Return "feed", "sitemap", "list" (of URLs) or "page": what the body itself says it is.

    The content type decides only what the body leaves open: feeds are often served as text/html.
    """
    if _HTML.match(body, 0, HEAD):
        return "page"
    head = SourceDocument.of(unpacked(body)[: 4 * HEAD], "", content_type).text[:HEAD].lstrip("\ufeff")
    root = first_element(from_root(head, _ROOTS))
    if root in sitemaps.ROOTS:
        return "sitemap"
    if root in feeds.ROOTS or _JSON_FEED.match(head.lstrip()):
        return "feed"
    if not root and _is_list(head):
        return "list"
    if root != "html" and any(kind in content_type.lower() for kind in _FEED_TYPES):
        return "feed"
    return "page"


def first_element(head: str) -> str:
    """Return the name of the first element, lower case, without prefix; ``""`` where text comes first."""
    start = end_of_prolog(head)
    if doctype := _DOCTYPE.match(head, start):
        start = doctype.end()
        start += end_of_prolog(head[start:])
    found = _ELEMENT.match(head, start)
    return found[1].lower() if found else ""


def _is_list(head: str) -> bool:
    lines = listed_lines(head[: head.rfind("\n") + 1] or head)  # the last line may be cut
    return bool(lines) and all(absolute(line, "") for line in lines)
