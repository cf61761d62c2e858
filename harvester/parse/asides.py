"""What interrupts an answer: evidence that a line belongs to none, though the answer may go on below it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.evidence import Case, first_reason
from harvester.parse.lines import QUOTED, Line
from harvester.parse.phrases import invites, leads_away

HEADLINE = 24  # characters above which an item that is a link is another article's headline
SHORT = 240  # characters; a longer line is prose, whatever it begins with
PULLED = 120  # characters of the longest pull quote
NOTE = 40  # characters of the shortest note in a question's panel that is no teaser

_QUOTES = "”\"“«»’'‘"  # noqa: RUF001
_SENTENCE_ENDS = frozenset(".!?…")
_HEADING, _ITEM, _BUTTON = Kind.HEADING, Kind.ITEM, Kind.BUTTON
_LISTED = frozenset((Kind.ITEM, Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.PREFORMATTED))
_SEPARATOR = re.compile(r"[\W_]+$")


def why_aside(case: Case) -> str:
    """Return why the line interrupts the answer, or ``""``."""
    reason = first_reason(ASIDES, case)
    if not reason and case.line.kind is _HEADING:
        return is_strange_heading(case)
    return reason or first_reason(LINES, case)


def stands_apart(case: Case) -> str:
    """Return a reason if the line stands in a kind of place that answers do not have, and is not led to."""
    votes, line = case.votes, case.line
    if case.rescue or not votes.voted or votes.place(line.container) in votes.accepted:
        return ""
    if _is_led_to(case):
        return ""
    sentence = len(line.text) >= NOTE or line.text[-1] in ".!。"
    own = line.kind in _LISTED or (sentence and not line.asks and not line.link)
    if own and votes.is_inside(line, case.question, case.found):
        return ""
    return "it stands where the other answers have no text"


def is_button(case: Case) -> str:
    """Return a reason if the line is a button's label."""
    return "a button" if case.line.kind is _BUTTON else ""


def pulls_quote(case: Case) -> str:
    """Return a reason if a quotation repeats some words of the text that are no sentence."""
    line = case.line
    quoted = line.kind is Kind.QUOTE and len(line.text) <= PULLED and QUOTED.match(line.text) is not None
    return "a pull quote" if quoted and line.text.rstrip(_QUOTES)[-1:] not in _SENTENCE_ENDS else ""


def is_linked_item(case: Case) -> str:
    """Return a reason if an item is as long as a headline and leads away."""
    headline = case.line.link and case.line.kind is _ITEM and len(case.line.text) > HEADLINE
    return "a list's headline that leads away" if headline and not case.rescue else ""


def is_strange_heading(case: Case) -> str:
    """Return a reason if the heading is a crosshead, a teaser's, a pull quote or heads an invitation."""
    line, question = case.line, case.question
    if question.kind is not _HEADING and not case.votes.is_inside(line, question, case.found):
        return "a heading outside of the answer's panel"
    if is_teaser(line, question):
        return "a heading that is a quotation or leads away"
    return "the heading of an invitation" if heads_invitation(case) else ""


def stands_elsewhere_too(case: Case) -> str:
    """Return a reason if the line stands in another answer, too."""
    repeated = not case.rescue and case.line.text in case.votes.repeated
    return "it stands in another answer, too" if repeated else ""


def ends_others(case: Case) -> str:
    """Return a reason if many answers end with such a line."""
    return (
        "many answers end with such a line"
        if not case.rescue and case.votes.is_ending(case.line.text)
        else ""
    )


def has_no_words(case: Case) -> str:
    """Return a reason if the line has no letters."""
    return "it has no words" if _SEPARATOR.match(case.line.text) else ""


def begins_like_teaser(case: Case) -> str:
    """Return a reason if a short line is worded like a teaser, an advertisement or a picture's caption."""
    text = case.line.text
    return (
        "it is worded like a teaser or a caption" if len(text) <= SHORT and leads_away(text.lower()) else ""
    )


ASIDES = (is_button, pulls_quote, is_linked_item)
"""Evidence that is asked about every line."""
LINES = (stands_elsewhere_too, ends_others, has_no_words, begins_like_teaser)
"""Evidence that is asked about lines that are no headings."""


def is_teaser(line: Line, question: Line) -> bool:
    """Return whether a heading is a pull quote, or a link where questions are none."""
    return bool(QUOTED.match(line.text)) or (line.link and not question.link)


def heads_invitation(case: Case) -> bool:
    """Return whether the line below is an invitation: then the heading belongs to it."""
    lines, clutter = case.votes.sheet.lines, case.votes.sheet.clutter
    below = next((one for one in range(case.at + 1, len(lines)) if not clutter[one]), 0)
    return below > 0 and is_promotion(lines[below])


def interruptions(
    lines: list[Line], found: list[tuple[int, int]], *, last: bool
) -> Iterator[tuple[int, str]]:
    """Yield the lines in the midst of an answer that are only a link or an invitation, each with the reason.

    The last answer of all may also end with such an invitation.
    """
    links = [at for at, _ in found if lines[at].link and _is_headline(lines[at])]
    if links:
        prose = [at for at, _ in found if not lines[at].link]
        yield from ((at, "a headline that leads away") for at in links if prose and prose[0] < at < prose[-1])
    for (above, _), (at, _) in pairwise(found if last else found[:-1]):
        if is_promotion(lines[at]):
            yield at, "it invites readers to the publisher"
            if lines[above].kind is _HEADING and above != found[0][0]:  # of the box, not of the answer
                yield above, "the heading of an invitation"


def is_promotion(line: Line) -> bool:
    """Return whether a line invites readers to go on with the publisher: to a newsletter, to channels."""
    return len(line.text) <= SHORT and invites(line.text.lower())


def _is_headline(line: Line) -> bool:
    """Return whether a paragraph may be a headline: some words, and no sentence of the text."""
    return line.kind is Kind.PARAGRAPH and len(line.text) > HEADLINE and line.text[-1:] not in ".:,;"


def _is_led_to(case: Case) -> bool:
    """Return whether the answer so far leads to the item or cell with a colon, or to those before it."""
    line, found, votes = case.line, case.found, case.votes
    if line.kind not in _LISTED or line.link or not found:
        return False
    if line.kind is Kind.PREFORMATTED:
        return True
    above = votes.sheet.lines[found[-1][0]]
    of_one_list = above.kind in _LISTED and votes.place(above.container) == votes.place(line.container)
    return of_one_list or above.text[-1] in ":："  # noqa: RUF001
