"""A body that announces articles: which kind of source it is, and what it announces.

The body decides: a sitemap that was declared as a feed is read as a sitemap. A listing page looks like
any other page, so it is one only where it was declared.
"""

from dataclasses import dataclass
from typing import NamedTuple

from harvester.discover import discover, left_out, sniff
from harvester.errors import BadInput
from harvester.http.urls import BadUrl, checked_url
from harvester.model import ANNOUNCING, Announcement, NormalDocument, Verdict
from harvester.normalise import normalise
from harvester.reading.judge import Judgement, judge
from harvester.reading.received import Received

_NO_WALL = (Verdict.CONTENT, Verdict.EMPTY)
"""Judgements on a page in a source's place after which its links, or the lack of them, decide."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a source was declared as. kind: a word of `ANNOUNCING`. selector: CSS, for a listing only."""

    kind: str
    selector: str = ""


class Announced(NamedTuple):
    """What a source came to. document: the page that was read, empty where the body was not read as one."""

    judgement: Judgement
    announcements: tuple[Announcement, ...] = ()
    document: NormalDocument = NormalDocument()


def announcing_kind(received: Received) -> Verdict | None:
    """Return "feed", "sitemap" or "list" where the body is one, else None: it is a page."""
    kind = sniff(received.body, received.content_type)
    return Verdict(kind) if kind in ANNOUNCING else None


def announced(kind: Verdict, received: Received, reason: str = "", selector: str = "") -> Announced:
    """Return what the body announces, read as that kind, without the URLs that a run could never ask for.

    reason: what else the reading should say. A source that announces nothing is ``EMPTY``. Raises
    BadInput where the body shows nothing of the kind, ConfigError where the selector is no CSS selector.
    """
    found = discover(kind, received.body, received.url, content_type=received.content_type, selector=selector)
    announcements = tuple(each for each in found if _can_be_asked(each.url))
    if not announcements:
        return Announced(Judgement(Verdict.EMPTY, _joined(reason, f"the {kind} announces nothing")))
    return Announced(Judgement(kind, reason), announcements)


def read_source(sought: Sought, received: Received) -> Announced:
    """Return what a declared source announces, or by which verdict it announces nothing.

    A body that clearly is another kind of source is read as that kind, and the reason says so. A page in
    a source's place is judged, because a wall passes and a broken source does not. Raises as `announced`.
    """
    declared, shown = Verdict(sought.kind), announcing_kind(received)
    if shown and shown is not declared and (declared, shown) != (Verdict.SITEMAP, Verdict.LIST):
        return announced(shown, received, f"declared as a {declared}, but this is a {shown}")
    if declared is Verdict.LISTING:
        page = _judged(received)
        if page.judgement.verdict not in _NO_WALL:
            return page
        cuts = _joined(*left_out(declared, received.body, content_type=received.content_type))
        return announced(declared, received, cuts, sought.selector)._replace(document=page.document)
    try:
        return announced(declared, received)
    except BadInput:
        if shown is None and (page := _judged(received)).judgement.verdict not in _NO_WALL:
            return page
        raise


def _judged(received: Received) -> Announced:
    document = normalise(received.body, content_type=received.content_type, url=received.url)
    return Announced(judge(document, received), document=document)


def _can_be_asked(url: str) -> bool:
    """Return whether a run could ask for the URL; a feed's typing errors would fail at each run."""
    try:
        return bool(checked_url(url))
    except BadUrl:
        return False


def _joined(*reasons: str) -> str:
    return "; ".join(filter(None, reasons))
