"""Which lines make each answer: what stands below a question, without what there is evidence against."""

from collections.abc import Iterator
from typing import NamedTuple

from harvester.parse.asides import interruptions, stands_apart, why_aside
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.ends import why_ends
from harvester.parse.evidence import Case
from harvester.parse.places import OUTSIDE
from harvester.parse.votes import Votes, take_votes

BELOW = "below what ends the answer"
CLUTTER = "clutter"


class Answer(NamedTuple):
    """The lines of an answer, (line, characters cut from its start), and those left out, (line, reason).

    Below the last answer of all, only the line that ends it is listed.
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
        reason, ends = _judge(case, asked)
        cut = mark.cut if at == mark.answer else 0
        if ends:
            left.update((below, BELOW) for below in range(at, at if last else stop))
            left[at] = reason
            break
        if reason and not cut:
            left[at] = reason
        else:
            found.append((at, cut))
    left.update(interruptions(lines, found, last=last))
    return Answer(tuple(one for one in found if one[0] not in left), tuple(sorted(left.items())))


def _judge(case: Case, asked: set[str]) -> tuple[str, bool]:
    """Return why the line belongs to no answer, ``""`` if it does, and whether the answer ends there."""
    votes, line = case.votes, case.line
    if votes.sheet.clutter[case.at]:
        return CLUTTER, False
    if line.asks and line.text in asked:  # as on a card
        return "a question that is shown twice", False
    box = votes.box(line.container)
    if box == OUTSIDE or (votes.boxed and box != votes.box(case.question.container)):
        return "it stands outside of the question's box", case.last
    if reason := stands_apart(case):
        return reason, False
    if reason := why_ends(case):
        return reason, True
    return why_aside(case), False
