"""Find the lines of each answer: the lines below a question, except those with evidence against them."""

from collections.abc import Iterator

from harvester.model import Kind
from harvester.parse.affixes import is_only_label
from harvester.parse.asides import interruptions
from harvester.parse.candidate import AnswerLines, Mark, Sheet
from harvester.parse.evidence import Case
from harvester.parse.places import OUTSIDE
from harvester.parse.regions import Region
from harvester.parse.votes import Votes, take_votes
from harvester.parse.weighing import why_not_own

BELOW = "below what ends the answer"
CLUTTER = "clutter"


def answers(sheet: Sheet, marks: tuple[Mark, ...], end: int) -> tuple[AnswerLines, ...]:
    """Return the answer to each of the questions, the last before line ``end``.

    They are found once, because several candidates can have the same questions.
    """
    found = sheet.answers.get((marks, end))
    if found is None:
        found = sheet.answers[marks, end] = tuple(_answers(sheet, marks, end))
    return found


def _answers(sheet: Sheet, marks: tuple[Mark, ...], end: int) -> Iterator[AnswerLines]:
    votes = take_votes(sheet, marks)
    stops = [mark.first for mark in marks[1:]] + [end]
    for mark, stop in zip(marks, stops, strict=True):
        answer = _answer(votes, mark, stop)
        if not answer.kept:
            answer = _answer(votes, mark, stop, rescue=True)
        votes.kept.extend(at for at, _ in answer.kept)
        yield answer


def _answer(votes: Votes, mark: Mark, stop: int, *, rescue: bool = False) -> AnswerLines:
    """Return the answer to the question, which ends before line ``stop``."""
    lines = votes.sheet.lines
    question, last = lines[mark.first], mark is votes.marks[-1]
    asked = {question.text, *(line.text for line in lines[stop : stop + 1])}
    found: list[tuple[int, int]] = []
    left: dict[int, str] = {}
    for at in range(mark.answer, stop):
        cut = mark.cut if at == mark.answer else 0
        if cut and 0 < len(lines[at].text) <= cut:  # a label alone is no text of the answer
            continue
        case = Case(votes, at, lines[at], question, found, last, rescue)
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
    return AnswerLines(tuple(one for one in found if one[0] not in left), tuple(sorted(left.items())))


def _judge(case: Case, asked: set[str]) -> tuple[str, bool]:
    """Return why the line belongs to no answer, ``""`` if it does, and whether the answer ends there."""
    if case.at in case.votes.sheet.entries:
        return "an entry of a list of contents", False
    if reason := _is_no_text(case, asked):
        return reason, False
    votes = case.votes
    box = votes.box(case.line.container)
    if box == OUTSIDE or (votes.boxed and box != votes.box(case.question.container)):
        return "it stands outside of the question's box", case.last
    return why_not_own(case)


def _is_no_text(case: Case, asked: set[str]) -> str:
    """Return a reason if the line is clutter, a column's label, or repeats a question, as on a card."""
    line, region = case.line, case.votes.sheet.regions[case.line.container]
    if line.kind is Kind.CAPTION or region not in {Region.TEXT, Region.NAMED} or (region and not case.in_box):
        return CLUTTER
    if line.kind is Kind.CELL and is_only_label(line.text):
        return "a label of questions or answers"
    return "a question that is shown twice" if line.asks and line.text in asked else ""
