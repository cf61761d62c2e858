"""Why a page was read as it was: for each block what it was taken for, and by which rule."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from harvester.model import Kind, NormalDocument
from harvester.parse.lines import Line
from harvester.parse.parser import Page, read_page


class Role(StrEnum):
    """What a block was taken for."""

    QUESTION = "question"
    ANSWER = "answer"
    BOILERPLATE = "boilerplate"
    OTHER = "other"


class Label(NamedTuple):
    """A block's part in the reading. block: its index in the document; rule: what decided, for a person.

    A block that holds a question and its answer is a question. questions: the numbers, counted from 1
    down the page, of those that it asks or answers.
    """

    block: int
    role: Role
    rule: str
    questions: tuple[int, ...] = ()


def explain(document: NormalDocument) -> tuple[Label, ...]:
    """Return a label for each block of the document, in page order."""
    page = read_page(document)
    taken = _taken(page)
    between = _between(page)
    clutter = {line.block for line, flag in zip(page.sheet.lines, page.sheet.clutter, strict=True) if flag}
    labels = []
    for number, block in enumerate(document.blocks):
        if number in taken:
            labels.append(taken[number])
        elif block.kind is Kind.CAPTION:
            labels.append(Label(number, Role.BOILERPLATE, "a caption"))
        elif number in clutter:
            place = document.containers[block.container].path
            labels.append(Label(number, Role.BOILERPLATE, f"stands in {place}"))
        elif number in between:
            labels.append(Label(number, Role.BOILERPLATE, "interrupts an answer"))
        else:
            labels.append(Label(number, Role.OTHER, page.reason or "outside of questions and answers"))
    return tuple(labels)


def _taken(page: Page) -> dict[int, Label]:
    """Return the labels of the blocks in questions and answers; a question wins over an answer."""
    found: dict[int, Label] = {}
    lines = page.sheet.lines
    turns = ((verdict, turn) for verdict in page.chosen for turn in verdict.turns)
    for number, (verdict, turn) in enumerate(turns, 1):
        asks = f"{verdict.reading.method}, score {verdict.score:.2f}"
        for block in _blocks(lines, range(turn.mark.first, turn.mark.last + 1)):
            _take(found, Label(block, Role.QUESTION, asks, (number,)))
        answers = f"below “{turn.mark.text[:40]}”"
        for block in _blocks(lines, (at for at, _ in turn.answer)):
            _take(found, Label(block, Role.ANSWER, answers, (number,)))
    return found


def _blocks(lines: Sequence[Line], ats: Iterable[int]) -> dict[int, None]:
    """Return the blocks of the lines, each once, in order."""
    return dict.fromkeys(lines[at].block for at in ats)


def _take(found: dict[int, Label], label: Label) -> None:
    """Give the block its label; one that it has stays, unless it now asks."""
    before = found.get(label.block)
    if before is None:
        found[label.block] = label
        return
    role, rule = (label.role, label.rule) if label.role is Role.QUESTION else (before.role, before.rule)
    numbers = (*before.questions, *label.questions)
    found[label.block] = Label(label.block, role, rule, tuple(dict.fromkeys(numbers)))


def _between(page: Page) -> set[int]:
    """Return the blocks that stand between a question and the last line of its answer."""
    lines = page.sheet.lines
    return {
        lines[at].block
        for verdict in page.chosen
        for turn in verdict.turns
        for at in range(turn.mark.first, turn.answer[-1][0])
    }
