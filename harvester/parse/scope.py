"""Find the lines of each answer: the lines below a question, except those with evidence against them."""

from collections.abc import Iterator
from typing import NamedTuple

from harvester.model import Kind
from harvester.parse.affixes import is_only_label
from harvester.parse.asides import begins_like_teaser, interruptions, why_aside
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.ends import TAIL, why_ends
from harvester.parse.evidence import Case, first_reason
from harvester.parse.places import OUTSIDE
from harvester.parse.regions import Region
from harvester.parse.votes import Votes, take_votes
from harvester.parse.weighing import why_insert

REACH = 100
"""The last answer's text is searched in this many lines below a line; more would cost quadratic time."""
BELOW = "below what ends the answer"
CLUTTER = "clutter"


class Answer(NamedTuple):
    """An answer has lines, as (line, characters cut from its start), and lines left out, as (line, reason).

    Below the last answer of the page, only the line that ends it is listed.
    """

    kept: tuple[tuple[int, int], ...]
    left: tuple[tuple[int, str], ...]


def answers(sheet: Sheet, marks: tuple[Mark, ...], end: int) -> Iterator[Answer]:
    """Yield the answer to each of the questions, the last before line ``end``."""
    votes = take_votes(sheet, marks)
    stops = [mark.first for mark in marks[1:]] + [end]
    for mark, stop in zip(marks, stops, strict=True):
        answer = _answer(votes, mark, stop)
        yield answer if answer.kept else _answer(votes, mark, stop, rescue=True)


def _answer(votes: Votes, mark: Mark, stop: int, *, rescue: bool = False) -> Answer:
    """Return the answer to the question, which ends before line ``stop``."""
    lines = votes.sheet.lines
    question, last = lines[mark.first], mark is votes.marks[-1]
    asked = {question.text, *(line.text for line in lines[stop : stop + 1])}
    found: list[tuple[int, int]] = []
    left: dict[int, str] = {}
    for at in range(mark.answer, stop):
        case = Case(votes, at, lines[at], question, found, last, rescue)
        cut = mark.cut if at == mark.answer else 0
        reason, ends = ("", False) if cut else _judge(case, asked)
        if ends:
            left.update((below, BELOW) for below in range(at, at if last else stop))
            left[at] = reason
            break
        if reason:
            left[at] = reason
        else:
            found.append((at, cut))
    left.update(interruptions(votes.sheet.document, lines, found, last=last))
    return Answer(tuple(one for one in found if one[0] not in left), tuple(sorted(left.items())))


def _judge(case: Case, asked: set[str]) -> tuple[str, bool]:
    """Return why the line belongs to no answer, ``""`` if it does, and whether the answer ends there."""
    votes, line = case.votes, case.line
    insert = votes.is_insert(line.container) and (bool(case.found) or line.kind is not Kind.HEADING)
    if reason := _is_no_text(case, asked, insert=insert):
        return reason, False
    box = votes.box(line.container)
    if box == OUTSIDE or (votes.boxed and box != votes.box(case.question.container)):
        return "it stands outside of the question's box", case.last
    if insert:
        return why_insert(case._replace(tail=not _goes_on(case)) if case.last and case.found else case), False
    if reason := why_ends(case):
        return reason, not _is_interruption(case)
    return why_aside(case) or _why_tail(case), False


def _is_interruption(case: Case) -> bool:
    """Return whether a teaser or a picture's credit stands amid the last answer, and does not end it."""
    line = case.line
    worded = case.last and line.kind is not Kind.HEADING and line.text[0].isalpha()
    return worded and begins_like_teaser(case) != "" and _goes_on(case)


def _why_tail(case: Case) -> str:
    """Return a reason if the line stands at the end of the last answer and leads away."""
    reason = first_reason(TAIL, case) if case.last else ""
    return "" if reason and _goes_on(case) else reason


def _is_no_text(case: Case, asked: set[str], *, insert: bool) -> str:
    """Return a reason if the line is clutter, a column's label, or repeats a question, as on a card."""
    line, region = case.line, case.votes.sheet.regions[case.line.container]
    if line.kind is Kind.CAPTION or region not in {Region.TEXT, Region.NAMED} or (region and not insert):
        return CLUTTER
    if line.kind is Kind.CELL and is_only_label(line.text):
        return "a label of questions or answers"
    return "a question that is shown twice" if line.asks and line.text in asked else ""


def _goes_on(case: Case) -> bool:
    """Return whether the last answer continues below the line, in a place where answers stand."""
    votes = case.votes
    lines, clutter = votes.sheet.lines, votes.sheet.clutter
    for at in range(case.at + 1, min(case.at + REACH, len(lines))):
        line = lines[at]
        if votes.box(line.container) == OUTSIDE:
            return False
        if clutter[at] or votes.is_insert(line.container):
            continue
        below = Case(votes, at, line, case.question, case.found, case.last, case.rescue)
        if why_ends(below):
            return False
        if not why_aside(below) and not first_reason(TAIL, below):
            return True
    return False
