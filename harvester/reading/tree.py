"""The elements of a page, for what is not part of its text: where it leads, and from where."""

from selectolax.lexbor import LexborHTMLParser

from harvester.http.urls import absolute
from harvester.normalise.encoding import decide, to_utf8
from harvester.normalise.guard import tame


def tree_of(body: bytes, content_type: str) -> LexborHTMLParser:
    """Return the tree of a page as a browser with scripts has it: noscript holds text and no elements."""
    page, _ = tame(to_utf8(body, decide(body, content_type)))
    return LexborHTMLParser(page, scripting=True)


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """Return the URL that the page's links are relative to (HTML, 4.2.3); url: the page's own."""
    named = tree.css_first("base[href]")
    return (absolute(named.attributes["href"] or "", url) or url) if named is not None else url
