"""Listing pages: the links to articles on an HTML page, chosen by a selector or by where they stand."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from unicodedata import east_asian_width

from bs4 import BeautifulSoup, CData, NavigableString, PageElement, Tag
from soupsieve import SelectorSyntaxError
from w3lib.html import get_base_url

from harvester.discover.unpacking import SourceDocument
from harvester.discover.urls import unique
from harvester.errors import BadInput, ConfigError
from harvester.http.urls import absolute, site_of
from harvester.model import Announcement
from harvester.normalise.languages import language_tag
from harvester.normalise.soup import bounded, soup_of, without_xml_declaration
from harvester.text import fold_space

MAX_LINKS = 5_000
"""At most this many links of one page are looked at; the longest listing pages met have some hundred."""

MAX_INSIDE = 500
"""Elements and texts of one link that are looked at: links in links would take the square of their number.
MAX_LINKS of that many take 1 s; a card that is all one link has some thirty."""

HEADLINE_COLUMNS = 20
"""From this width on a link's text reads as a headline, not as "Politics"; a CJK character fills two."""

_FURNITURE = frozenset(("nav", "aside", "footer", "form"))
"""Links in these places are not what a reader of the list comes for."""

_CONTENT = frozenset(("main", "article"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TEXTS = frozenset((NavigableString, CData))  # comments and scripts are classes of their own


def listing_cuts(source: SourceDocument) -> tuple[str, ...]:
    """Return why a part of the page is not looked at; ``()`` for any page but a huge one."""
    return bounded(without_xml_declaration(source.text))[1]


class _Place(NamedTuple):
    """What an element stands in."""

    content: bool = False
    heading: bool = False

    def inside(self, tag: Tag) -> "_Place":
        return _Place(
            self.content or tag.name in _CONTENT or tag.get("role") == "main",
            self.heading or tag.name in _HEADINGS,
        )


class _Anchor(NamedTuple):
    """A link as it stands on the page: where it leads, its text and language, whether that is a headline."""

    href: str
    text: str
    is_headline: bool
    language: str


def listing_links(source: SourceDocument) -> tuple[Announcement, ...]:
    """Return the links of a page that read as headlines of the same site, with the headline as title.

    Those in main, article or role=main where the page has such; none from nav, aside, footer or form.
    """
    base = base_of(source)
    here, host = absolute(source.url, ""), site_of(source.url)
    placed = list(islice(_placed_anchors(soup_of_source(source)), MAX_LINKS))
    in_content = [(tag, place) for tag, place in placed if place.content] or placed
    anchors = [_anchor(tag, heading=place.heading) for tag, place in in_content]
    links = [(_link(anchor, base), anchor.is_headline) for anchor in anchors]
    headlines = {link.url for link, is_headline in links if is_headline} - {here}
    return unique(link for link, _ in links if link.url in headlines and site_of(link.url) == host)


def listing_links_at(source: SourceDocument, selector: str) -> tuple[Announcement, ...]:
    """Return the links that the CSS selector names, or that stand in what it names, on whatever host."""
    soup = soup_of_source(source)
    try:
        chosen = soup.select(selector, limit=MAX_LINKS)
    except SelectorSyntaxError as error:
        raise ConfigError(
            f"links = {selector!r}", "is not a CSS selector", str(error).splitlines()[0]
        ) from error
    base = base_of(source)
    found = islice(_anchors_in(soup, {id(tag) for tag in chosen}), MAX_LINKS)
    return unique(_link(_anchor(tag), base) for tag in found)


def base_of(source: SourceDocument) -> str:
    """Return what relative links are meant against: the base element's URL where that is one."""
    try:
        return get_base_url(source.text, source.url)
    except ValueError:  # HTML, 4.2.3: a base that cannot be parsed counts for nothing
        return source.url


def soup_of_source(source: SourceDocument) -> BeautifulSoup:
    """Return the page as a tree, its end left out if it is huge; BadInput if it cannot be read as HTML."""
    try:
        return soup_of(bounded(without_xml_declaration(source.text))[0])
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


def _anchors_in(soup: BeautifulSoup, chosen: set[int]) -> Iterator[Tag]:
    """Yield the links that are chosen or stand in what is, in page order, each once, in one walk."""
    waiting: list[tuple[Tag, bool]] = [(soup, False)]
    while waiting:
        tag, inside = waiting.pop()
        inside = inside or id(tag) in chosen
        if inside and tag.name == "a" and tag.get("href"):
            yield tag
        waiting.extend((child, inside) for child in reversed(tag.contents) if isinstance(child, Tag))


def _anchor(tag: Tag, *, heading: bool = False) -> _Anchor:
    """Return the link that the element is. heading: whether it stands in a heading."""
    inside = list(islice(_inside(tag), MAX_INSIDE))
    text = fold_space(" ".join(str(each) for each in inside if type(each) in _TEXTS))
    heading = heading or any(isinstance(each, Tag) and each.name in _HEADINGS for each in inside)
    columns = sum(1 + (east_asian_width(character) in "WF") for character in text)
    language = language_tag(str(tag.get("hreflang", "")))
    return _Anchor(str(tag["href"]), text, heading or columns >= HEADLINE_COLUMNS, language)


def _inside(tag: Tag) -> Iterator[PageElement]:
    """Yield what stands in the element, in page order. Its `descendants` look for the last of them first."""
    waiting = [iter(tag.contents)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        yield child
        if isinstance(child, Tag):
            waiting.append(iter(child.contents))


def _link(anchor: _Anchor, base: str) -> Announcement:
    return Announcement(absolute(anchor.href, base), anchor.text, language=anchor.language)
