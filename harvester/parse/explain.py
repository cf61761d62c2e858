"""Why a page was read as it was: for each block what it was taken for, and by which rule."""

from enum import StrEnum
from typing import NamedTuple

from harvester.model import Kind, NormalDocument
from harvester.parse.parser import Page, read_page


class Role(StrEnum):
    """What a block was taken for."""

    QUESTION = "question"
    ANSWER = "answer"
    BOILERPLATE = "boilerplate"
    OTHER = "other"


class Label(NamedTuple):
    """A block's part in the reading. block: its index in the document; rule: what decided, for a person.

    A block that holds a question and its answer is a question.
    """

    block: int
    role: Role
    rule: str


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
    for verdict in page.chosen:
        for turn in verdict.turns:
            rule = f"{verdict.reading.method}, score {verdict.score:.2f}"
            for at in range(turn.mark.first, turn.mark.last + 1):
                found[lines[at].block] = Label(lines[at].block, Role.QUESTION, rule)
            rule = f"below “{turn.mark.text[:40]}”"
            for at, _ in turn.answer:
                found.setdefault(lines[at].block, Label(lines[at].block, Role.ANSWER, rule))
    return found


def _between(page: Page) -> set[int]:
    """Return the blocks that stand between a question and the last line of its answer."""
    lines = page.sheet.lines
    return {
        lines[at].block
        for verdict in page.chosen
        for turn in verdict.turns
        for at in range(turn.mark.first, turn.answer[-1][0])
    }
