"""Evidence that a paragraph below the last answer is a note on the text; each piece alone is too weak."""

import re

from harvester.languages import within
from harvester.languages.signs import COLONS
from harvester.model import Kind
from harvester.parse.evidence import Case
from harvester.parse.marking import SENTENCE_END
from harvester.parse.phrases import leads_away, speaks_of_making, speaks_of_text
from harvester.parse.prose import SHORT

STATED = 0.9
"""Paragraphs of the answers end as sentences if at least this share of them does."""

_OPENERS, _CLOSERS = frozenset("([（［"), frozenset(")]）］")  # noqa: RUF001
_LABEL = re.compile(rf"\W{{0,2}}[^\W\d_][^{COLONS}.!?]{{0,24}}[{COLONS}]\s?[^\s/]")
_ADDRESS = re.compile(r"(?:[\w.+-]{1,60}@[\w.-]{4,60}|(?:https?://|www\.)\S{3,200})[.!)]?")
_DAY = (
    r"\d{1,2}[./ ]\s?(?:de\s)?(?:[^\W\d_]+|\d{1,2})[./ ]\s?(?:de\s)?\d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{4}[年년]\s?\d{1,2}[月월]\s?\d{1,2}[日일]"
)
_DATE = re.compile(rf"\W{{0,2}}(?:[^\W\d_]+[\s:]{{1,3}}){{0,3}}(?:{_DAY})\W{{0,2}}")
_JOBS = within("jobs")


def is_of_the_text(case: Case) -> str:
    """Return a reason if a short paragraph speaks of the text itself: of an interview, of an article."""
    return (
        "it speaks of the text itself" if _is_short(case) and speaks_of_text(case.line.text.lower()) else ""
    )


def is_of_making(case: Case) -> str:
    """Return a reason if a short paragraph has a word for how a text is made: edited, published."""
    made = _is_short(case) and speaks_of_making(case.line.text.lower())
    return "it says how the text was made" if made else ""


def is_emphasised(case: Case) -> str:
    """Return a reason if all of a paragraph is in an emphasis in which no other answer ends, nor this one."""
    line, votes = case.line, case.votes
    look = (line.strong, line.em)
    if not any(look) or look in votes.final_looks or not _is_short(case):
        return ""
    own = (votes.sheet.lines[at] for at, _ in case.found)
    new = votes.voted and all((one.strong, one.em) != look for one in own)
    return "it is in an emphasis in which no answer ends" if new else ""


def is_in_brackets(case: Case) -> str:
    """Return a reason if all of a paragraph stands in brackets."""
    text = case.line.text.rstrip(".")
    return (
        "it stands in brackets" if _is_short(case) and text[:1] in _OPENERS and text[-1] in _CLOSERS else ""
    )


def states_date(case: Case) -> str:
    """Return a reason if a paragraph is a date with at most three words before it: "Stand: 3. Mai 2031"."""
    dated = case.found and case.line.kind is Kind.PARAGRAPH and _DATE.fullmatch(case.line.text)
    return "it only says a date" if dated else ""


def states_nothing(case: Case) -> str:
    """Return a reason if a paragraph does not end as a sentence does, while those of other answers do."""
    silent = _is_short(case) and not SENTENCE_END.search(case.line.text) and case.votes.stated >= STATED
    return "it ends no sentence" if silent else ""


def ends_with_address(case: Case) -> str:
    """Return a reason if a paragraph ends with an e-mail address or a URL, as no other line of the answer."""
    ends = _is_short(case) and _ends_with_address(case.line.text)
    own = (case.votes.sheet.lines[at].text for at, _ in case.found)
    return "it ends with an address" if ends and not any(map(_ends_with_address, own)) else ""


def _ends_with_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text.rsplit(maxsplit=1)[-1]) is not None


def leads_on(case: Case) -> str:
    """Return a reason if what stands behind a paragraph's colon is worded like a teaser: "…: read more"."""
    line = case.line
    part = line.text.partition(": ")[2] if case.found and line.kind is Kind.PARAGRAPH else ""
    return "it ends like a teaser" if 0 < len(part) <= SHORT and leads_away(part.lower()) else ""


def names_job(case: Case) -> str:
    """Return a reason if a paragraph names a job of those who write: reporter, editor."""
    named = _is_short(case) and _JOBS.find(case.line.text.lower())
    return "it names a job of the press" if named else ""


def _is_short(case: Case) -> bool:
    """Return whether the line is a short paragraph below text of the answer, without a label: "Note: …"."""
    if not case.found or _LABEL.match(case.line.text):
        return False
    return case.line.kind is Kind.PARAGRAPH and len(case.line.text) <= SHORT
