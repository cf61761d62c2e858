"""Find lines in the questions' style that do not ask but replace a question: turns of an interview."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise, takewhile

from harvester.languages.signs import CASED_CAPITAL, COLONS, SPEECH_DASHES
from harvester.model import Kind
from harvester.parse.asking import opens_asking, spoken_length
from harvester.parse.candidate import Sheet
from harvester.parse.lines import Line
from harvester.parse.looks import EMPHASIS, Style, styles_of
from harvester.parse.marking import SENTENCE_END
from harvester.parse.phrases import addresses_guest, requests, speaks_to_guest

STATEMENT = 60
"""A line styled like the questions with more characters than this is a turn even without "?"."""
REMARK = 16
"""A line styled like the questions that ends like a sentence is a turn above this many characters."""
ANSWER = 100
"""A text below an interviewer's last statement is its answer if it has at least this many characters."""
STATEMENT_LIMIT = 400
"""An opening statement or closing request has at most this many characters."""
NAMING = 0.8
"""At least this share of an interviewer's headings asks or is a sentence."""
WORDS = 3
"""A last heading that only names something has at least this many words."""
REACH = 40
"""The interviewer's other turns are searched in this many lines before and after a run of questions."""

SEVERAL = 2
"""Statements before the first question are turns if there are this many; one may be a lead."""
APART = 12
"""Such a statement and the next turn have fewer lines between them than this."""

NARRATED = 120
"""A line that tells what the guest does has at most this many characters."""
REPLIES = 3
"""Replies open with the same sign if at least this many of them do."""
MOST_REPLIES = 0.6
"""Replies open with the same sign if at least this share of those below questions does."""

_OPENERS = {sign: kind for kind, signs in enumerate(("\"“„«»‚‘'「『”", SPEECH_DASHES)) for sign in signs}  # noqa: RUF001
"""A reply may open with a quotation mark or a dash; marks of one kind are the same sign."""
_LABELLED = re.compile(rf"[^\W\d_][^{COLONS}.!?]{{1,38}}[{COLONS}]\s(?=.{{10}})")
_NAME = re.compile(rf"{CASED_CAPITAL}[\w’'-]{{3,}}")  # noqa: RUF001
_NOTICE = re.compile(r"\w+[!！]\s")  # noqa: RUF001
_STOPS = frozenset(".。")
_BROKEN_OFF = frozenset("–—")  # noqa: RUF001  the guest interrupts


def is_turn(line: Line, method: str) -> bool:
    """Return whether a line of the questions' style replaces a question although it does not ask."""
    if opens_asking(line.text):
        return True
    if method in EMPHASIS and _NOTICE.match(line.text):
        return False
    if method in EMPHASIS or method == "headings":
        length = spoken_length(line.text)
        if method in EMPHASIS and (length > STATEMENT or (length > REMARK and line.text[-1] in _BROKEN_OFF)):
            return True
        return length > REMARK and bool(SENTENCE_END.search(line.text))
    return False


def narrates(sheet: Sheet, at: int) -> bool:
    """Return whether a line in italics begins with a name of which title or lead have the full form.

    It tells what the guest does: "Marsh pours another cup." Who speaks to her puts a comma behind her name.
    """
    line, document = sheet.lines[at], sheet.document
    name = _NAME.match(line.text)
    if (
        name is None
        or not line.em
        or line.asks
        or len(line.text) > NARRATED
        or line.text[name.end() : name.end() + 1] != " "
    ):
        return False
    return (
        re.search(rf"{_NAME.pattern} {re.escape(name[0])}\b", f"{document.title} {document.lead}") is not None
    )


def replied(sheet: Sheet, members: list[int]) -> frozenset[int]:
    """Return the lines whose reply opens with the sign of most replies: a quotation mark, or a dash.

    A statement that is answered like the questions is a turn, whatever it says.
    """
    lines, clutter = sheet.lines, sheet.clutter
    signs: dict[int, int] = {}
    own = frozenset(members)
    for at in members:
        below = next((one for one in range(at + 1, min(at + 3, len(lines))) if not clutter[one]), at)
        if below not in own and (sign := _OPENERS.get(lines[below].text[0])) is not None:
            signs[at] = sign
    if len(signs) < REPLIES:
        return frozenset()
    [(most, count)] = Counter(signs.values()).most_common(1)
    asked = [at for at in members if lines[at].asks]
    told = sum(signs.get(at) == most for at in asked)
    if count < REPLIES or told < 2 or told < MOST_REPLIES * len(asked):  # noqa: PLR2004  one may be chance
        return frozenset()
    return frozenset(at for at, sign in signs.items() if sign == most)


def spoken_on(sheet: Sheet, run: list[int], tail: list[int], method: str) -> list[int]:
    """Return the statements after the last question that have answers, as questions have.

    They count only if the interviewer also makes statements between questions, or ends a question with a full
    stop. Otherwise such a line introduces the author.
    """
    if method not in EMPHASIS:
        return []
    lines = sheet.lines
    states = not all(lines[at].asks for at in run)

    def is_spoken(at: int) -> bool:
        turn = states and is_turn(lines[at], method)
        return (turn or opens_asking(lines[at].text.rstrip("."))) and _is_answered(sheet, at)

    return list(takewhile(is_spoken, tail))


def spoken_before(sheet: Sheet, run: list[int], members: list[int], method: str) -> list[int]:
    """Return the statements right before the first question, if they take turns with replies as questions do.

    They count only if the interviewer also makes statements between questions, and if there are several: a
    single one can be the lead.
    """
    lines = sheet.lines
    if method not in EMPHASIS or all(lines[at].asks for at in run):
        return []
    before = [at for at in members if at < run[0]]
    own = {*members}
    lead = sheet.document.lead.partition("\n\n")[0]
    said = []
    for after, at in pairwise([run[0], *reversed(before)]):
        replied_to = after - at in range(2, APART) and at + 1 not in own and not sheet.clutter[at + 1]
        if not replied_to or lines[at].link or not SENTENCE_END.search(lines[at].text):
            break
        if lines[at].text in lead:
            break
        said.append(at)
    return said[::-1] if len(said) >= SEVERAL else []


def are_spoken(lines: list[Line], run: list[int]) -> bool:
    """Return whether headings are an interviewer's: some are sentences without a mark, and few are names."""
    asking = sum(lines[at].asks for at in run)
    said = sum(not lines[at].asks and _is_said(lines[at]) for at in run)
    return said > 0 and asking >= MOST_REPLIES * len(run) and asking + said >= NAMING * len(run)


def first_turn(sheet: Sheet, style: Style, at: int) -> list[int]:
    """Return the line of the style before a run of questions, if it is clearly the interviewer's.

    It addresses the guest by name or begins with the pronoun, it is a heading that requests or states,
    or it opens with the name of the paper and the line below with that of the guest.
    """

    def fits(near: int) -> bool:
        line = sheet.lines[near]
        said = _is_said(line) and (line.kind is Kind.HEADING or addresses_guest(line.text))
        return said or speaks_to_guest(line.text) or _opens_talk(sheet, near) or _is_labelled(sheet, near)

    return _nearest(sheet, style, range(at - 1, max(at - REACH, -1), -1), fits)


def last_turn(sheet: Sheet, style: Style, marked: list[int]) -> list[int]:
    """Return the line of the style after the questions, if it is a request or a heading sentence.

    Any heading of some words above text is one if the interviewer says a sentence elsewhere: "Your advice".
    """
    at = marked[-1]
    states = any(not sheet.lines[one].asks and _is_said(sheet.lines[one]) for one in marked)

    def fits(near: int) -> bool:
        line = sheet.lines[near]
        if requests(line.text.lower()):
            return True
        told = _is_said(line) and _is_answered(sheet, near)
        return line.kind is Kind.HEADING and (told or (states and _names_something(sheet, near)))

    return _nearest(sheet, style, range(at + 1, min(at + REACH, len(sheet.lines))), fits)


def _names_something(sheet: Sheet, at: int) -> bool:
    """Return whether some words stand directly above a sentence."""
    line, below = sheet.lines[at], sheet.lines[at + 1 : at + 2]
    if line.text.count(" ") < WORDS - 1 or line.text[-1] in COLONS or not below or sheet.clutter[at + 1]:
        return False
    return below[0].kind is Kind.PARAGRAPH and SENTENCE_END.search(below[0].text) is not None


def _opens_talk(sheet: Sheet, at: int) -> bool:
    """Return whether a long statement in strong type stands between an introduction and its own answer."""
    line, above = sheet.lines[at], sheet.lines[max(at - 1, 0)]
    stated = line.strong and spoken_length(line.text) > STATEMENT and line.text[-1] in _STOPS
    if (
        not stated
        or line.text in sheet.document.lead
        or above.kind is not Kind.PARAGRAPH
        or above.strong
        or spoken_length(above.text) < ANSWER
    ):
        return False
    return sheet.places.kind(above.container) == sheet.places.kind(line.container) and _is_answered(sheet, at)


def _is_labelled(sheet: Sheet, at: int) -> bool:
    """Return whether the line and the one below open with two names: "The Post: …", "Ida Marsh: …"."""
    asker, guest = (_LABELLED.match(line.text) for line in (sheet.lines[at], sheet.lines[at + 1]))
    return asker is not None and guest is not None and asker[0] != guest[0]


def _is_said(line: Line) -> bool:
    said = spoken_length(line.text) > REMARK and line.text[-1] in _STOPS
    return said or requests(line.text.lower())


def _nearest(sheet: Sheet, style: Style, ats: range, fits: Callable[[int], bool]) -> list[int]:
    """Return the first heading or emphasised line of these, if it has the style and an answer, and fits."""
    for near in ats:
        line = sheet.lines[near]
        if line.kind is Kind.HEADING or ((line.strong or line.em) and not line.link):
            apart = abs(near - ats.start) > 0
            own = apart and style in styles_of(sheet, line) and len(line.text) <= STATEMENT_LIMIT
            return [near] if own and fits(near) else []
    return []


def _is_answered(sheet: Sheet, at: int) -> bool:
    """Return whether a long text in another style directly follows the line, which is not a title."""
    if sheet.lines[at].text[-1] in COLONS:
        return False
    below = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
    if below is None or sheet.clutter[at + 1] or spoken_length(below.text) < ANSWER:
        return False
    return below.kind is Kind.PARAGRAPH and not (below.strong or below.em or below.link)
