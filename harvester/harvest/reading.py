"""What one capture says: its bytes as a document, a verdict on the page, its questions and answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from harvester.discover import sniff
from harvester.errors import BadInput
from harvester.harvest.sources import PAGE
from harvester.model import Capture, Snapshot
from harvester.normalise import normalise
from harvester.normalise.judge import Word, judge
from harvester.normalise.rules import rule_for, rules_digest
from harvester.parse import PARSER_VERSION, read_by_rule
from harvester.site_rule import SiteRule


@dataclass(frozen=True, slots=True)
class PageReading:
    """One parser version's view of one capture.

    verdict: a word of `harvester.normalise.judge.Word`, or one of those below; reason: for a person, of
    content only where it has no pairs or its site rule does not fit.
    """

    verdict: str
    reason: str = ""
    snapshot: Snapshot = field(default_factory=Snapshot)
    encoding: str = ""
    encoding_source: str = ""


UNREADABLE = "unreadable"
"""The verdict on bytes that are no text, or that our own code could not cope with."""

SUSPECT = "suspect"
"""The verdict on a page that had questions and suddenly has none: no version until it is explained."""


NO_PAGE = "no_page"
"""The verdict on a feed or sitemap that was taken for an article; `run` follows it as what it is."""

_NO_HTML = (b"<?xml", b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemap", b"{")
"""How a feed or sitemap begins, so that no ordinary page is looked at twice."""


def source_kind(capture: Capture) -> str:
    """Return "feed" or "sitemap" where the body is one, else "page"."""
    if not capture.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_NO_HTML):
        return PAGE
    kind = sniff(capture.body, capture.header("Content-Type"))
    return kind if kind in {"feed", "sitemap"} else PAGE


def parser_label(rules: Sequence[SiteRule]) -> str:
    """Return what all readings of an archive are made by: the parser's version and a digest of the rules."""
    return "+".join(filter(None, (PARSER_VERSION, rules_digest(rules))))


def read_page(capture: Capture, rules: Sequence[SiteRule] = ()) -> PageReading:
    """Return the reading of a successful capture. Never raises: one bad page never stops a run."""
    try:
        return _read(capture, rules)
    except BadInput as error:
        return PageReading(UNREADABLE, error.reason)
    except Exception as error:  # noqa: BLE001  the one boundary: a fault in the parser costs one page
        return PageReading(UNREADABLE, f"the parser failed: {type(error).__name__}: {error}")


def _read(capture: Capture, rules: Sequence[SiteRule]) -> PageReading:
    if (kind := source_kind(capture)) != PAGE:
        return PageReading(
            NO_PAGE, f"this is a {kind}, no article; its articles are followed from the next run on"
        )
    url = capture.final_url or capture.url
    content_type = capture.header("Content-Type")
    document = normalise(capture.body, content_type=content_type, url=url)
    verdict = judge(document, capture)
    if verdict.word is not Word.CONTENT:
        return PageReading(
            verdict=verdict.word,
            reason=verdict.reason,
            encoding=document.encoding,
            encoding_source=document.encoding_source,
        )
    rule = rule_for(rules, url, capture.captured_at)
    reading = read_by_rule(rule, document, capture.body, content_type)
    return PageReading(
        verdict=verdict.word,
        reason="; ".join(
            filter(None, (verdict.reason, reading.note, reading.snapshot.reason, *document.cuts))
        ),
        snapshot=reading.snapshot,
        encoding=document.encoding,
        encoding_source=document.encoding_source,
    )
