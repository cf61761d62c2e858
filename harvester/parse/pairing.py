"""From marked questions to turns: which lines make each answer. One rule for every strategy."""

import re
from collections import defaultdict

from harvester.model import Kind
from harvester.parse.reading import Mark, Sheet, Turn
from harvester.parse.styles import shape_of
from harvester.parse.words import CLUTTER_LEADS, END_LEADS

TEXT_TAGS = frozenset("p ul ol li dl dt dd blockquote table tbody thead tr td th pre center h2 h3 h4 h5 h6".split())
VOTE_MASS = 0.12
"""Share of the text between questions that a kind of container must hold to be the article's own."""
VOTE_TURNS = 0.5
"""Share of the answers in which a kind of container must appear to be part of answers."""
SHORT = 240  # characters; a longer line is prose, whatever it begins with


def turns(sheet: Sheet, marks: tuple[Mark, ...]) -> tuple[Turn, ...]:
    """Return the questions with their answers; a question without an answer is left out."""
    if not marks:
        return ()
    scope = Scope(sheet, marks)
    made = []
    for number, mark in enumerate(marks):
        last = number + 1 == len(marks)
        stop = len(sheet.lines) if last else marks[number + 1].first
        answer = scope.answer(mark, stop, last=last)
        if answer:
            made.append(Turn(mark, tuple(answer)))
    return tuple(made)


class Scope:
    """Where the answers of a set of questions may stand. Built once a reading, never changed after."""

    def __init__(self, sheet: Sheet, marks: tuple[Mark, ...]) -> None:
        self.sheet = sheet
        self.containers = sheet.document.containers
        self.top = self._common([sheet.lines[mark.first].container for mark in marks])
        self.chains: dict[int, tuple[object, ...] | None] = {}
        self.boxed = False
        self.accepted: set[object] = set()
        self._learn(marks)

    def _common(self, members: list[int]) -> int:
        """Return the nearest container around all of the members that is not one of them."""
        around: list[int] = []
        at = self.containers[members[0]].parent
        while at >= 0:
            around.append(at)
            at = self.containers[at].parent
        for member in members[1:]:
            mine = set()
            at = member
            while at >= 0:
                mine.add(at)
                at = self.containers[at].parent
            around = [one for one in around if one in mine]
        return around[0] if around else 0

    def chain(self, container: int) -> tuple[int, ...]:
        """Return the containers from just below the top down to this one; ``()`` if it is outside."""
        path: list[int] = []
        at = container
        while at >= 0 and at != self.top:
            path.append(at)
            at = self.containers[at].parent
        return tuple(reversed(path)) if at == self.top else ()

    def signature(self, container: int) -> tuple[object, ...] | None:
        """Return the kind of place a container is, None when it is outside of the scope."""
        if container not in self.chains:
            path = self.chain(container)
            self.chains[container] = tuple(
                shape_of(self.containers[at].tag, self.containers[at].classes)
                for at in path
                if self.containers[at].tag not in TEXT_TAGS
            ) if path or container == self.top else None
        return self.chains[container]

    def _learn(self, marks: tuple[Mark, ...]) -> None:
        lines, clutter = self.sheet.lines, self.sheet.clutter
        mass: dict[object, int] = defaultdict(int)
        seen: dict[object, set[int]] = defaultdict(set)
        inside = total = 0
        for number, mark in enumerate(marks[:-1]):
            box = self.chain(lines[mark.first].container)[:1]
            for at in range(mark.answer, marks[number + 1].first):
                line = lines[at]
                if clutter[at] or line.link:
                    continue
                place = self.signature(line.container)
                mass[place] += len(line.text)
                seen[place].add(number)
                total += len(line.text)
                if box and self.chain(line.container)[:1] == box:
                    inside += len(line.text)
        self.boxed = total > 0 and inside >= 0.9 * total and self._boxes_differ(marks)
        turns = max(1, len(marks) - 1)
        self.accepted = {
            place
            for place, weight in mass.items()
            if place is not None and (weight >= VOTE_MASS * total or len(seen[place]) >= VOTE_TURNS * turns)
        }
        self.voted = total > 0
        self.accepted.add(())
        self.accepted.update(self.signature(lines[mark.first].container) for mark in marks)

    def _boxes_differ(self, marks: tuple[Mark, ...]) -> bool:
        boxes = [self.chain(self.sheet.lines[mark.first].container)[:1] for mark in marks]
        return len(set(boxes)) == len(boxes)

    def answer(self, mark: Mark, stop: int, *, last: bool) -> list[tuple[int, int]]:
        """Return the lines of the answer to the mark, which ends before line ``stop``."""
        lines, clutter = self.sheet.lines, self.sheet.clutter
        question = lines[mark.first]
        box = self.chain(question.container)[:1]
        found: list[tuple[int, int]] = []
        for at in range(mark.answer, stop):
            line = lines[at]
            if clutter[at]:
                continue
            place = self.signature(line.container)
            if last and (place is None or END_LEADS.match(line.text)):
                break
            if self.boxed and self.chain(line.container)[:1] != box:
                if last:
                    break
                continue
            if line.kind is Kind.HEADING and at > mark.last:
                if question.kind is not Kind.HEADING:
                    if last:
                        break
                    continue
                if line.level <= question.level:
                    break
            if at > mark.last and mark.style is not None and last and style_matches(line, mark):
                break
            if self.voted and place not in self.accepted:
                continue
            if len(line.text) <= SHORT and CLUTTER_LEADS.match(line.text):
                continue
            found.append((at, mark.cut if at == mark.answer else 0))
        return found


def style_matches(line, mark) -> bool:
    """Return whether the line looks like the question it follows."""
    from_style = mark.style
    return from_style == "strong" and line.strong and line.kind is not Kind.HEADING


def answer_text(sheet: Sheet, turn: Turn) -> str:
    """Return the answer as paragraphs parted by a blank line; lines of one block by a line break."""
    pieces: list[str] = []
    previous = None
    for at, cut in turn.answer:
        line = sheet.lines[at]
        text = line.text[cut:].strip()
        if not text:
            continue
        if previous is not None:
            if previous.block != line.block:
                pieces.append("\n\n")
            else:
                between = sheet.document.blocks[line.block].text[previous.end : line.start]
                pieces.append("\n" if "\n" in between else " ")
        pieces.append(text)
        previous = line
    return "".join(pieces)


_RE = re
