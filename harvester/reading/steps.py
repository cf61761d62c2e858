"""The order of the steps: source or page, the document, the judgement, the site rule, the questions.

`examine` keeps what each step gave, which explains a page; `read` keeps what the history is made from.
"""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from harvester.errors import BadInput, ConfigError, fault_words
from harvester.languages.files import known
from harvester.model import Announcement, NormalDocument, Snapshot, Verdict
from harvester.normalise import normalise
from harvester.parse import PARSER_VERSION
from harvester.reading.judge import Judgement, judge
from harvester.reading.received import Received
from harvester.reading.ruled import RuledReading, read_by_rule
from harvester.reading.rules import rule_for, rules_digest
from harvester.reading.sources import Sought, announced, announcing_kind, read_source
from harvester.reading.walls import READ_HEADERS, WALLS
from harvester.site_rule import SiteRule
from harvester.text import digest_id

FAILED = 400
"""From this status on an answer is an error, RFC 9110, 15.5 and 15.6, whatever its body says."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What each step made of a capture.

    document: the whole page, empty where the body was not read as one. rule: the site rule for an article
    at that URL, None where there is none. ruled: the article as it was read, None where there is none.
    """

    judgement: Judgement
    document: NormalDocument = field(default_factory=NormalDocument)
    rule: SiteRule | None = None
    ruled: RuledReading | None = None
    announcements: tuple[Announcement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one capture.

    reason: for a person; where the verdict is ``CONTENT``, why there are no pairs, why the site rule was
    put aside, or what was cut. snapshot: empty for any other verdict. announcements: never empty where the
    verdict is one of `ANNOUNCING`. canonical_url: absolute, as the page states it, or ``""``.
    text_digest: of the whole document's title, lead, stated data and the texts of its blocks, whatever the
    site rule leaves of it: of all that the snapshot's words can come from; ``""`` where no page was read.
    """

    verdict: Verdict
    reason: str = ""
    snapshot: Snapshot = field(default_factory=Snapshot)
    announcements: tuple[Announcement, ...] = ()
    encoding: str = ""
    encoding_source: str = ""
    canonical_url: str = ""
    text_digest: str = ""


def reader(rules: Sequence[SiteRule] = (), source: Sought | None = None) -> str:
    """Return the label of the reader: parser's version, digest of the language files, digest of the settings.

    The version changes with the code. Site rules are settings of articles; kind and selector are settings of
    a source. Equal labels give equal readings of a capture.
    """
    settings = digest_id("source", source.kind, source.selector) if source else rules_digest(rules)
    return "+".join(filter(None, (PARSER_VERSION, known().digest, settings)))


def circumstances(received: Received, rules: Sequence[SiteRule] = ()) -> Hashable:
    """Return all that a reading depends on beside the body and the reader: equal ones give equal readings."""
    walls = tuple(each for each in received.headers if each[0].lower() in READ_HEADERS)
    is_dated = any(rule.valid_until for rule in rules)  # then the day decides which rule is for the URL
    day = received.captured_at.astimezone(UTC).date() if is_dated else None
    return received.url, received.asked, received.status, received.content_type, walls, day


def read(received: Received, rules: Sequence[SiteRule] = (), source: Sought | None = None) -> Reading:
    """Return the reading of an answer: of an article, or of a source where it was declared as one.

    Never raises: what cannot be read, also by a fault of our own, is ``UNREADABLE`` with the reason.
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
        encoding=document.encoding,
        encoding_source=document.encoding_source,
        canonical_url=document.canonical_url,
        text_digest=_text_digest(document),
    )


def _text_digest(document: NormalDocument) -> str:
    """Return the digest of all that a snapshot's words can come from; ``""`` where that is not known."""
    if not document.encoding:
        return ""
    try:
        stated = json.dumps(document.structured, sort_keys=True, default=str)
    except RecursionError:  # JSON may be deeper than Python's stack
        return ""
    return digest_id(document.title, document.lead, stated, *(block.text for block in document.blocks))


def examine(received: Received, rules: Sequence[SiteRule] = (), source: Sought | None = None) -> Examined:
    """Return what each step made of an answer. Never raises, as `read`."""
    rule = None
    try:
        rule = None if source else rule_for(rules, received.url, received.captured_at)
        if received.status >= FAILED:
            return Examined(_failed(received), rule=rule)
        return _source(received, source) if source else _article(received, rule)
    except BadInput as error:
        why = error.reason
    except ConfigError as error:
        why = str(error)
    except Exception as error:  # noqa: BLE001  the one boundary: a fault in the parser costs one page
        why = f"the parser failed: {fault_words(error)}"
    return Examined(Judgement(Verdict.UNREADABLE, why), rule=rule)


def _failed(received: Received) -> Judgement:
    """Return which wall the body of an error is; an error page where it is none or cannot be read."""
    try:
        document = normalise(received.body, content_type=received.content_type, url=received.url)
        judgement = judge(document, received)
    except BadInput:
        judgement = Judgement(Verdict.ERROR_PAGE)
    is_wall = judgement.verdict in WALLS
    return judgement if is_wall else Judgement(Verdict.ERROR_PAGE, f"status {received.status}")


def _source(received: Received, source: Sought) -> Examined:
    judgement, announcements, document = read_source(source, received)
    return Examined(judgement, document, announcements=announcements)


def _article(received: Received, rule: SiteRule | None) -> Examined:
    if kind := announcing_kind(received):
        judgement, announcements, document = announced(kind, received, f"this is a {kind}, not an article")
        return Examined(judgement, document, rule, announcements=announcements)
    document = normalise(received.body, content_type=received.content_type, url=received.url)
    judgement = judge(document, received)
    if judgement.verdict is not Verdict.CONTENT:
        return Examined(judgement, document, rule)
    ruled = read_by_rule(rule, document, received.body, received.content_type)
    return Examined(judgement, document, rule, ruled)
