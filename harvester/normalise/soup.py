"""Pages as BeautifulSoup reads them, for CSS selectors and listings; without its warnings."""

import re

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>?")


def without_xml_declaration(text: str) -> str:
    """Return the text without the declaration that XHTML begins with: BeautifulSoup warns, HTML has none."""
    return _XML_DECLARATION.sub("", text, count=1)


def soup_of(text: str) -> BeautifulSoup:
    """Return the tree of a text without XML declaration. ValueError for what lxml cannot hold.

    The line feed at its end keeps a page of one word from being taken for a file's name or a URL.
    """
    try:
        return BeautifulSoup(f"{text}\n", "lxml")
    except ParserRejectedMarkup as error:
        raise ValueError("it cannot be read as HTML") from error
