"""Questions by style: a run of lines that look alike and most of which ask."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from harvester.model import Kind
from harvester.parse.asking import opens_asking
from harvester.parse.candidate import Candidate, Means, Sheet
from harvester.parse.levels import dividing, section_titles
from harvester.parse.lines import QUOTED, Line
from harvester.parse.marking import SENTENCE_END, marks_of, numbered
from harvester.parse.places import OUTSIDE
from harvester.parse.words import ADDRESS, REQUEST

QUESTION_LIMIT = 700
"""Characters of the longest interviewer's turn that is believed."""
STATEMENT = 60
"""Characters above which a line of the questions' style is a turn, not a crosshead, without any mark."""
REMARK = 16
"""Characters above which a line of the questions' style that ends like a sentence is a turn, not a cry."""
ANSWER = 100
"""Characters from which on a text below an interviewer's last statement is an answer to it."""
STATEMENT_LIMIT = 400
"""Characters of the longest opening statement or closing request."""
REACH = 40
"""Lines from a run of questions in which the interviewer's turns before or after it are looked for."""
GAP = 3
"""Lines of the style in a row that ask nothing and end a run of questions."""
ENOUGH_ASKING = 3
"""Questions from which on a style is the interviewer's, and his statements are turns too."""

_NAMED = re.compile(
    r"question|faq|frage|pregunta|domanda|pergunta|accordion|toggle|collaps|spoiler|(?:\b|[_-])q(?:n|and)?a(?:\b|[_-])",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?:^|[._-])(?:question|frage|pregunta|domanda|pergunta)(?:$|\.)", re.IGNORECASE)
_TITLE_ENDS = frozenset(":：")  # noqa: RUF001
_MEANS = {
    means.method: means
    for means in (
        Means("headings", "a heading", named=True),
        Means("details", "a summary that opens"),
        Means("terms", "a term"),
        Means("buttons", "a button that opens"),
        Means("cells", "a table's cell"),
        Means("strong", "in strong type", named=True),
        Means("italics", "in italics", named=True),
        Means("capitals", "in capitals", named=True),
        Means("blocks", "a plain line", named=True, plain=True),
    )
}
_METHODS = {
    Kind.HEADING: "headings",
    Kind.SUMMARY: "details",
    Kind.TERM: "terms",
    Kind.BUTTON: "buttons",
    Kind.CELL: "cells",
}
_OPENERS = frozenset(("details", "terms", "buttons", "cells"))
_TITLED = frozenset(("headings", "strong"))
"""Styles of which, under a title that announces questions, each is one where most ask."""
_EMPHASIS = frozenset(("strong", "italics", "capitals"))

MOSTLY = 0.5
"""Share of the lines of a style that ask, for the others to be questions too: of one made for questions, or
under a title that announces them."""
NEARLY = 0.75
"""The same of plain blocks with a class, and of headings under a title that explains."""
NEVER = 2.0
"""The same of any other style."""
SOME = 0.3
"""The same where the element itself is called a question."""
NAMED = 0.3  # sureness of a style that is made for questions: details, buttons, a class named for them
FINE = 2  # parts of a style before the looks of its elements

Style = tuple[str, ...]


def style_candidates(sheet: Sheet) -> list[Candidate]:
    """Return a candidate for each run of lines in one style that ask."""
    found: dict[tuple[int, ...], Candidate] = {}
    for style, members in _groups(sheet).items():
        for run in _runs(sheet, style, members):
            candidate = _read(sheet, style, run)
            key = tuple(mark.first for mark in candidate.marks)
            if key not in found or _evidence(found[key]) < _evidence(candidate):
                found[key] = candidate
    return list(found.values())


def _groups(sheet: Sheet) -> dict[Style, list[int]]:
    """Return the lines by style, for the styles of those that ask.

    Where no style is made for questions, only what stands between the first that asks and the last, or not
    far below that, can count.
    """
    lines = [one for one in sheet.own if len(one[2]) <= QUESTION_LIMIT]
    opening = [
        number
        for number, (_, line, text) in enumerate(lines)
        if line.asks or ("?" in text and (line.strong or line.em or line.caps))
    ]
    wanted = {style for number in opening for style in _styles(sheet, lines[number][1])}
    if not any(map(_is_made_for_questions, wanted)):
        lines = lines[opening[0] : opening[-1] + 1 + REACH] if opening else []
    kinds = _kinds_of({style[0] for style in wanted})
    groups: dict[Style, list[int]] = defaultdict(list)
    for at, line, _ in lines:
        if line.kind in kinds or line.strong or line.em or line.caps:
            for style in _styles(sheet, line):
                if style in wanted:
                    groups[style].append(at)
    return groups


def _kinds_of(methods: set[str]) -> set[Kind]:
    """Return the kinds of lines that can have a style of these methods by their element alone."""
    return {kind for kind in Kind if "buttons" in methods or _METHODS.get(kind, "blocks") in methods}


def _evidence(candidate: Candidate) -> float:
    return candidate.purity + candidate.sure


def _styles(sheet: Sheet, line: Line) -> tuple[Style, ...]:
    """Return the styles of a line, from the roughest to the finest."""
    kind, level, container = line.kind, str(line.level), line.container
    method = _METHODS.get(kind, "blocks")
    own, around = sheet.places.look(container)
    if own[:6] == "button" and sheet.document.containers[container].tag == "button":
        method = "buttons"
    fine = (method, level, own, around)
    if (method == "headings" or kind is Kind.QUOTE) and QUOTED.match(line.text):
        return ()
    if method == "headings":
        link = "link" if line.link else ""  # teasers are links among headings that are none
        rough = (method, link, level)
        return ((method, link), rough, fine) if line.level > 1 else (rough, fine)
    if line.strong or line.em or line.caps:
        follows = sheet.document.blocks[line.block].text[line.end : line.end + 1]
        lead = "lead" if follows == " " else ""
        return ("strong" if line.strong else "italics" if line.em else "capitals", lead), fine
    return (fine,)


def _runs(sheet: Sheet, style: Style, members: list[int]) -> Iterator[list[int]]:
    """Yield the stretches of the members, each from a question to a question, that are mostly questions.

    A style that is made for questions is one stretch, with what does not ask at its ends.
    """
    method = style[0]
    near = _near(sheet, members) if _is_of_a_list(sheet, style, members) else []
    if near and sum(sheet.lines[at].asks for at in near) >= _least(sheet, style) * len(near):
        yield near
        return
    run: list[int] = []
    tail: list[int] = []  # what came after the last question
    idle = 0
    for at in members:
        if sheet.lines[at].asks:
            run += [*tail, at]
            tail, idle = [], 0
        elif not run and method in _EMPHASIS and "?" in sheet.lines[at].text:
            run = [at]  # the first turn asks, and goes on after its question
        elif run:
            tail.append(at)
            idle += not _is_turn(sheet.lines[at], method)
            if idle >= GAP and method != "blocks":
                yield run
                run, tail, idle = [], [], 0
    if run:
        yield run + _spoken_on(sheet, run, tail, method)


def _near(sheet: Sheet, members: list[int]) -> list[int]:
    """Return the members that ask, and those that stand in the nearest container around all of these."""
    homes = [sheet.lines[at].container for at in members if sheet.lines[at].asks]
    if len(homes) in {0, len(members)}:
        return members
    box = sheet.places.boxes(sheet.places.around(homes)).box
    return [at for at in members if sheet.lines[at].asks or box(sheet.lines[at].container) != OUTSIDE]


def _spoken_on(sheet: Sheet, run: list[int], tail: list[int], method: str) -> list[int]:
    """Return the statements after the last question that are answered as questions are.

    Only of an interviewer who makes statements in between as well, else it is the author's bio; or of one
    who closes a question with a full stop.
    """
    if method not in _EMPHASIS:
        return []
    lines = sheet.lines
    states = not all(lines[at].asks for at in run)

    def is_spoken(at: int) -> bool:
        turn = states and _is_turn(lines[at], method)
        return (turn or opens_asking(lines[at].text.rstrip("."))) and _is_answered(sheet, at)

    return list(takewhile(is_spoken, tail))


def _is_answered(sheet: Sheet, at: int) -> bool:
    """Return whether a long text in no such style follows right below the line, which is no title."""
    if sheet.lines[at].text[-1] in _TITLE_ENDS:
        return False
    below = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
    if below is None or sheet.clutter[at + 1] or len(below.text) < ANSWER:
        return False
    return below.kind is Kind.PARAGRAPH and not (below.strong or below.em or below.link)


def _read(sheet: Sheet, style: Style, run: list[int]) -> Candidate:
    lines, method = sheet.lines, style[0]
    asking = sum(lines[at].asks for at in run)
    turns_too = asking >= ENOUGH_ASKING or method in _OPENERS
    aside = dividing(lines, run) | section_titles(lines, run) if method == "headings" else set()
    run = [at for at in run if at not in aside]
    every = asking >= _least(sheet, style) * len(run)
    marked = [at for at in run if every or lines[at].asks or (turns_too and _is_turn(lines[at], method))]
    purity = len(marked) / len(run)
    if asking >= MOSTLY * len(run) > 0 and len(marked) < len(run):
        marked = sorted({*marked, *(numbered(lines, run) or _opening(sheet, run))})
    if asking >= ENOUGH_ASKING and (method in _EMPHASIS or method == "headings"):
        marked = [*_nearest(sheet, style, marked[0], -1), *marked, *_nearest(sheet, style, marked[-1], 1)]
    sure = NAMED if _is_made_for_questions(style) else 0.0
    return Candidate(_MEANS[method], tuple(marks_of(sheet, marked)), purity, sure)


def _opening(sheet: Sheet, run: list[int]) -> set[int]:
    """Return the lines that open a box of their own, with an answer in it; none if not all that ask do."""
    lines = sheet.lines
    asking = [at for at in run if lines[at].asks]
    if len(asking) in {1, len(run)} or run[-1] + 1 == len(lines):
        return set()
    box = sheet.places.boxes(sheet.places.around([lines[at].container for at in asking])).box
    boxes = {at: box(lines[at].container) for one in run for at in (one - 1, one, one + 1)}
    found = {at for at in run if boxes[at - 1] != boxes[at] == boxes[at + 1]}
    return found if found.issuperset(asking) else set()


def _least(sheet: Sheet, style: Style) -> float:
    """Return the share of a style's lines that ask from which on all are questions; `NEVER` for none."""
    if (style[0] in _TITLED and sheet.announced) or _is_made_for_questions(style):
        called = len(style) > FINE and _CALLED.search(style[FINE])
        return SOME if called else MOSTLY
    explained = style[0] == "headings" and sheet.explained
    return NEARLY if explained or (style[0] == "blocks" and "." in style[FINE]) else NEVER


def _nearest(sheet: Sheet, style: Style, at: int, step: int) -> list[int]:
    """Return the next line of the style before or after a run, where it is plainly the interviewer's.

    His first turn, that asks nothing, speaks to the guest by name; his last is a request.
    """
    lines, wanted = sheet.lines, ADDRESS if step < 0 else REQUEST
    stop = max(at - REACH, -1) if step < 0 else min(at + REACH, len(lines))
    for near in range(at + step, stop, step):
        line = lines[near]
        if line.kind is Kind.HEADING or ((line.strong or line.em) and not line.link):
            fits = abs(near - at) > 1 and style in _styles(sheet, line) and len(line.text) <= STATEMENT_LIMIT
            return [near] if fits and wanted.search(line.text) else []
    return []


def _is_made_for_questions(style: Style) -> bool:
    return style[0] in _OPENERS or (len(style) > FINE and bool(_NAMED.search(" ".join(style[FINE:]))))


def _is_of_a_list(sheet: Sheet, style: Style, members: list[int]) -> bool:
    """Return whether lines of the style can be a list of questions, with some at its ends that do not ask."""
    if len(style) > FINE and style[0] == "headings" and sheet.lines[members[0]].link:
        return sheet.announced or _is_made_for_questions(style)
    return _is_made_for_questions(style) or (style[0] == "blocks" and "." in style[FINE])


def _is_turn(line: Line, method: str) -> bool:
    """Return whether a line of the questions' style that does not ask stands for a question all the same."""
    if opens_asking(line.text):
        return True
    if method in _EMPHASIS or method == "headings":
        length = len(line.text)
        if length > STATEMENT and method in _EMPHASIS:
            return True
        return length > REMARK and bool(SENTENCE_END.search(line.text))
    return False
