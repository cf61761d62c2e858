"""Read pages with BeautifulSoup for CSS selectors and listings, without its warnings and within limits."""

import re
import warnings
from itertools import islice

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from harvester.normalise.guard import has_many_attributes
from harvester.normalise.retag import retag

MAX_CHARS = 8_000_000
"""At most this many characters of a page are read; BeautifulSoup takes up to 1.3 s for them."""

MAX_TAGS = 50_000
"""At most this many tags of a page are read, counted by "<". The corpus's largest page has 19,330.

Each takes BeautifulSoup up to 42 µs and 1 KB, so all take 2 s and 50 MB.
"""

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>?")
_TAG = re.compile("<")


def without_xml_declaration(text: str) -> str:
    """Return the text without the XML declaration of XHTML, of which BeautifulSoup warns."""
    return _XML_DECLARATION.sub("", text, count=1)


def bounded(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the part of a page that BeautifulSoup reads, and what is left out.

    That part is the page's first MAX_CHARS, with at most MAX_TAGS tags, and only the attributes that an
    element may keep: the library takes 3 µs for each.
    """
    kept = text[:MAX_CHARS]
    over = next(islice(_TAG.finditer(kept), MAX_TAGS, None), None)
    kept = kept[: over.start()] if over else kept
    left = len(text) - len(kept)
    cuts = (f"the last {left:,} of {len(text):,} characters left out",) if left else ()
    html = kept.encode("utf-8", "surrogatepass")
    if not has_many_attributes(html):
        return kept, cuts
    html, more = retag(html)
    return html.decode("utf-8", "surrogatepass"), (*cuts, *more)


def soup_of(text: str) -> BeautifulSoup:
    """Return the tree of a text without XML declaration; raise ValueError for text that lxml cannot hold.

    BeautifulSoup would take a page of one word for a file name or a URL; a line feed at the end prevents
    that. A second or later declaration makes it recommend its XML parser, but the page is still HTML.
    """
    try:
        with warnings.catch_warnings(action="ignore", category=XMLParsedAsHTMLWarning):
            return BeautifulSoup(f"{text}\n", "lxml")
    except ParserRejectedMarkup as error:
        raise ValueError("it cannot be read as HTML") from error
