"""Evidence that an answer ends at a line: that the line is what stands below answers or between articles."""

import re

from harvester.languages import phrases, within
from harvester.languages.phrases import alternatives
from harvester.languages.signs import CAPITAL, COLONS
from harvester.model import LINKS, Kind
from harvester.parse.asides import (
    NO_TITLE_ENDS,
    OPENED,
    heads_invitation,
    is_invitation,
    is_led_to,
    is_teaser,
    opens_panel,
)
from harvester.parse.asides import separates as separates_text
from harvester.parse.asking import holds_question, is_prompt
from harvester.parse.endings import is_clock
from harvester.parse.evidence import Case
from harvester.parse.lines import Line
from harvester.parse.phrases import corrects, ends_article, leads_away, marks_end, thanks
from harvester.parse.places import OUTSIDE
from harvester.parse.prose import SHORT, STATES, only_links
from harvester.parse.votes import prose_between

CREDIT = 160
"""A line that names who made an article has at most this many characters; most of it may be offices."""
CROSSHEAD = 60
"""A line in the questions' emphasis that does not ask opens a section up to this many characters."""
BARS = 2
"""At least this many bars stand between those who made an article."""
PART = 20
"""A name with what that person did has at most this many characters in a script without capitals."""
NOTE_LABEL = 24
"""The label of a note ends within this many characters."""

_HEADING, _PARAGRAPH = Kind.HEADING, Kind.PARAGRAPH
_UP = rf"{CAPITAL}[\w.’'-]*"  # noqa: RUF001
_PARTICLE = alternatives(phrases("name_particles"))
_JOINER = alternatives(phrases("name_joiners"))
_FULL_NAME = re.compile(rf"{_UP}(?:\s(?:{_UP}|{_PARTICLE})){{1,3}}")
_CREDIT = re.compile(
    rf"\W{{0,3}}[^\W\d_]{{2,20}}(?:\s(?:{_JOINER})\s[^\W\d_]{{2,20}})?\s?[{COLONS}]\s{{0,2}}"
    rf"{_UP}(?:\s(?:{_UP}|{_PARTICLE})){{1,4}}"
    rf"(?:(?:\s?[,(/|&]|\s(?:{_JOINER})\s).{{0,60}}|\s[—–]\s.{{0,110}}|\.)?"  # noqa: RUF001
)
_REPORTER = re.compile(r"((?:[^\W\d_][\w.’'·-]*[\s,/|]{1,3}){1,6})[(<]?[\w.+-]{1,40}@[\w.-]{4,60}[)>]?")  # noqa: RUF001
_PARTS = re.compile(r"\s?[/|·;,]\s|\s[/|·]|(?<=\w{3})\.\s|\.$")
_MADE = re.compile(
    rf"(?:(?:[^\W\d_]+\s){{0,3}}[^\W\d_]+\s?[{COLONS}]\s?|(?:[^\W\d_][\w.&-]*\s){{1,4}}?)?"
    rf"{_UP}\s(?:{_PARTICLE}\s)?{_UP}(?:\s{_UP})?"
    r"|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}"
)
_BARS = re.compile(r"\s[/|·]\s")
_BRACKETS = frozenset("(（")  # noqa: RUF001
_OPENERS = "[［【("  # noqa: RUF001
_JOBS = within("jobs")
_NOTE = re.compile(rf"[^\W\d_][^{COLONS}.!?]{{1,{NOTE_LABEL}}}[{COLONS}]\s?(?=[^\s/])")


def opens_section(case: Case) -> str:
    """Return a reason if the heading begins another section."""
    line, question = case.line, case.question
    if question.kind is not _HEADING:
        votes, found = case.votes, case.found
        opened = question.kind in OPENED and votes.box(line.container) != votes.box(question.container)
        ends = opened or not found or (case.last and not heads_invitation(case)) or _opens_peer(case)
        section = ends and not (votes.is_inside(line, question, found) or opens_panel(case))
    else:
        deeper = line.level > question.level or is_teaser(line, question)
        section = not deeper and not heads_invitation(case)
    return "a heading that begins another section" if section else ""


def _opens_peer(case: Case) -> bool:
    """Return whether the heading opens a box without questions, as one of its level opens the question's box.

    The boxes are then the page's sections, and this one holds other text.
    """
    votes, lines, line = case.votes, case.votes.sheet.lines, case.line
    own, other = votes.box(case.question.container), votes.box(line.container)
    if other in {own, OUTSIDE} or votes.questions[other] or case.at + 1 == len(lines):
        return False
    if votes.box(lines[case.at + 1].container) != other:
        return False
    above = (one for one in reversed(lines[: case.at]) if one.kind is _HEADING)
    opening = next((one for one in above if votes.box(one.container) == own), None)
    return opening is not None and opening.level == line.level


def is_crosshead(case: Case) -> str:
    """Return a reason if a short line that does not ask has the emphasis and the place of the question."""
    line, question = case.line, case.question
    if not case.found:
        return ""
    look = (question.strong, question.em, question.caps)
    if not any(look) or (line.strong, line.em, line.caps) != look or line.kind is not question.kind:
        return ""
    if line.asks or len(line.text) > CROSSHEAD or line.text[-1] in NO_TITLE_ENDS or is_led_to(case):
        return ""
    own = (case.votes.sheet.lines[at] for at, _ in case.found)
    if any((one.strong, one.em, one.caps) == look for one in own):  # a tag that is not closed
        return ""
    if leads_away(line.text.lower()):  # a teaser interrupts the answer
        return ""
    shape = case.votes.sheet.places.shape
    alike = shape(line.container) == shape(question.container)
    return "a title in the emphasis of the questions" if alike else ""


def closes_article(case: Case) -> str:
    """Return a reason if the line begins as comments, credits or offers to answer more do.

    A text in brackets, which elsewhere is the author's initials, is a note where it stands in the panel.
    """
    text = case.line.text.lower()
    if text[0] in _BRACKETS and case.votes.is_inside(case.line, case.question, case.found):
        return ""
    closes = (
        ends_article(text)
        or (text[0] in _OPENERS and ends_article(text.lstrip(_OPENERS)))
        or is_prompt(text[: text.find("?") + 1] or text)
        or (case.found and (corrects(text) or corrects(_NOTE.sub("", text, count=1))))
    )
    return "it begins like what ends an article" if closes else ""


def times_next(case: Case) -> str:
    """Return a reason if the line is the time of a chat's next question; who asks stands below."""
    next_one = is_clock(case.line.text) and case.votes.is_ending(case.line.text)
    return "the time of the next question" if case.found and next_one else ""


def gives_thanks(case: Case) -> str:
    """Return a reason if the line thanks somebody for the conversation."""
    text = case.line.text.lower()
    return "it gives thanks" if len(text) <= SHORT and thanks(text) else ""


def invites_at_once(case: Case) -> str:
    """Return a reason if an invitation stands where the answer would begin.

    Where each question has a box of its own, what stands in it is the answer.
    """
    votes = case.votes
    invites = not (case.found or votes.boxed) and is_invitation(votes.sheet.document, case.line)
    return "it invites readers to the publisher" if invites else ""


def looks_strange(case: Case) -> str:
    """Return a reason if no answer so far has a line in this emphasis, or of an element so named.

    What stands in one panel with its question may look as it likes.
    """
    line, votes = case.line, case.votes
    if not case.found or not votes.voted or line.kind is not _PARAGRAPH:
        return ""
    sheet = votes.sheet
    if _opens_with_name(case, line):
        named = any(_opens_with_name(case, other) for _, other in prose_between(sheet, votes.marks))
        return "" if named else "it opens with a name in bold, as a note on the author"
    look, shape = (line.strong, line.em), sheet.places.shape(line.container)
    if _is_lead_in(case) or _is_note(line):
        return ""
    if ("." not in shape or shape in votes.shapes) and (not any(look) or look in votes.looks):
        return ""
    own = [sheet.lines[at] for at, _ in case.found]
    strange = all((one.strong, one.em) != look or sheet.places.shape(one.container) != shape for one in own)
    outside = strange and not votes.is_inside(line, case.question, case.found)
    return "no answer has a line that looks like it" if outside else ""


def separates(case: Case) -> str:
    """Return a reason if the line has no letters, as a row of stars, or marks the end below an answer.

    Where the answer would begin, the word "End" is the answer.
    """
    if not case.found:
        return ""
    text = case.line.text
    return "it only separates" if separates_text(case.line) or marks_end(text.lower()) else ""


def is_footnote(case: Case) -> str:
    """Return a reason if the line begins with a footnote's mark that does not stand in the answer."""
    text = case.line.text
    if case.line.kind is not _PARAGRAPH or text[0] not in "*†‡" or len(text) > SHORT:
        return ""
    noted = re.compile(rf"\S{re.escape(text[0])}(?!\w)")
    own = any(noted.search(case.votes.sheet.lines[at].text) for at, _ in case.found)
    return "" if own else "a footnote"


def credits_somebody(case: Case) -> str:
    """Return a reason if the line is a word, a colon and a name, or a reporter's name and address."""
    text = case.line.text
    made = len(text) <= CREDIT and (_CREDIT.fullmatch(text) or _is_reporter(text))
    return "it names who made this" if made else ""


def names_makers(case: Case) -> str:
    """Return a reason if the line is a list of names, each after a few words for what that person did.

    In a script without capitals, bars and strokes between short parts show such a list.
    """
    line, text = case.line, case.line.text
    if not case.found or line.kind is not _PARAGRAPH or len(text) > CREDIT:
        return ""
    inner = text.strip("()（） ")  # noqa: RUF001
    parts = [part for part in _PARTS.split(inner) if part]
    listed = len(parts) > 1 or len(inner) < len(text)
    if listed and all(map(_MADE.fullmatch, parts)) and not all(part[0].isdigit() for part in parts):
        return "it names who made this"
    barred = len(_BARS.findall(text)) >= BARS and text.upper() == text.lower() and text[-1] not in STATES
    return "it names who made this" if barred and all(len(part) <= PART for part in parts) else ""


def stands_in_brackets(case: Case) -> str:
    """Return a reason if the whole line stands in the brackets that Chinese papers put around notes."""
    text = case.line.text
    noted = case.found and text[0] == "【" and text[-1] == "】" and "】" not in text[1:-1]
    return "a note in brackets" if noted else ""


def closes_with_link(case: Case) -> str:
    """Return a reason if the line only leads elsewhere, after text that does not lead to it."""
    line, sheet = case.line, case.votes.sheet
    if not case.found or line.kind is not _PARAGRAPH or is_led_to(case):
        return ""
    if not only_links(sheet.document, line) or only_links(sheet.document, sheet.lines[case.found[-1][0]]):
        return ""
    return "" if case.votes.is_inside(line, case.question, case.found) else "it only leads elsewhere"


def calls_to_action(case: Case) -> str:
    """Return a reason if the line asks readers something and gives a link: "Looking for …? Find …"."""
    line = case.line
    asks = case.found and line.kind is _PARAGRAPH and len(line.text) <= SHORT and holds_question(line.text)
    linked = asks and any(
        mark.kind in LINKS and mark.start < line.end and mark.end > line.start
        for mark in case.votes.sheet.document.blocks[line.block].marks
    )
    outside = linked and not case.votes.is_inside(line, case.question, case.found)
    return "it asks readers and gives a link" if outside else ""


def _is_reporter(text: str) -> bool:
    """Return whether a line is a few words, one of them a reporter's job, and an e-mail address."""
    found = _REPORTER.fullmatch(text)
    return found is not None and bool(_JOBS.find(found[1].lower()))


def _is_lead_in(case: Case) -> bool:
    """Return whether text in another emphasis follows in the line's block."""
    line = case.line
    lines = case.votes.sheet.lines
    below = lines[case.at + 1] if case.at + 1 < len(lines) else line
    return below.block == line.block and (below.strong, below.em) != (line.strong, line.em)


def _is_note(line: Line) -> bool:
    """Return whether a line is a label with a sentence after its colon: "Note: You also need …"."""
    return line.text[-1] in STATES and _NOTE.match(line.text) is not None


def _opens_with_name(case: Case, line: Line) -> bool:
    """Return whether a short line begins with a name in bold, as notes on the author do."""
    mark = next(iter(case.votes.sheet.document.blocks[line.block].marks), None)
    if mark is None or mark.kind != "strong" or mark.start != line.start or len(line.text) > SHORT:
        return False
    return not line.strong and _FULL_NAME.fullmatch(line.text[: mark.end - mark.start]) is not None
