"""Pages as BeautifulSoup reads them, for CSS selectors and listings; without its warnings, and bounded."""

import re
import warnings
from itertools import islice

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from harvester.normalise.guard import has_many_attributes
from harvester.normalise.retag import retag

MAX_CHARS = 8_000_000
"""Of one page; BeautifulSoup takes up to 1.3 s for so many."""

MAX_TAGS = 50_000
"""Of one page, counted by "<". Each takes BeautifulSoup up to 42 µs and 1 KB, so 2 s and 50 MB; the corpus's
largest page has 19,330."""

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>?")
_TAG = re.compile("<")


def without_xml_declaration(text: str) -> str:
    """Return the text without the declaration that XHTML begins with: BeautifulSoup warns, HTML has none."""
    return _XML_DECLARATION.sub("", text, count=1)


def bounded(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what BeautifulSoup is given of a page, and what is left out.

    That is the page's first MAX_CHARS, with no more than MAX_TAGS tags, and only the attributes that an
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
    """Return the tree of a text without XML declaration. ValueError for what lxml cannot hold.

    The line feed at its end keeps a page of one word from being taken for a file's name or a URL. A second
    declaration, or one further down, would make BeautifulSoup advise its XML parser; it stays HTML.
    """
    try:
        with warnings.catch_warnings(action="ignore", category=XMLParsedAsHTMLWarning):
            return BeautifulSoup(f"{text}\n", "lxml")
    except ParserRejectedMarkup as error:
        raise ValueError("it cannot be read as HTML") from error
