"""Find questions by style: a run of lines that look alike, most of which ask."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from harvester.languages.signs import COLONS, holds_question_mark
from harvester.model import Kind
from harvester.parse.asking import is_prompt, opens_asking
from harvester.parse.candidate import Candidate, Means, Sheet
from harvester.parse.columns import is_number
from harvester.parse.leading import broken_off_on, leading
from harvester.parse.levels import boxed, dividing, section_titles
from harvester.parse.lines import Line
from harvester.parse.looks import (
    EMPHASIS,
    NAMED,
    OPENERS,
    Style,
    is_made_for_questions,
    kinds_of,
    styles_of,
)
from harvester.parse.marking import (
    SENTENCE_END,
    is_counted,
    marks_of,
    missing,
    numbered,
    numbered_before,
    numbered_on,
    with_missing,
)
from harvester.parse.phrases import leads_away
from harvester.parse.places import OUTSIDE
from harvester.parse.prose import is_promotion, is_prose, only_links
from harvester.parse.shares import ENOUGH_ASKING, MOSTLY, is_of_a_list, least, opening, worded
from harvester.parse.spoken import (
    REACH,
    are_spoken,
    first_turn,
    is_turn,
    last_turn,
    narrates,
    replied,
    spoken_before,
    spoken_on,
)
from harvester.parse.titles import SPOKEN, beside, is_list_article

QUESTION_LIMIT = 700
"""An interviewer's turn has at most this many characters."""
GAP = 3
"""This many consecutive lines of the style that do not ask end a run of questions."""

_MEANS = {
    means.method: means
    for means in (
        Means("headings", "a heading", named=True, levelled=True),
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

_NUMBERED = Means("blocks", "a line with the number that the others leave out", named=True, plain=True)

WORDS = 3
"""An entry at the end of a list has at least this many words if all other entries ask."""


def style_candidates(sheet: Sheet) -> list[Candidate]:
    """Return a candidate for each run of lines in one style that ask."""
    found: dict[tuple[int, ...], Candidate] = {}
    divided: set[int] = set()
    for style, members in _groups(sheet).items():
        of_style = frozenset(members)
        alike = _alike(sheet, style, members)
        told = replied(sheet, alike) | worded(sheet, style, alike) if style[0] in SPOKEN else frozenset()
        for run in _runs(sheet, style, alike, told):
            others = dict.fromkeys((at for at in run if at not in of_style), _NUMBERED)
            candidate = _read(sheet, style, run, alike, told)
            divided |= boxed(sheet, run) if style[0] == "headings" else set()
            questions = [mark.first for mark in candidate.marks]
            others_beside = beside(sheet, style, members, questions)
            candidate = replace(candidate, beside=others_beside, others=others)
            key = tuple(mark.first for mark in candidate.marks)
            if key not in found or _evidence(candidate) > _evidence(found[key]):
                found[key] = candidate
    return [candidate for key, candidate in found.items() if not key or not divided.issuperset(key)]


def _groups(sheet: Sheet) -> dict[Style, list[int]]:
    """Return the lines by style, for the styles of those that ask.

    If no style is made for questions, only lines from the first that asks to shortly after the last one can
    count.
    """
    lines = [one for one in sheet.own if len(one[2]) <= QUESTION_LIMIT]
    opening = [
        number
        for number, (_, line, text) in enumerate(lines)
        if line.asks or ((line.strong or line.em or line.caps) and holds_question_mark(text))
    ]
    styles = {lines[number][0]: styles_of(sheet, lines[number][1]) for number in opening}
    wanted = {style for some in styles.values() for style in some}
    if not any(map(is_made_for_questions, wanted)):
        lines = lines[max(0, opening[0] - REACH) : opening[-1] + 1 + REACH] if opening else []
    kinds = kinds_of({style[0] for style in wanted})
    groups: dict[Style, list[int]] = defaultdict(list)
    for at, line, _ in lines:
        if line.kind in kinds or line.strong or line.em or line.caps:
            for style in styles[at] if at in styles else styles_of(sheet, line):
                if style in wanted:
                    groups[style].append(at)
    return groups


def _evidence(candidate: Candidate) -> tuple[float, bool]:
    return candidate.purity + candidate.sure, not candidate.means.plain


def _alike(sheet: Sheet, style: Style, members: list[int]) -> list[int]:
    """Return the members; for emphasis, only those in blocks that ask, because table heads are bold too.

    Of a table's cells, only those beside a number count if there are any; of lines made for questions, not
    those that say who asks.
    """
    if style[0] == "cells" and (rows := [at for at in members if at and is_number(sheet.lines[at - 1])]):
        return rows
    if is_made_for_questions(style):
        return _without_askers(sheet, members)
    kinds = {sheet.lines[at].kind for at in members if sheet.lines[at].asks}
    if style[0] not in EMPHASIS or not kinds:
        return members
    return [at for at in members if sheet.lines[at].kind in kinds]


def _without_askers(sheet: Sheet, members: list[int]) -> list[int]:
    """Return the first of the lines in each box if each holds two: a question, and who asks it."""
    containers = sheet.document.containers
    boxes = [containers[sheet.lines[at].container].parent for at in members]
    first, second = members[::2], members[1::2]
    paired = boxes[::2] == boxes[1::2] and len({*boxes}) == len(first) >= ENOUGH_ASKING
    return first if paired and not any(sheet.lines[at].asks for at in second) else members


def _runs(sheet: Sheet, style: Style, members: list[int], told: frozenset[int]) -> Iterator[list[int]]:
    """Yield the stretches of the members, each from a question to a question, that are mostly questions.

    A style made for questions is one stretch, including the lines at its ends that do not ask.
    """
    method = style[0]
    near = _near(sheet, members) if is_of_a_list(sheet, style, members) else []
    if near and sum(sheet.lines[at].asks for at in near) >= least(sheet, style, near) * len(near):
        yield near if is_made_for_questions(style) else _without_titles(sheet, near)
        return
    run: list[int] = []
    tail: list[int] = []  # these lines came after the last question
    idle = 0
    for at in members:
        line = sheet.lines[at]
        if line.asks or at in told or (method in EMPHASIS and _asks_amid(line)):
            run += [*tail, at]
            tail, idle = [], 0
        elif run:
            tail.append(at)
            idle += not is_turn(line, method)
            if idle >= GAP and method != "blocks":
                yield run + numbered_on(sheet, run, members[members.index(run[-1]) + 1 :])
                run, tail, idle = [], [], 0
    if run:
        run = [*spoken_before(sheet, run, members, method), *with_missing(sheet, run, members)]
        onward = numbered_on(sheet, run, tail) or broken_off_on(sheet, run, tail)
        yield run + (onward or spoken_on(sheet, run, tail, method))


def _near(sheet: Sheet, members: list[int]) -> list[int]:
    """Return the members that ask, and those in the nearest container around all that ask."""
    homes = [sheet.lines[at].container for at in members if sheet.lines[at].asks]
    if len(homes) in {0, len(members)}:
        return members
    box = sheet.places.boxes(sheet.places.around(homes)).box
    return [at for at in members if sheet.lines[at].asks or box(sheet.lines[at].container) != OUTSIDE]


def _without_titles(sheet: Sheet, run: list[int]) -> list[int]:
    """Return the run without the page's lead, and without short titles at its ends, "Contact".

    Titles stay if there are such entries inside the run, or if each line opens a box with its own answer.
    """
    while _is_of_lead(sheet, sheet.lines[run[0]]):
        run = run[1:]
    asking = [number for number, at in enumerate(run) if sheet.lines[at].asks]
    first, last = asking[0], asking[-1] + 1
    if len(asking) < last - first or opening(sheet, run) == {*run}:
        return run
    said = [len(sheet.lines[at].text.split()) >= WORDS for at in run]
    while first > 0 and said[first - 1]:
        first -= 1
    while last < len(run) and said[last]:
        last += 1
    return run[first:last]


def _is_of_lead(sheet: Sheet, line: Line) -> bool:
    """Return whether the line is a sentence of the page's lead that does not ask."""
    return not line.asks and line.text in sheet.document.lead and SENTENCE_END.search(line.text) is not None


def _read(sheet: Sheet, style: Style, run: list[int], members: list[int], told: frozenset[int]) -> Candidate:
    lines, method = sheet.lines, style[0]
    asking = sum(lines[at].asks for at in run)
    turns_too = _ask_often(lines, run) or method in OPENERS
    aside = dividing(sheet, run) | section_titles(lines, run) if method == "headings" else set()
    run = [at for at in run if at not in aside]
    every = asking >= least(sheet, style, run) * len(run)
    told = told.union(at for at in run if lines[at].asks or (turns_too and is_turn(lines[at], method)))
    every = every or (method == "headings" and are_spoken(lines, run))
    marked = [at for at in run if (every or at in told) and not narrates(sheet, at)]
    titles = run if numbered(lines, run) == run else members  # a title without a number is of no list of them
    listed = is_list_article(sheet, style, titles)
    if not listed:
        marked = sorted({*marked, *missing(sheet, marked), *numbered_before(sheet, marked, run)})
    purity = len(marked) / len(run)
    if asking >= MOSTLY * len(run) > 0 and len(marked) < len(run) and not listed:
        marked = sorted({*marked, *(numbered(lines, run) or opening(sheet, run) or leading(sheet, run))})
    marked = [at for at in marked if not (_has_no_prose(lines, at) and _leads_in(lines, at, method))]
    if method in EMPHASIS:
        marked = _without_teasers(sheet, marked)
    if method == "blocks" and all(lines[at].strong or lines[at].em for at in marked):
        method = "strong"  # its class is one more sign
    if asking >= ENOUGH_ASKING and (method in EMPHASIS or method == "headings"):
        marked = [*first_turn(sheet, style, marked[0]), *marked]
        marked += last_turn(sheet, style, marked)
    sure = NAMED if is_made_for_questions(style) or is_counted(lines, marked) else 0.0
    return Candidate(_MEANS[method], marks_of(sheet, marked), purity, sure)


def _ask_often(lines: list[Line], run: list[int]) -> bool:
    """Return whether enough lines of the run ask at their end, amid their text, or by their first words."""
    found = (lines[at] for at in run)
    asking = sum(line.asks or _asks_amid(line) or opens_asking(line.text) for line in found)
    return asking >= ENOUGH_ASKING


def _asks_amid(line: Line) -> bool:
    """Return whether the line asks somewhere in its text, and is no title in a programme."""
    return holds_question_mark(line.text) and not is_prompt(line.text)


def _without_teasers(sheet: Sheet, marked: list[int]) -> list[int]:
    """Return the lines without those that lead elsewhere or invite, if most of the others do not."""
    leading = {at for at in marked if _is_teaser(sheet, sheet.lines[at])}
    return [at for at in marked if at not in leading] if 2 * len(leading) < len(marked) else marked


def _is_teaser(sheet: Sheet, line: Line) -> bool:
    """Return whether the line asks and is only a link, or is worded like a teaser or an invitation."""
    if line.asks:
        return only_links(sheet.document, line)
    return is_promotion(line) or leads_away(line.text.lower())


def _leads_in(lines: list[Line], at: int, method: str) -> bool:
    """Return whether the line is a prompt, or emphasised words that introduce a table by a colon."""
    table = at + 1 < len(lines) and lines[at + 1].kind is Kind.CELL
    return (table and method in EMPHASIS and lines[at].text[-1] in COLONS) or is_prompt(lines[at].text)


def _has_no_prose(lines: list[Line], at: int) -> bool:
    """Return whether no sentence stands directly below the line."""
    return at + 1 == len(lines) or not is_prose(lines[at + 1])
