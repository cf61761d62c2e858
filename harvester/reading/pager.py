"""Which page of an article a page leads to, by ``rel=next`` or by its pager.

How the URL is written must say that a link leads to the next page and not to the next article
(`harvester.http.paging`): sites have ``rel=next`` for both. If the URL has a bare number, ``/dam-2``, the
words of the link must say so, too: one to the next article has its headline there.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from harvester.http.headers import header
from harvester.http.paging import follows, names_page, says_page
from harvester.http.urls import absolute
from harvester.model import NormalDocument
from harvester.parse.phrases import leads_on
from harvester.reading.received import Received
from harvester.reading.tree import base_of, tree_of

# A link without such a number leads to no further page.
_MAY_LEAD = re.compile(r"[=/_,.-](?:0?[1-9]|1[0-9]|20)(?:\.[a-z]{3,5})?/?(?:[\s?#&]|\Z)")
_HREF = re.compile(rb"href\s*+=\s*+(\"[^\"]*+|'[^']*+|[^\s>\"']++)")
_QUOTES = (b'"', b"'")
_COMMENTS = re.compile(r"comment|disqus|respond|kommentar|reviews?\b", re.IGNORECASE)
_PAGER = re.compile(r"pagin|pager\b|page[-_]?(?:links?|numbers?|nav)", re.IGNORECASE)
_AROUND = 3
"""This many elements are looked at for names of a pager: the link and those right around it."""

_ABOVE = 12
"""This many elements around a link are looked at for names of comments."""

_DIGITS = 9
"""A link whose words are a number of more digits leads to no page; Python refuses to read 4,301 of them."""

_WHOLE = frozenset(("html", "body", "main", "article"))
"""What holds the article is no place of comments, even if its class says that they are open."""

_HEADER = re.compile(r"<([^<>]{1,2000})>([^<]*)")


def next_page(received: Received, document: NormalDocument, first: str, number: int) -> str:
    """Return the URL of that page of the article, if this page leads to it, else ``""``; first: of page 1."""
    if not first or not (document.base or _may_lead(received, first, number)):
        return ""
    leads = (lead for lead in _links(received) if follows(lead.url, first, number))
    return next(
        (each.url for each in leads if each.leads_to(number, is_named=names_page(each.url, first, number))),
        "",
    )


def _may_lead(received: Received, first: str, number: int) -> bool:
    """Return whether any link can be that page, whatever the case of its letters: a first look.

    Bytes take a fraction of the time that elements take. They say nothing if a character has two bytes. Links
    are relative to the page's URL.
    """
    page = received.body.lower()
    if b"\0" in page or header(received.headers, "Link"):
        return True
    own = _ends_in(number)
    hrefs = (_value(href) for href in set(_HREF.findall(page)) if own.search(href))
    urls = (absolute(href, received.url).lower() for href in hrefs if _MAY_LEAD.search(href))
    return any(follows(url, first.lower(), number) for url in urls)


@cache
def _ends_in(number: int) -> re.Pattern[bytes]:
    """Return what matches links with a path or parameter that ends in that number; some count from 0."""
    return re.compile(rb"(?<!\d)0?(?:%d|%d)(?:\.[a-z]{3,5})?/?(?:[\s?#&]|\Z)" % (number - 1, number))


def _value(href: bytes) -> str:
    """Return the value of an attribute as a parser has it; href: as written, from its first quote on."""
    return unescape((href[1:] if href[:1] in _QUOTES else href).decode("utf-8", "replace"))


class Lead(NamedTuple):
    """Where a page leads: the URL, and the element that leads there; None if a header does."""

    url: str
    node: LexborNode | None = None

    def leads_to(self, number: int, *, is_named: bool) -> bool:
        """Return whether the link leads to the page of that number.

        is_named: the URL says so already, unless the link has another number. A link without words says it if
        it is declared as the next one, or stands in what is called a pager.
        """
        said = _said(self.node) if self.node else ""
        if is_named or self.node is None:
            return not said.isdecimal() or (len(said) <= _DIGITS and int(said) == number)
        if said:
            return says_page(said, number) or leads_on(said.lower())
        rel = (self.node.attributes.get("rel") or "").lower()
        return "next" in rel.split() or _is_in_pager(self.node)


def _said(node: LexborNode) -> str:
    """Return the words of a link, else those that it has for people who do not see it."""
    text = " ".join(node.text().split())
    return text or node.attributes.get("aria-label") or node.attributes.get("title") or ""


def _is_in_pager(node: LexborNode) -> bool:
    """Return whether the link or an element right around it is called a pager."""
    return _is_called(_PAGER, node, _AROUND)


def _is_of_comments(node: LexborNode) -> bool:
    """Return whether an element around the link is named for comments."""
    return _is_called(_COMMENTS, node.parent, _ABOVE)


def _is_called(names: re.Pattern[str], element: LexborNode | None, most: int) -> bool:
    """Return whether the element, or one of those around it within the article, has such a name.

    At most ``most`` elements are looked at.
    """
    for _ in range(most):
        if element is None or element.tag in _WHOLE:
            return False
        attributes = element.attributes or {}
        if names.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        element = element.parent
    return False


def _links(received: Received) -> Iterator[Lead]:
    """Yield where the page leads: what is declared as the next page first, then the links in page order."""
    for name, value in received.headers:
        if name.lower() == "link":  # RFC 8288, 3
            yield from (
                Lead(absolute(target, received.url))
                for target, fields in _HEADER.findall(value)
                if re.search(r";\s*+rel\s*+=\s*+\"?[^\";,]*\bnext\b", fields, re.IGNORECASE)
            )
    tree = tree_of(received.body, received.content_type)
    base = base_of(tree, received.url)
    for node in tree.css("link[rel][href]"):
        if "next" in (node.attributes["rel"] or "").lower().split():
            yield Lead(absolute(node.attributes["href"] or "", base), node)
    for node in tree.css("a[href]"):
        href = node.attributes["href"] or ""
        if _MAY_LEAD.search(href) and not _is_of_comments(node):
            yield Lead(absolute(href, base), node)
