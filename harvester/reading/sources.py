"""Decide which kind of source a body is, and which articles it announces.

The body decides: a sitemap that was declared as a feed is read as a sitemap. A listing page looks like
any other page, so it counts as one only if it was declared.
"""

from dataclasses import dataclass
from typing import NamedTuple

from harvester.discover import discover, hubs, left_out, sniff
from harvester.errors import BadInput
from harvester.http.urls import BadUrl, checked_url
from harvester.model import ANNOUNCING, Announcement, NormalDocument, Verdict
from harvester.normalise import normalise
from harvester.reading.judge import Judgement, judge
from harvester.reading.received import Received

_NO_WALL = (Verdict.CONTENT, Verdict.EMPTY)
"""If a page at a source's URL has one of these verdicts, its links decide, or the lack of them."""


@dataclass(frozen=True, slots=True)
class DeclaredSource:
    """A source was declared as this: ``kind`` is a word of `ANNOUNCING`; a listing has a CSS ``selector``."""

    kind: str
    selector: str = ""


class SourceReading(NamedTuple):
    """A source gave this result. ``document`` is empty if the body was not read as a page."""

    judgement: Judgement
    announcements: tuple[Announcement, ...] = ()
    document: NormalDocument = NormalDocument()
    hubs: tuple[str, ...] = ()


def announcing_kind(received: Received) -> Verdict | None:
    """Return "feed", "sitemap" or "list" if the body is one of these; None means that it is a page."""
    kind = sniff(received.body, received.content_type)
    return Verdict(kind) if kind in ANNOUNCING else None


def announced(kind: Verdict, received: Received, reason: str = "", selector: str = "") -> SourceReading:
    """Return what the body announces, read as that kind, without the URLs that a run cannot request.

    ``reason`` is added to the reading. A source that announces nothing is ``EMPTY``. Raises BadInput if
    the body is not of that kind, and ConfigError if the selector is not a CSS selector.
    """
    found = discover(kind, received.body, received.url, content_type=received.content_type, selector=selector)
    announcements = tuple(each for each in found if _can_be_asked(each.url))
    if not announcements:
        return SourceReading(Judgement(Verdict.EMPTY, _joined(reason, f"the {kind} announces nothing")))
    found_hubs = hubs(kind, received.body, received.url, content_type=received.content_type)
    return SourceReading(Judgement(kind, reason), announcements, hubs=found_hubs)


def read_source(sought: DeclaredSource, received: Received) -> SourceReading:
    """Return what a declared source announces, or the verdict that explains why it announces nothing.

    If the body is clearly another kind of source, it is read as that kind, and the reason says so. A page
    at a source's URL is judged, because a wall goes away and a broken source does not. It raises the same
    errors as `announced`.
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


def _judged(received: Received) -> SourceReading:
    document = normalise(received.body, content_type=received.content_type, url=received.url)
    return SourceReading(judge(document, received), document=document)


def _can_be_asked(url: str) -> bool:
    """Return whether a run can request the URL; a feed's typing errors would fail at each run."""
    try:
        return bool(checked_url(url))
    except BadUrl:
        return False


def _joined(*reasons: str) -> str:
    return "; ".join(filter(None, reasons))
