"""Explain how a page was read: the role of each block, and the rule that decided it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from harvester.model import Kind, NormalDocument
from harvester.parse.asking import ends_asking
from harvester.parse.candidate import Mark
from harvester.parse.lines import Line
from harvester.parse.parser import NO_RUN, ParsedPage, candidates_of, left_out, read_page
from harvester.parse.phrases import ends_article
from harvester.parse.regions import region_of, regions
from harvester.parse.scope import BELOW
from harvester.parse.sections import titled_sections
from harvester.parse.verdicts import THRESHOLD, ScoredCandidate, weigh

WEIGHED = 20
"""At most this many candidates are weighed to explain a refusal; a hostile page has hundreds."""


class Role(StrEnum):
    """A block has one of these roles."""

    QUESTION = "question"
    ANSWER = "answer"
    BOILERPLATE = "boilerplate"
    OTHER = "other"


class BlockLabel(NamedTuple):
    """A label says what a block is: ``block`` is its index, ``rule`` the reason as readable text.

    A block that holds a question and its answer is a question. ``questions`` has the numbers of those that it
    asks or answers, counted from 1 down the page.
    """

    block: int
    role: Role
    rule: str
    questions: tuple[int, ...] = ()


class Explanation(NamedTuple):
    """An explanation has a label for each block, in page order; ``why`` explains the whole page."""

    labels: tuple[BlockLabel, ...]
    why: tuple[str, ...] = ()


def explain(document: NormalDocument) -> Explanation:
    """Return the role of each block, and why the document has these questions or no questions."""
    page = read_page(document)
    if page.chosen:
        left = left_out(page)
        share = (
            (f"{left:.1%} of the text from the first question to the last answer is left out",)
            if left
            else ()
        )
        why = (*(f"read by {_weight(verdict)}" for verdict in page.chosen), *share)
        return Explanation(tuple(_labels(page, _taken(page))), why)
    guess = _best_guess(page)
    why = (page.reason, *([f"the likeliest reading was by {_weight(guess)}"] if guess else []))
    return Explanation(tuple(_labels(page, dict(_guessed(page, guess)) if guess else {})), why)


def _weight(verdict: ScoredCandidate) -> str:
    count, method = len(verdict.turns), verdict.candidate.means.method
    if not count:
        return f"{method}: {len(verdict.candidate.marks)} that ask, none with an answer"
    asked = f"{count} question{'' if count == 1 else 's'} with an answer"
    return f"{method}: {asked}, score {verdict.score:.2f} ({THRESHOLD:.2f} is enough)"


def _labels(page: ParsedPage, known: dict[int, BlockLabel]) -> Iterator[BlockLabel]:
    """Yield the labels in page order: the known ones, and a label for each other block."""
    document = page.sheet.document
    clutter = {line.block for line, flag in zip(page.sheet.lines, page.sheet.clutter, strict=True) if flag}
    entries = {page.sheet.lines[at].block for at in page.sheet.entries}
    left, sections = _left(page), titled_sections(document, regions(document))
    taken = [number for number, label in known.items() if label.questions]
    reach = (min(taken), max(taken)) if taken else None
    for number, block in enumerate(document.blocks):
        if number in known:
            yield known[number]
        elif block.kind is Kind.CAPTION:
            yield BlockLabel(number, Role.BOILERPLATE, "a caption")
        elif number in entries:
            yield BlockLabel(number, Role.BOILERPLATE, "an entry of the index")
        elif number in clutter:
            yield BlockLabel(number, Role.BOILERPLATE, _clutter(document, block.container, sections))
        elif number in left:
            yield left[number]
        else:
            yield BlockLabel(number, Role.OTHER, _where(document, number, reach))


def _clutter(document: NormalDocument, at: int, sections: Mapping[int, int]) -> str:
    """Return the outermost element around a container whose tag, names, role or title show clutter."""
    found = f"stands in {document.containers[at].path}"
    while at >= 0:
        if at in sections:
            found = f"stands below “{document.blocks[sections[at]].text}”"
        _, tag, _, classes, name, role, *_ = document.containers[at]
        if region_of(tag, classes, name, role):
            said = [*(f".{each}" for each in classes.split()), *([f"#{name}"] if name else [])]
            found = "".join(["stands in ", tag, *said, *([f"[role={role}]"] if role else [])])
        at = document.containers[at].parent
    return found


def _where(document: NormalDocument, number: int, reach: tuple[int, int] | None) -> str:
    """Return what a block is that neither asks nor answers: the title, the lead, or its place.

    ``reach`` has the first and the last block that ask or answer; it is None if no block does.
    """
    text = document.blocks[number].text
    if document.title and text == document.title:
        return "the title"
    if document.lead and text == document.lead:
        return "the lead"
    if reach is None:
        return "asks, but by itself" if ends_asking(text) else "does not ask"
    if number < reach[0]:
        return "above the questions"
    if number < reach[1]:
        return "between questions"
    return "what ends an article" if ends_article(text.lower()) else "below the last answer"


def _taken(page: ParsedPage) -> dict[int, BlockLabel]:
    """Return the labels of the blocks in questions and answers; a question has priority over an answer."""
    found: dict[int, BlockLabel] = {}
    lines = page.sheet.lines
    turns = ((verdict, turn) for verdict in page.chosen for turn in verdict.turns)
    for number, (verdict, turn) in enumerate(turns, 1):
        method = verdict.candidate.means_of(turn.mark).method
        asks = f"{method}: {_how(verdict, turn.mark, lines)}"
        if not turn.answer:
            asks += ", answered by the page's data alone"
        for block in _blocks(lines, range(turn.mark.first, turn.mark.last + 1)):
            _take(found, BlockLabel(block, Role.QUESTION, asks, (number,)))
        answers = f"follows question {number}"
        if turn.stated:
            answers += ", the page's data gives other words"
        for block in _blocks(lines, (at for at, _ in turn.answer)):
            _take(found, BlockLabel(block, Role.ANSWER, answers, (number,)))
    return found


def _how(verdict: ScoredCandidate, mark: Mark, lines: Sequence[Line]) -> str:
    means = verdict.candidate.means_of(mark)
    if means.by_words:
        return means.how
    return f"{means.how} that asks" if lines[mark.first].asks else f"{means.how}, like those that ask"


def _blocks(lines: Sequence[Line], ats: Iterable[int]) -> dict[int, None]:
    """Return the distinct blocks of the lines, in order."""
    return dict.fromkeys(lines[at].block for at in ats)


def _take(found: dict[int, BlockLabel], label: BlockLabel) -> None:
    """Give the block its label; an earlier label stays unless the block now asks."""
    before = found.get(label.block)
    if before is None:
        found[label.block] = label
        return
    role, rule = (label.role, label.rule) if label.role is Role.QUESTION else (before.role, before.rule)
    added = label.questions if before.questions[-1:] != label.questions else ()  # they come in page order
    found[label.block] = BlockLabel(label.block, role, rule, before.questions + added)


def _left(page: ParsedPage) -> dict[int, BlockLabel]:
    """Return the labels of the blocks that are left out of an answer, each with the evidence."""
    lines = page.sheet.lines
    found: dict[int, BlockLabel] = {}
    for turn in (turn for verdict in page.chosen for turn in verdict.turns):
        for at, reason in turn.left:
            inside = bool(turn.answer) and at < turn.answer[-1][0]
            role, where = (Role.BOILERPLATE, "interrupts") if inside else (Role.OTHER, "ends")
            rule = reason if reason is BELOW else f"{where} an answer: {reason}"
            found.setdefault(lines[at].block, BlockLabel(lines[at].block, role, rule))
    return found


def _best_guess(page: ParsedPage) -> ScoredCandidate | None:
    """Return the best candidate of a page without questions; None if nothing asks."""
    if page.reason != NO_RUN:
        return None
    candidates = candidates_of(page.sheet)
    likely = sorted(candidates, key=lambda one: -len(one.marks) * one.purity)[:WEIGHED]
    return max((weigh(page.sheet, one) for one in likely), key=lambda one: one.score)


def _guessed(page: ParsedPage, guess: ScoredCandidate) -> Iterator[tuple[int, BlockLabel]]:
    """Yield the blocks that are questions for the candidate, each with the evidence against it."""
    answered = {turn.mark for turn in guess.turns}
    lines = page.sheet.lines
    for mark in guess.candidate.marks:
        how = _how(guess, mark, lines)
        fate = "not enough" if mark in answered else "unanswered"
        for block in _blocks(lines, range(mark.first, mark.last + 1)):
            yield block, BlockLabel(block, Role.OTHER, f"{fate}: {how}")
