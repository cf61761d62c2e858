"""Listing pages: the links to articles on an HTML page, chosen by a selector or by where they stand."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError
from w3lib.html import get_base_url

from harvester.discover.unpacking import Source
from harvester.discover.urls import absolute, unique
from harvester.errors import BadInput, ConfigError
from harvester.model import Link
from harvester.normalise.soup import soup_of, without_xml_declaration
from harvester.text import fold_space

MAX_LINKS = 5_000
"""Looked at on one page; the longest listing pages met have some hundred."""

HEADLINE_COLUMNS = 20
"""From this width on a link's text reads as a headline, not as "Politics"; a CJK character fills two."""

_FURNITURE = frozenset(("nav", "aside", "footer", "form"))
"""Where links stand that a reader of the list does not come for."""

_CONTENT = frozenset(("main", "article"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Place(NamedTuple):
    """What an element stands in."""

    content: bool = False
    heading: bool = False

    def inside(self, tag: Tag) -> "_Place":
        return _Place(
            self.content or tag.name in _CONTENT or tag.get("role") == "main",
            self.heading or tag.name in _HEADINGS,
        )


def listing_links(source: Source) -> tuple[Link, ...]:
    """Return the links of a page that read as headlines of the same site, with the headline as title.

    Those in main, article or role=main where the page has such; none from nav, aside, footer or form.
    """
    base = get_base_url(source.text, source.url)
    here, host = absolute(source.url, ""), _host(source.url)
    placed = list(islice(_placed_anchors(_soup(source)), MAX_LINKS))
    in_content = [(anchor, place) for anchor, place in placed if place.content] or placed
    links = [(_link(anchor, base), _is_headline(anchor, place)) for anchor, place in in_content]
    headlines = {link.url for link, is_headline in links if is_headline} - {here}
    return unique(link for link, _ in links if link.url in headlines and _host(link.url) == host)


def listing_links_at(source: Source, selector: str) -> tuple[Link, ...]:
    """Return the links that the CSS selector names, or that stand in what it names, on whatever host."""
    try:
        chosen = _soup(source).select(selector, limit=MAX_LINKS)
    except SelectorSyntaxError as error:
        raise ConfigError(
            f"links = {selector!r}", "is no CSS selector", str(error).splitlines()[0]
        ) from error
    base = get_base_url(source.text, source.url)
    anchors = (anchor for tag in chosen for anchor in _anchors(tag))
    return unique(_link(anchor, base) for anchor in islice(anchors, MAX_LINKS))


def _soup(source: Source) -> BeautifulSoup:
    try:
        return soup_of(without_xml_declaration(source.text))
    except ValueError as error:
        raise BadInput(source.url, "it cannot be read as HTML") from error


def _placed_anchors(soup: BeautifulSoup) -> Iterator[tuple[Tag, _Place]]:
    """Yield the links outside of furniture in page order, in one walk however deep the page is."""
    waiting: list[tuple[Tag, _Place]] = [(soup, _Place())]
    while waiting:
        tag, place = waiting.pop()
        if tag.name == "a" and tag.get("href"):
            yield tag, place
        inner = place.inside(tag)
        children = (child for child in reversed(tag.contents) if isinstance(child, Tag))
        waiting.extend((child, inner) for child in children if child.name not in _FURNITURE)


def _anchors(tag: Tag) -> Iterable[Tag]:
    return [tag] if tag.name == "a" and tag.get("href") else tag.select("a[href]", limit=MAX_LINKS)


def _link(anchor: Tag, base: str) -> Link:
    return Link(absolute(str(anchor["href"]), base), fold_space(anchor.get_text(" ")))


def _is_headline(anchor: Tag, place: _Place) -> bool:
    if place.heading or anchor.find(_HEADINGS):
        return True
    text = fold_space(anchor.get_text(" "))
    return sum(1 + (east_asian_width(character) in "WF") for character in text) >= HEADLINE_COLUMNS


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
