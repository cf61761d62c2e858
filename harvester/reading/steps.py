"""Run the steps in order: source or page, document, judgement, site rule, questions.

`examine` returns the result of each step, which explains a page. `read` returns what the history needs.
"""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from harvester.discover import DISCOVER_VERSION
from harvester.errors import BadInput, ConfigError, ForeignFormat, fault_words
from harvester.languages.files import known
from harvester.model import Announcement, NormalDocument, Snapshot, Verdict
from harvester.parse import PARSER_VERSION
from harvester.reading.documents import document_of
from harvester.reading.further import gathered, is_list, is_whole_url, note_of_end, read_pages
from harvester.reading.judge import Judgement, judge
from harvester.reading.received import Received, canonical_in_headers
from harvester.reading.ruled import RuledReading, read_by_rule
from harvester.reading.rules import rule_for, rules_digest
from harvester.reading.sources import DeclaredSource, announced, announcing_kind, read_source
from harvester.reading.walls import READ_HEADERS, WALLS_BY_STATUS, WALLS_OF_ERRORS
from harvester.site_rule import SiteRule
from harvester.text import digest_id

FAILED = 400
"""A response with this status or above is an error, whatever its body says (RFC 9110, 15.5 and 15.6)."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An `Examined` holds the result of each step for a capture.

    ``document`` is the whole page; it is empty if the body was not read as a page. ``rule`` is the site rule
    for an article at that URL, or None. ``ruled`` is the article as it was read, or None. ``pages`` and
    ``next_url`` are as in `Reading`.
    """

    judgement: Judgement
    document: NormalDocument = field(default_factory=NormalDocument)
    rule: SiteRule | None = None
    ruled: RuledReading | None = None
    announcements: tuple[Announcement, ...] = ()
    hubs: tuple[str, ...] = ()
    pages: int = 1
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading is the result of one reader for one capture.

    ``reason`` is readable text. For ``CONTENT`` it says why there are no pairs, why the site rule was not
    used, or what was cut. ``snapshot`` is empty for any other verdict. ``announcements`` is never empty if
    the verdict is one of `ANNOUNCING`. ``hubs`` are URLs: the WebSub hubs that a feed names in its body.
    ``canonical_url`` is absolute, as the page states it, or else its Link header, or ``""``.
    ``text_digest`` covers everything that the snapshot's words can come from: title, lead, stated data and
    block texts of the whole document. A site rule does not change it. It is ``""`` if no page was read.
    ``pages`` is the number of pages of the article that were read, and ``next_url`` the one after them,
    which was not captured; ``""`` if there is none. ``is_rendered`` says that the document which a browser
    made was read, and not the response itself.
    """

    verdict: Verdict
    reason: str = ""
    snapshot: Snapshot = field(default_factory=Snapshot)
    announcements: tuple[Announcement, ...] = ()
    hubs: tuple[str, ...] = ()
    encoding: str = ""
    encoding_source: str = ""
    canonical_url: str = ""
    text_digest: str = ""
    pages: int = 1
    next_url: str = ""
    is_rendered: bool = False


def reader(rules: Sequence[SiteRule] = (), source: DeclaredSource | None = None) -> str:
    """Return the reader's label: parser version, digest of the language files, digest of the settings.

    The version changes with the code. The settings of an article are its site rules; those of a source are
    kind and selector, and the version of what reads sources. Readers with equal labels give equal readings of
    a capture.
    """
    sought = ("source", DISCOVER_VERSION, source.kind, source.selector) if source else ()
    settings = digest_id(*sought) if source else rules_digest(rules)
    return "+".join(filter(None, (PARSER_VERSION, known().digest, settings)))


def circumstances(received: Received, rules: Sequence[SiteRule] = ()) -> Hashable:
    """Return all that a reading depends on, besides body and reader. Equal values give equal readings."""
    walls = tuple(each for each in received.headers if each[0].lower() in READ_HEADERS)
    is_dated = any(rule.valid_until for rule in rules)  # if so, the day decides which rule applies to the URL
    day = received.captured_at.astimezone(UTC).date() if is_dated else None
    how = (received.status, received.content_type, received.is_rendered)
    return received.url, received.asked, how, walls, day


def read(received: Received, rules: Sequence[SiteRule] = (), source: DeclaredSource | None = None) -> Reading:
    """Return the reading of a response, as a source if it was declared as one, or else as an article.

    It never raises. A body that cannot be read is ``UNREADABLE`` with the reason, even if the fault is ours.
    """
    found = examine(received, rules, source)
    document, snapshot, reasons = found.document, Snapshot(), [found.judgement.reason]
    if found.ruled:
        snapshot = found.ruled.snapshot
        reasons += [found.ruled.note, snapshot.reason, *document.cuts]
    return Reading(
        verdict=found.judgement.verdict,
        reason="; ".join(filter(None, reasons)),
        snapshot=snapshot,
        announcements=found.announcements,
        hubs=found.hubs,
        encoding=document.encoding,
        encoding_source=document.encoding_source,
        canonical_url=document.canonical_url or (canonical_in_headers(received) if document.encoding else ""),
        text_digest=_text_digest(document),
        pages=found.pages,
        next_url=found.next_url,
        is_rendered=received.is_rendered,
    )


def ended(reading: Reading, outcome: str) -> Reading | None:
    """Return what `read` returns when the next page is captured too; None if only `read` can say it.

    reading: of an article. outcome: of the request for its next page. If that page is not to be had, the
    pages that are here are the article, and are not read again.
    """
    note = note_of_end(reading.pages + 1, reading.next_url, outcome)
    if not note or is_whole_url(reading.next_url, reading.canonical_url):
        return None
    return replace(reading, reason="; ".join(filter(None, (note, reading.reason))), next_url="")


def _text_digest(document: NormalDocument) -> str:
    """Return the digest of all that a snapshot's words can come from; ``""`` if it cannot be computed."""
    if not document.encoding:
        return ""
    try:
        stated = json.dumps(document.structured, sort_keys=True, default=str)
    except RecursionError:  # JSON may be deeper than Python's stack
        return ""
    return digest_id(document.title, document.lead, stated, *(block.text for block in document.blocks))


def examine(
    received: Received, rules: Sequence[SiteRule] = (), source: DeclaredSource | None = None
) -> Examined:
    """Return the result of each step for a response. Like `read`, it never raises."""
    rule = None
    try:
        rule = None if source else rule_for(rules, received.url, received.captured_at)
        if received.status >= FAILED:
            return Examined(_failed(received), rule=rule)
        return _source(received, source) if source else _article(received, rule)
    except ForeignFormat as error:
        return Examined(Judgement(Verdict.UNSUPPORTED, error.reason), rule=rule)
    except BadInput as error:
        why = error.reason
    except ConfigError as error:
        why = str(error)
    except Exception as error:  # noqa: BLE001  the one boundary: a fault in the parser costs one page
        why = f"the parser failed: {fault_words(error)}"
    return Examined(Judgement(Verdict.UNREADABLE, why), rule=rule)


def _failed(received: Received) -> Judgement:
    """Return which wall the body of an error is; any other body is an error page."""
    try:
        document = document_of(received)
        judgement = judge(document, received)
    except BadInput:
        judgement = Judgement(Verdict.ERROR_PAGE)
    if judgement.verdict in WALLS_OF_ERRORS:
        return judgement
    reason = f"status {received.status}"
    verdict, meaning = WALLS_BY_STATUS.get(received.status, (Verdict.ERROR_PAGE, ""))
    return Judgement(verdict, f"{reason}: {meaning}" if meaning else reason)


def _source(received: Received, source: DeclaredSource) -> Examined:
    judgement, announcements, document, hubs = read_source(source, received)
    return Examined(judgement, document, announcements=announcements, hubs=hubs)


def _article(received: Received, rule: SiteRule | None) -> Examined:
    if kind := announcing_kind(received):
        judgement, announcements, document, hubs = announced(
            kind, received, f"this is a {kind}, not an article"
        )
        return Examined(judgement, document, rule, announcements=announcements, hubs=hubs)
    document = document_of(received)
    judgement = judge(document, received)
    if judgement.verdict is not Verdict.CONTENT:
        return Examined(judgement, document, rule)
    ruled = read_by_rule(rule, document, received.body, received.content_type)
    if not received.further and (not ruled.snapshot.pairs or is_list(document, ruled.snapshot)):
        return Examined(judgement, document, rule, ruled)
    return _on_pages(received, Examined(judgement, document, rule, ruled))


def _on_pages(received: Received, first: Examined) -> Examined:
    """Return the article with its further pages; first: what its first page shows."""
    found, ruled = gathered(received, first.document), first.ruled
    if found.missing:
        return replace(
            first,
            judgement=Judgement(Verdict.PAGE_MISSING, found.missing),
            ruled=None,
            next_url=found.next_url,
        )
    if found.further and ruled is not None:
        ruled = read_pages(first.rule, ruled, found)
    return replace(
        first,
        judgement=Judgement(first.judgement.verdict, found.note),
        document=found.document,
        ruled=ruled,
        pages=1 + len(found.further),
        next_url=found.next_url,
    )
