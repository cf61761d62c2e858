"""Evidence that a line by itself belongs to no answer, and the lines that others show to be none."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from harvester.languages.signs import COLONS, is_unspaced
from harvester.model import LINKS, Kind, NormalDocument
from harvester.parse.endings import is_signature
from harvester.parse.evidence import Case
from harvester.parse.lines import QUOTED, Line, is_dashed
from harvester.parse.marking import SENTENCE_END
from harvester.parse.phrases import leads_away
from harvester.parse.prose import (
    SHORT,
    STATES,
    is_label_of_button,
    is_promotion,
    is_prose,
    links_file,
    opens_with_invitation,
)
from harvester.parse.votes import QUOTES

HEADLINE = 24  # a linked item with more characters than this is another article's headline
URLS = ("http://", "https://", "ftp://", "www.")
"""A line that begins so is an address, and no headline."""
_BRACKETS = frozenset("(){}[]<>")
_POINTERS = "▲▼△▽"
LED = 60
"""A paragraph after a colon counts as an item of a list if it has at most this many characters."""
TITLE = 60
"""A title in strong type has at most this many characters."""
NO_TITLE_ENDS = frozenset('.!…:,;”"»')
"""Titles end with none of these signs."""
OPENED = frozenset((Kind.SUMMARY, Kind.BUTTON, Kind.TERM))
"""Questions of these kinds open a panel or stand above a definition."""
PULLED = 120  # a pull quote has at most this many characters

_HEADING, _ITEM = Kind.HEADING, Kind.ITEM
_LISTED = frozenset((Kind.ITEM, Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.PREFORMATTED))
_TOLD = re.compile(r"[(（]\w+\s\S[^()]{8,240}[.!?…。][)）]")  # noqa: RUF001
SEPARATOR = re.compile(r"[\W_]+$")
_PICTURE = re.compile(r"(?:^|[-_])(?:image|img|picture|photo|foto|bild|imagen|figure)$", re.IGNORECASE)


def is_button(case: Case) -> str:
    """Return a reason if the line is a button's label, or a link in an element that is called a button."""
    return "a button" if is_label_of_button(case.votes.sheet.document, case.line) else ""


def pulls_quote(case: Case) -> str:
    """Return a reason if the line is a quotation that repeats nearby text or is not a sentence.

    A quotation element needs no quotation marks; who said it, in a line of its own, is no sentence. Scripts
    without spaces need no sign at the end of a sentence.
    """
    line = case.line
    quoted, element = QUOTED.match(line.text) is not None, line.kind is Kind.QUOTE
    if len(line.text) > PULLED or not (quoted or (element and line.text[-1] in STATES)):
        return ""
    if case.votes.is_said_twice(case.at):
        return "a pull quote"
    part = quoted and element and line.text.rstrip(QUOTES)[-1:] not in STATES and not is_unspaced(line.text)
    return "a pull quote" if part else ""


def is_linked_item(case: Case) -> str:
    """Return a reason if an item is as long as a headline and links elsewhere."""
    headline = case.line.link and case.line.kind is _ITEM and len(case.line.text) > HEADLINE
    away = headline and not (
        case.rescue
        or is_led_to(case)
        or _opens_list(case)
        or links_file(case.votes.sheet.document, case.line)
    )
    return "a list's headline that leads away" if away else ""


def _opens_list(case: Case) -> bool:
    """Return whether the answer begins with the item, directly below its question."""
    return not case.found and case.votes.sheet.lines[case.at - 1] is case.question


def is_strange_heading(case: Case) -> str:
    """Return a reason if the heading is a crosshead, a teaser, a pull quote or the title of an invitation."""
    line, question = case.line, case.question
    inside = question.kind is _HEADING or case.votes.is_inside(line, question, case.found)
    if not (inside or opens_panel(case)):
        return "a heading outside of the answer's panel"
    if is_teaser(line, question):
        return "a heading that is a quotation or leads away"
    return "the heading of an invitation" if heads_invitation(case) else ""


def opens_panel(case: Case) -> bool:
    """Return whether a heading directly below a question opens a panel with text, as in a definition."""
    line, votes, lines = case.line, case.votes, case.votes.sheet.lines
    if case.found or case.question.kind not in OPENED or lines[case.at - 1] is not case.question:
        return False
    return case.at + 1 < len(lines) and votes.shares_panel(line, lines[case.at + 1])


def ends_others(case: Case) -> str:
    """Return a reason if many answers end with such a line, or with a signature in its look.

    Figures of a table have no words to compare.
    """
    text, votes = case.line.text, case.votes
    figures = case.line.kind is Kind.CELL and text.upper() == text.lower()
    ends = not (case.rescue or figures) and votes.is_ending(text)
    signs = bool(case.found) and is_signature(votes.sheet, case.line, votes.signed)
    return "many answers end with such a line" if ends or signs else ""


def opens_others(case: Case) -> str:
    """Return a reason if many answers open with such a label, or with who asks."""
    if case.rescue or case.found:
        return ""
    votes = case.votes
    asker = is_dashed(case.line) and is_signature(votes.sheet, case.line, votes.signed)
    label = asker or case.line.text in votes.openings
    return "many answers open with such a label" if label else ""


def is_stage_direction(case: Case) -> str:
    """Return a reason if a sentence in italics has a class that the text gives to such lines only.

    Where replies are in quotation marks, it tells what happens between two turns.
    """
    line, votes = case.line, case.votes
    if not case.found or not line.em or line.kind is not Kind.PARAGRAPH or line.text[-1] != ".":
        return ""
    staged = votes.sheet.places.shape(line.container) in votes.staged and not case.question.em
    return "a stage direction" if staged else ""


def tells(case: Case) -> bool:
    """Return whether a paragraph is a sentence in brackets, as when an interview tells what happens."""
    return case.line.kind is Kind.PARAGRAPH and _TOLD.fullmatch(case.line.text) is not None


def has_no_words(case: Case) -> str:
    """Return a reason if the line has neither letters nor digits; only a table's cell may lack both."""
    return "it has no words" if case.line.kind is not Kind.CELL and separates(case.line) else ""


def separates(line: Line) -> bool:
    """Return whether the line has neither letters nor digits, and is not a bracket of a listing."""
    code = line.kind is Kind.PREFORMATTED and not _BRACKETS.isdisjoint(line.text)
    return not code and SEPARATOR.match(line.text) is not None


def begins_like_teaser(case: Case) -> str:
    """Return a reason if a short line is worded like a teaser, an advertisement or a picture's caption.

    A sentence that is all that stands below a question answers it: "Read the chapter on licences." What
    stands beside a table in one box may be its caption: "Loans in thousands. Source: …".
    """
    text = case.line.text
    if case.rescue and not case.found and not case.line.link and SENTENCE_END.search(text):
        return ""
    worded = len(text) <= SHORT and leads_away(text.lower())
    own = worded and case.in_box and case.insert.table and _is_beside_table(case)
    return "it is worded like a teaser or a caption" if worded and not own else ""


def _is_beside_table(case: Case) -> bool:
    """Return whether a cell is the line above or below."""
    lines = case.votes.sheet.lines
    return any(line.kind is Kind.CELL for line in lines[max(case.at - 1, 0) : case.at + 2])


def is_bracketed_link(case: Case) -> str:
    """Return a reason if the line is a headline in brackets that leads away: "[ Main break floods … ]"."""
    line = case.line
    teaser = line.link and len(line.text) > HEADLINE and line.text[0] == "[" and line.text[-1] == "]"
    return "a headline in brackets that leads away" if teaser else ""


def opens_with_pointer(case: Case) -> str:
    """Return a reason if the line opens with a triangle: Chinese and Korean papers point to a picture so.

    Several triangles, in the line or at the lines beside it, are the points of a list.
    """
    text, lines = case.line.text, case.votes.sheet.lines
    if text[0] not in _POINTERS:
        return ""
    beside = [line for line in lines[max(case.at - 1, 0) : case.at + 2] if line.text[0] in _POINTERS]
    return "" if len(beside) > 1 or sum(map(text.count, _POINTERS)) > 1 else "a picture's caption"


def is_of_a_picture(case: Case) -> str:
    """Return a reason if the line is a caption by its data, or no sentence beside a picture."""
    line, containers = case.line, case.votes.sheet.document.containers
    own = containers[line.container]
    if own.tag == "span":  # the look of a whole line
        own = containers[own.parent]
    if "caption" in own.microdata.split():
        return "a picture's caption"
    if line.kind is not Kind.PARAGRAPH or is_prose(line) or not case.found:
        return ""
    around = containers[max(own.parent, 0)]
    named = _is_pictures(own.classes) and (own.tag != "p" or _is_pictures(around.classes))
    return "it stands in an element named for a picture" if named else ""


@lru_cache(maxsize=4096)
def _is_pictures(classes: str) -> bool:
    """Return whether a class of an element is, or ends with, a word for a picture."""
    return any(_PICTURE.search(name) for name in classes.split())


def is_teaser(line: Line, question: Line) -> bool:
    """Return whether a heading is a pull quote, or a link while questions are not links."""
    return bool(QUOTED.match(line.text)) or (line.link and not question.link)


def heads_invitation(case: Case) -> bool:
    """Return whether the line below is an invitation, so that the heading belongs to it."""
    lines, clutter = case.votes.sheet.lines, case.votes.sheet.clutter
    below = next((one for one in range(case.at + 1, len(lines)) if not clutter[one]), 0)
    return below > 0 and is_promotion(lines[below])


def interruptions(
    document: NormalDocument, lines: list[Line], found: list[tuple[int, int]], *, last: bool
) -> Iterator[tuple[int, str]]:
    """Yield the lines that its other lines show to be no part of an answer, each with the reason.

    These are links and invitations in the middle, and headings without text below. The last answer of the
    page may also end with an invitation.
    """
    links = [at for at, _ in found if lines[at].link and _is_headline(lines[at])]
    if links:
        prose = [at for at, _ in found if not lines[at].link]
        yield from ((at, "a headline that leads away") for at in links if prose and prose[0] < at < prose[-1])
    for (above, _), (at, _) in pairwise(found if last else found[:-1]):
        if is_invitation(document, lines[at]):
            yield at, "it invites readers to the publisher"
            if lines[above].kind is _HEADING and above != found[0][0]:  # it is the box's heading
                yield above, "the heading of an invitation"
    for (at, _), (above, _) in zip(reversed(found), reversed(found[:-1]), strict=False):
        title = not last and _is_title(document, lines[at], lines[above])
        if not title and lines[at].kind is not _HEADING:
            break
        yield at, "a heading with nothing below" if not title else "a title with nothing below"


def _is_title(document: NormalDocument, line: Line, above: Line) -> bool:
    """Return whether a strong paragraph, or row of a table, is worded like a title, and none leads to it."""
    row = line.kind is Kind.CELL and _row_of(document, line) != _row_of(document, above)
    if not (row or line.kind is Kind.PARAGRAPH) or not line.strong or line.link or len(line.text) > TITLE:
        return False
    whole = line.end - line.start == len(document.blocks[line.block].text)
    return whole and line.text[-1] not in NO_TITLE_ENDS and above.text[-1] not in COLONS


def _row_of(document: NormalDocument, line: Line) -> int:
    """Return the container around that of the line: for a cell, its row."""
    return document.containers[line.container].parent


def is_invitation(document: NormalDocument, line: Line) -> bool:
    """Return whether a line invites readers: it opens with an invitation, or has a linked or emphasised one.

    Other lines may be about newsletters and subscriptions.
    """
    if line.kind is _ITEM or not is_promotion(line):
        return False
    marks = document.blocks[line.block].marks
    return line.strong or line.em or opens_with_invitation(line) or any(mark.kind in LINKS for mark in marks)


def _is_headline(line: Line) -> bool:
    """Return whether a paragraph may be a headline: words that are not a sentence of the text, nor a URL."""
    if line.kind is not Kind.PARAGRAPH or len(line.text) <= HEADLINE:
        return False
    return line.text[-1:] not in ".:,;" and not line.text.startswith(URLS)


def is_led_to(case: Case) -> bool:
    """Return whether the answer so far leads to the line: by a colon, or as an item of the same list."""
    line, found, votes = case.line, case.found, case.votes
    if not found or (len(line.text) > LED and line.kind not in _LISTED):
        return False
    if line.kind is Kind.PREFORMATTED:
        return True
    above = votes.sheet.lines[found[-1][0]]
    of_one_list = (
        above.kind in _LISTED
        and line.kind in _LISTED
        and votes.place(above.container) == votes.place(line.container)
    )
    return of_one_list or above.text[-1] in COLONS
