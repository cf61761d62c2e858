"""Which page of an article a URL is, by how it is written: ``?page=2``, ``/2``, ``-2.html``, ``/seite-2``."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from harvester.http.urls import site_of

MAX_PAGES = 20
"""At most this many pages of one article are captured. The longest real ones have a dozen."""

_WORDS = "page|pagina|página|pag|p|seite|s|strona|sida|side|sivu|part|parte|partie|teil|chapter"
_PARAMETERS = frozenset((*_WORDS.split("|"), "pg", "paged", "page_num", "pagenum", "page_number", "pageno"))

# The number at the end of a path, with what sets it apart and the ending of a file.
_NUMBERED = re.compile(
    rf"(?P<stem>.*?)(?:/|[-_,.])(?:(?:{_WORDS})[-_/,]?)?(?P<number>[0-9]{{1,2}})(?P<ending>\.[a-z]{{3,5}}|/?)",
    re.IGNORECASE | re.DOTALL,
)


class Numbered(NamedTuple):
    """A URL without its page number, in a form to compare, and that number.

    from_zero: the number is a parameter, and those may count from 0.
    """

    article: str
    number: int
    from_zero: bool = False


def follows(url: str, first: str, number: int) -> bool:
    """Return whether the URL is written as that page of the article whose first page is at ``first``.

    number: 2, 3, ...; pages that are numbered by a parameter may also count from 0. Pages of one article are
    on one site. Only the way of writing is looked at: the page may be anything.
    """
    if site_of(url) != site_of(first):
        return False
    starts = {_plain(first), *(each.article for each in _readings(first) if each.number <= 1)}
    return any(
        each.article in starts and number in {each.number, each.number + each.from_zero}
        for each in _readings(url)
    )


def _plain(url: str) -> str:
    """Return the URL without scheme, site, fragment and the slash at its end."""
    parts = urlsplit(url)
    return _joined(parts.path, parse_qsl(parts.query, keep_blank_values=True))


def _joined(path: str, fields: list[tuple[str, str]]) -> str:
    query = f"?{urlencode(sorted(fields))}" if fields else ""
    return f"{path.rstrip('/')}{query}"


def _readings(url: str) -> list[Numbered]:
    """Return each way in which the URL has a page number."""
    parts = urlsplit(url)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    found = []
    for at, (name, value) in enumerate(fields):
        if name.lower() in _PARAMETERS and re.fullmatch(r"[0-9]{1,2}", value):
            rest = fields[:at] + fields[at + 1 :]
            found.append(Numbered(_joined(parts.path, rest), int(value), from_zero=True))
    if written := _NUMBERED.fullmatch(parts.path):
        ending = written["ending"] if written["ending"].startswith(".") else ""
        found.append(Numbered(_joined(written["stem"] + ending, fields), int(written["number"])))
    return found
