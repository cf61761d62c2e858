"""An article on several pages: which page comes next, and which of those that were captured are its own.

`harvester.reading.pager` finds the next page. What was captured must then have the article's title and
another text than its first page, for comments and lists have pages too.
"""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urldefrag

from harvester.errors import BadInput
from harvester.http.paging import MAX_PAGES, follows, names_page
from harvester.http.surt import surt
from harvester.http.urls import site_of
from harvester.model import ANNOUNCING, NormalDocument, Outcome, Snapshot, Verdict
from harvester.parse import parse
from harvester.parse.asking import ends_asking
from harvester.parse.regions import Region, regions
from harvester.reading.documents import document_of
from harvester.reading.joined import joined
from harvester.reading.judge import judge
from harvester.reading.pager import next_page
from harvester.reading.received import Received
from harvester.reading.ruled import RuledReading, read_by_rule
from harvester.reading.seen import is_linked
from harvester.site_rule import SiteRule
from harvester.text import match_key

_DAY = len("2031-03-04")

PROSE = 40
"""A block with this many characters is text, and says whether two pages show the same article."""

_CAME = frozenset(("", Outcome.OK, Outcome.NOT_MODIFIED))
_ENDED = frozenset(
    (Outcome.GONE, Outcome.REFUSED, Outcome.ROBOTS_REFUSED, Outcome.BAD_URL, Outcome.TOO_LARGE)
)
"""With such an outcome, the page is not there or may not be had: the article ends before it."""

_PASSING = frozenset(Verdict) - ANNOUNCING - {Verdict.CONTENT, Verdict.REDIRECT_PAGE, Verdict.SOFT_404}
"""With such a verdict, something stands before the page, and the next capture may show it."""


class Gathered(NamedTuple):
    """An article with those of its further pages that were captured.

    document: of all these pages. further: those beyond the first. next_url: the page after them, which was
    not captured, ``""`` if there is none. note: why the pages end before their pager does. missing: why the
    next page could not be captured, though it is there. Both are ``""`` if all is well. is_whole: the further
    page shows all pages at once, and the document is its own.
    """

    document: NormalDocument
    further: tuple[tuple[Received, NormalDocument], ...] = ()
    next_url: str = ""
    note: str = ""
    missing: str = ""
    is_whole: bool = False


def gathered(received: Received, document: NormalDocument) -> Gathered:
    """Return the article with its further pages; document: of the first page, which is content.

    If the page names another one as canonical that shows all pages at once, that one is the article.
    """
    second = next_page(received, document, received.url, 2)
    if whole_url := second and _whole_url(received, document):
        whole = next((page for page in received.further if whole_url in {page.asked, page.url}), None)
        if whole is None:
            return Gathered(document, next_url=whole_url)
        shown = _shown(whole)
        if not isinstance(shown, str) and _is_whole(shown, document):
            return Gathered(shown, ((whole, shown),), is_whole=True)
    return _by_pager(received, document, second)


def _whole_url(received: Received, document: NormalDocument) -> str:
    """Return the page that may show all pages of the article at once; ``""`` if this page names none.

    This page has a pager. Its canonical URL is then neither its own nor that of a page of it.
    """
    url, first = urldefrag(document.canonical_url).url, received.url
    if not url or not first or site_of(url) != site_of(first):
        return ""
    for own in {first, received.asked} - {""}:
        numbers = range(1, MAX_PAGES + 1)
        if surt(url) == surt(own) or any(follows(url, own, n) or follows(own, url, n) for n in numbers):
            return ""
    return url


def _is_whole(shown: NormalDocument, first: NormalDocument) -> bool:
    """Return whether the page has the article's title, most of its first page's text, and more."""
    title, other = match_key(first.title), match_key(shown.title)
    if not (title and other and (title in other or other in title)):
        return False
    texts, known = _prose(shown), _prose(first)
    return 2 * _size(texts & known) > _size(known) and _size(texts) > _size(known)


def _by_pager(received: Received, document: NormalDocument, second: str) -> Gathered:
    """Return the article with the pages that one after another lead to; second: the URL of page 2."""
    found: list[tuple[Received, NormalDocument]] = []
    following, note, missing = second, "", ""
    captured = {page.asked or page.url: page for page in received.further}
    while (page := captured.pop(following, None)) is not None:
        number = len(found) + 2
        named = _named(number, following)
        shown = _shown(page)
        missing = _missing(page, shown, named)
        if missing:
            break
        other, note = _own(page, shown, (received, document), number)
        if other is None:
            following, note = "", f"{named} {note}"
            break
        found.append((page, other))
        following = next_page(page, other, received.url, number + 1) if number < MAX_PAGES else ""
    whole = joined(document, [other for _, other in found]) if found else document
    return Gathered(whole, tuple(found), following, note, missing)


def read_pages(rule: SiteRule | None, first: RuledReading, found: Gathered) -> RuledReading:
    """Return the article on all pages; first: the reading of the first one.

    A site rule that names questions reads each page by itself, so that an answer ends with its page.
    """
    if found.is_whole:
        page, document = found.further[0]
        whole = read_by_rule(rule, document, page.body, page.content_type)
        return whole if whole.snapshot.pairs else first
    if rule is None or not first.turns:
        snapshot = parse(found.document)
        return replace(first, snapshot=snapshot if snapshot.pairs else first.snapshot)
    read = (read_by_rule(rule, other, page.body, page.content_type) for page, other in found.further)
    pairs = (*first.snapshot.pairs, *(pair for each in read if each.turns for pair in each.snapshot.pairs))
    return replace(first, snapshot=replace(first.snapshot, pairs=pairs))


def is_list(document: NormalDocument, snapshot: Snapshot) -> bool:
    """Return whether most questions are links: then this is a list of articles, and its pages are lists."""
    asked = {match_key(pair.question) for pair in snapshot.pairs}
    ends = {key[-1:] for key in asked}
    alike = (block for block in document.blocks if _may_end(block.text, ends) and is_linked(block))
    linked = {match_key(block.text) for block in alike}
    return 2 * len(asked & linked) > len(asked)


def _may_end(text: str, ends: set[str]) -> bool:
    """Return whether the match key of a text can end with one of these: a first look, as few links ask."""
    return text[-1].lower() in ends or text[-1] in "`\n " or not text.isascii()


def note_of_end(number: int, url: str, outcome: str) -> str:
    """Return how a reading says that the article ends before that page; ``""`` if the page may be there.

    url: as the page before names it. outcome: of the request for it.
    """
    return f"{_named(number, url)} {_not_to_be_had(outcome)}" if outcome in _ENDED else ""


def is_whole_url(url: str, canonical_url: str) -> bool:
    """Return whether a next page is the one that may show all pages at once, and so none of the pager's."""
    return url == urldefrag(canonical_url).url


def _named(number: int, url: str) -> str:
    return f"page {number}, {url},"


def _not_to_be_had(outcome: str) -> str:
    return f"is not to be had: {_words(outcome)}"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _shown(page: Received) -> NormalDocument | str:
    """Return the document of a further page, or why it has none."""
    if page.outcome not in _CAME:
        return _words(page.outcome)
    try:
        return document_of(page)
    except BadInput as error:
        return error.reason


def _missing(page: Received, shown: NormalDocument | str, named: str) -> str:
    """Return why a page that is there did not come; ``""`` if it came, or if it is not to be had."""
    if page.outcome in _ENDED:
        return ""
    if page.outcome not in _CAME:
        return f"{named} could not be captured: {shown}"
    if isinstance(shown, str):
        return ""
    verdict = judge(shown, page).verdict
    return f"{named} is a {verdict.replace('_', ' ')}" if verdict in _PASSING else ""


def _own(
    page: Received, shown: NormalDocument | str, first: tuple[Received, NormalDocument], number: int
) -> tuple[NormalDocument | None, str]:
    """Return the document of a further page, or None and why it does not belong to the article."""
    if page.outcome in _ENDED:
        return None, _not_to_be_had(page.outcome)
    if not follows(page.url, first[0].url, number):
        return None, f"leads to {page.url}"
    if isinstance(shown, str):
        return None, shown
    is_sure = names_page(page.url, first[0].url, number)
    if _is_of(shown, first[1]) and (is_sure or _is_as_old(shown, first[1])):
        return shown, ""
    return None, "is another article, or shows this one again"


def _is_as_old(document: NormalDocument, first: NormalDocument) -> bool:
    """Return whether both state the same day of publication, or one states none."""
    days = {each.published[:_DAY] for each in (document, first)} - {""}
    return len(days) <= 1


def _is_of(document: NormalDocument, first: NormalDocument) -> bool:
    """Return whether the page has the article's title, and another text than its first page."""
    title, other = match_key(first.title), match_key(document.title)
    if not (title and other and (title in other or other in title)):
        return False
    shown, known = (_prose(each) - {first.lead} for each in (document, first))
    asked, again = map(_questions, (first, document))
    is_other = 2 * _size(shown & known) <= _size(known) and 2 * len(asked & again) <= len(asked)
    return is_other and len(shown - known) > 0


def _questions(document: NormalDocument) -> set[str]:
    """Return the texts of a page that ask and are no links, as those in a list of contents are."""
    return {each.text for each in document.blocks if ends_asking(each.text) and not is_linked(each)}


def _prose(document: NormalDocument) -> set[str]:
    """Return the texts of a page that stand in no menu, footer or list of links."""
    told = regions(document)
    return {
        each.text
        for each in document.blocks
        if len(each.text) >= PROSE and told[each.container] is Region.TEXT and not is_linked(each)
    }


def _size(texts: set[str]) -> int:
    return sum(map(len, texts))
