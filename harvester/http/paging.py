"""Which page of an article a URL is, by how it is written: ``?page=2``, ``/2``, ``-2.html``, ``/seite-2``.

Some of these are written with a word for a page. A bare number may also be that of the next article: ``/2``
follows ``/1`` on sites that number their articles, and ``/dam-2`` is what WordPress calls the second article
with the headline of ``/dam``. So a bare number needs a link that says more, which `says_page` looks for.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from harvester.http.urls import site_of

MAX_PAGES = 20
"""At most this many pages of one article are captured. The longest real ones have a dozen."""

_PAGE = "page|pagina|página|pag|seite|strona|sida|side|sivu"
_PART = "part|parte|partie|teil|chapter"
_LESS_SURE = f"p|s|{_PART}"
"""These words stand before the number of an article, too: ``?p=2``, "The dam, part 2"."""

_NAMES = frozenset((*_PAGE.split("|"), "pg", "paged", "page_num", "pagenum", "page_number", "pageno"))
_PARAMETERS = _NAMES | {*_LESS_SURE.split("|")}

# The number at the end of a path, with what sets it apart and the ending of a file.
_NUMBERED = re.compile(
    rf"(?P<stem>.*?)(?:/|[-_,.])(?:(?:(?P<page>{_PAGE})|{_LESS_SURE})[-_/,]?)?"
    r"(?P<number>[0-9]{1,2})(?P<ending>\.[a-z]{3,5}|/?)",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(r"[^\W\d_]")

# A page's number in the words of a link: "Page 2", "Seite 2 von 5", "第2页", "2ページ", "2쪽".
_SAID = re.compile(
    rf"\b(?:{_PAGE}|{_PART})\W{{0,3}}0?(\d{{1,2}})(?!\d)|(?<!\d)(\d{{1,2}}) ?[页頁쪽ペ페]", re.IGNORECASE
)


class Numbered(NamedTuple):
    """A URL without its page number, in a form to compare, and that number.

    from_zero: the number is a parameter, and those may count from 0. is_named: a word says that it is the
    number of a page.
    """

    article: str
    number: int
    from_zero: bool = False
    is_named: bool = False


def follows(url: str, first: str, number: int) -> bool:
    """Return whether the URL is written as that page of the article whose first page is at ``first``.

    number: 2, 3, ...; pages that are numbered by a parameter may also count from 0. Pages of one article are
    on one site. Only the way of writing is looked at: the page may be anything.
    """
    return any(_as_page(url, first, number))


def names_page(url: str, first: str, number: int) -> bool:
    """Return whether the URL follows as `follows` says, and has a word for a page and no bare number."""
    return any(each.is_named for each in _as_page(url, first, number))


def says_page(text: str, number: int) -> bool:
    """Return whether the words of a link say that it leads to that page: "Page 2", or the number alone."""
    if not _LETTER.search(text):
        return re.search(rf"(?<!\d)0?{number}(?!\d)", text) is not None
    return any(int(before or after) == number for before, after in _SAID.findall(text))


def _as_page(url: str, first: str, number: int) -> Iterator[Numbered]:
    """Yield each way of writing in which the URL is that page of the article."""
    if site_of(url) != site_of(first):
        return
    starts = {(_plain(first), 0), (_plain(first), 1)}
    starts |= {(each.article, each.number) for each in _readings(first) if _may_be_first(each)}
    for each in _readings(url):
        counts_from = (0, 1) if each.from_zero else (1,)
        begins = each.number - number + 1  # the number of its first page
        is_page = begins in counts_from and (each.article, begins) in starts
        if is_page and (each.article or each.is_named):  # "/2" is no page of the site's front
            yield each


def _may_be_first(written: Numbered) -> bool:
    """Return whether it may be the first page: ``/1`` and ``/2031/03/1`` are an article and a day."""
    if written.from_zero:
        return True
    return written.number == 1 and (written.is_named or _LETTER.search(written.article) is not None)


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
            article = _joined(parts.path, fields[:at] + fields[at + 1 :])
            found.append(Numbered(article, int(value), from_zero=True, is_named=name.lower() in _NAMES))
    if written := _NUMBERED.fullmatch(parts.path):
        ending = written["ending"] if written["ending"].startswith(".") else ""
        article = _joined(written["stem"] + ending, fields)
        found.append(Numbered(article, int(written["number"]), is_named=bool(written["page"])))
    return found
