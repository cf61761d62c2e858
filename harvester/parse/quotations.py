"""Evidence about quotations: those that the page pulls out of its text, and posts of other sites."""

import re
from functools import lru_cache

from harvester.model import Kind
from harvester.parse.boxes import KEPT
from harvester.parse.evidence import Case
from harvester.parse.lines import QUOTED, Line
from harvester.parse.regions import Region

SAID = 0.5
"""A pull quote repeats a line if that has this share of its words. Of quotations so called in the rounds and
the corpus, those that belong to answers have at most .44, all but one of the others at least .5."""

_PULL_QUOTE = re.compile(r"pull[\s_-]?quote|(?:^|[\s_-])pull(?:$|[\s_-])", re.IGNORECASE)
_POST = re.compile(
    r"twitter-(?:tweet|video)|(?:instagram|text-post)-media|(?:tiktok|bluesky|mastodon)-embed"
    r"|reddit-(?:embed-bq|card)|fb-post|amp-(?:twitter|instagram|tiktok|facebook)"
)
"""Networks give these names to the elements in which others show their posts, for their scripts."""


def is_embedded_post(case: Case) -> str:
    """Return a reason if the line is of an embedded post of a social network."""
    own = case.line.kind is Kind.QUOTE and not case.rescue and _is_embedded(case)
    return "it is a post of a social network" if own else ""


def quotes_anew(case: Case) -> str:
    """Return a reason for the line if its box, or it alone, is a quotation that stands nowhere else."""
    sheet = case.votes.sheet
    region = sheet.regions[case.line.container]
    called = _is_called_pull_quote(case, case.line)
    if _is_embedded(case) or not (region is Region.TEXT or (region is Region.NAMED and called)):
        return ""
    first = case.insert.first
    opens = _quotes(case, sheet.lines[first])
    if not (opens or called):
        return ""
    quotation = first if opens else case.at
    return "it quotes what the text does not say" if case.votes.share_said(quotation) < SAID else ""


def is_called_pull_quote(case: Case) -> str:
    """Return a reason if a quotation is called a pull quote, by its element or one around it, and repeats."""
    called = _is_called_pull_quote(case, case.line) and not quotes_anew(case)
    return "its element is called a pull quote" if called else ""


def pulls_quote(case: Case) -> str:
    """Return a reason if a quotation repeats words that the page says elsewhere."""
    line = case.line
    quoted = QUOTED.match(line.text) is not None
    if quoted and line.kind is not Kind.QUOTE:
        return "it is a quotation by itself"
    return (
        "it repeats the text"
        if (quoted or line.kind is Kind.QUOTE) and case.votes.is_said_twice(case.at)
        else ""
    )


def _quotes(case: Case, line: Line) -> bool:
    """Return whether the line is a quotation by its element, by its signs, or by its name."""
    signs = QUOTED.match(line.text) is not None
    return signs or line.kind is Kind.QUOTE or _is_called_pull_quote(case, line)


def _is_embedded(case: Case) -> bool:
    """Return whether the line's element, or one of the two around it, is named as embedded posts are."""
    return case.line.kind is Kind.QUOTE and _names_post(*_names_around(case, case.line))


def _is_called_pull_quote(case: Case, line: Line) -> bool:
    """Return whether the element of the line, or the one around it, is called a pull quote."""
    return _names_pull_quote(*_names_around(case, line))


def _names_around(case: Case, line: Line) -> tuple[str, str, str]:
    """Return the classes of the line's element, and the tags and classes of the two around it."""
    containers = case.votes.sheet.document.containers
    own = containers[line.container]
    around = containers[max(own.parent, 0)]
    both = containers[max(around.parent, 0)]
    return own.classes, f"{around.tag} {around.classes}", f"{both.tag} {both.classes}"


@lru_cache(KEPT)
def _names_pull_quote(*names: str) -> bool:
    return _PULL_QUOTE.search(" ".join(names)) is not None


@lru_cache(KEPT)
def _names_post(*names: str) -> bool:
    return _POST.search(" ".join(names)) is not None
