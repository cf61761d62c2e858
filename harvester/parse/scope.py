"""Where the answers of a set of questions stand: what their places, boxes and looks have in common."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from harvester.model import Kind
from harvester.parse.asides import (
    HEADLINE,
    QUOTED,
    SHORT,
    is_promotion,
    is_pull_quote,
    leads_away,
    uninterrupted,
)
from harvester.parse.asking import is_prompt
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.lines import Line
from harvester.parse.places import OUTSIDE, within
from harvester.parse.words import END_LEADS, THANKS

VOTE_MASS = 0.12
"""Share of the text between questions that a kind of place must hold to be the article's own."""
VOTE_TURNS = 0.6
"""Share of the answers in which a kind of place must appear to be part of answers."""
BOXED = 0.9
"""Share of the answers' text that stands in its question's own box where questions have boxes."""
REPEATS = 2  # answers a line must stand in to be the page's and not theirs
REPEATED = 40  # characters such a line has at least
ENDINGS = 3  # answers, and half of all, that a line must end to be the page's, however short: "Helpful?"
NOTE = 40  # characters of the shortest note in a question's panel that is no teaser
CROSSHEAD = 60  # characters of the longest title in the emphasis of the questions that opens another section

# An enumeration's members take as long to be looked up as a line to be told apart by them.
_HEADING, _ITEM, _BUTTON, _PARAGRAPH = Kind.HEADING, Kind.ITEM, Kind.BUTTON, Kind.PARAGRAPH
_LISTED = frozenset((Kind.ITEM, Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.PREFORMATTED))
_OPENED = frozenset((Kind.SUMMARY, Kind.BUTTON, Kind.TERM))
_NO_TITLE_ENDS = frozenset('.!…:,;”"»')
_UP = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*"  # noqa: RUF001
_FULL_NAME = re.compile(rf"{_UP}(?:\s(?:{_UP}|de|van|von|der|di|da)){{1,3}}")
_NUMBER = re.compile(r"\d+")
_SEPARATOR = re.compile(r"[\W_]+$")


class Scope:
    """Where the answers of a set of questions may stand. Built once for a candidate, never changed after.

    A place is a kind of container (`Places.kind`), a box one just below the top, the container around
    all of the questions.
    """

    def __init__(self, sheet: Sheet, marks: tuple[Mark, ...]) -> None:
        self.sheet = sheet
        self.marks = marks
        homes = [sheet.lines[mark.first].container for mark in marks]
        top = sheet.places.around(homes)
        self.box = sheet.places.boxes(top).box
        self.place = sheet.places.kind
        self.accepted = {self.place(top), *map(self.place, homes)}
        self.looks: set[tuple[bool, bool]] = set()
        self.shapes: set[str] = set()
        self.boxed = False
        self.voted = False
        self.repeated: set[str] = set()
        self.endings: set[str] = set()
        self.questions = sheet.places.counts(homes)
        self._learn(marks, homes)

    def _learn(self, marks: tuple[Mark, ...], homes: list[int]) -> None:
        """Vote by text: what stands between two questions is mostly an answer."""
        mass: dict[int, int] = defaultdict(int)
        seen: dict[int, set[int]] = defaultdict(set)
        texts: Counter[str] = Counter()
        own = [self.box(home) for home in homes]
        inside = 0
        for number, line in self._between(marks):
            container, length = line.container, len(line.text)
            place, box = self.place(container), self.box(container)
            if box == OUTSIDE:
                place = OUTSIDE
            mass[place] += length
            seen[place].add(number)
            if length > REPEATED and line.kind is not _ITEM:
                texts[line.text] += 1
            if line.strong or line.em:
                self.looks.add((line.strong, line.em))
            self.shapes.add(self.sheet.places.shape(container))
            if box == own[number]:
                inside += length
        total = sum(mass.values())
        self.voted = total > 0
        self.boxed = self.voted and inside >= BOXED * total and len(set(own)) == len(own)
        self.repeated = {text for text, count in texts.items() if count >= REPEATS}
        ends = Counter(self._endings(marks) if len(marks) > ENDINGS else ())
        often = max(ENDINGS, ends.total() // 2)
        self.endings = {text for text, count in ends.items() if count >= often}
        enough = VOTE_TURNS * max(1, len(marks) - 1)
        self.accepted.update(
            place
            for place, weight in mass.items()
            if len(seen[place]) >= enough or (weight >= VOTE_MASS * total and len(seen[place]) > 1)
        )

    def _endings(self, marks: tuple[Mark, ...]) -> Iterator[str]:
        """Yield the last line before each question but the first, all its numbers made one."""
        lines, clutter = self.sheet.lines, self.sheet.clutter
        for mark, below in pairwise(marks):
            for at in range(below.first - 1, mark.answer - 1, -1):
                if not clutter[at] and lines[at].kind is not _BUTTON:
                    yield _NUMBER.sub("0", lines[at].text)
                    break

    def _is_ending(self, text: str) -> bool:
        """Return whether half of the answers end with such a line: a vote, a link, who answered and when."""
        return bool(self.endings) and _NUMBER.sub("0", text) in self.endings

    def _between(self, marks: tuple[Mark, ...]) -> Iterator[tuple[int, Line]]:
        """Yield the lines of prose between the questions, with the number of the one above."""
        lines, clutter = self.sheet.lines, self.sheet.clutter
        for number, (mark, below) in enumerate(pairwise(marks)):
            for at in range(mark.answer, below.first):
                line = lines[at]
                if not (clutter[at] or line.link or line.kind is _HEADING):
                    yield number, line

    def answer(self, mark: Mark, stop: int, *, last: bool) -> list[tuple[int, int]]:
        """Return the lines of the answer to the mark, which ends before line ``stop``."""
        return self._collect(mark, stop, last=last) or self._collect(mark, stop, last=last, anywhere=True)

    def _collect(self, mark: Mark, stop: int, *, last: bool, anywhere: bool = False) -> list[tuple[int, int]]:
        lines, clutter = self.sheet.lines, self.sheet.clutter
        question = lines[mark.first]
        home = self.box(question.container)
        chosen = self.voted and not anywhere
        asked = {question.text, *(line.text for line in lines[stop : stop + 1])}
        found: list[tuple[int, int]] = []
        for at in range(mark.answer, stop):
            line = lines[at]
            if clutter[at] or (line.asks and line.text in asked):  # a question shown twice, as on a card
                continue
            container = line.container
            box = self.box(container)
            if box == OUTSIDE or (self.boxed and box != home):
                if last:
                    break
                continue
            if chosen and self.place(container) not in self.accepted and not self._belongs(mark, found, line):
                continue
            if self._ends(at, question, found, last=last):
                break
            cut = mark.cut if at == mark.answer else 0
            if cut or not self._is_aside(at, question, found, anywhere=anywhere):
                found.append((at, cut))
        return uninterrupted(lines, found, last=last)

    def _is_section(self, at: int, question: Line, found: list[tuple[int, int]], *, last: bool) -> bool:
        """Return whether the heading begins another section."""
        line = self.sheet.lines[at]
        if question.kind is not _HEADING:
            opened = question.kind in _OPENED and self.box(line.container) != self.box(question.container)
            ends = opened or not found or (last and not self._heads_invitation(at))
            return ends and not self._is_inside(line, question, found)
        deeper = line.level > question.level or _is_teaser(line, question)
        return not deeper and not self._heads_invitation(at)

    def _is_crosshead(self, line: Line, question: Line) -> bool:
        """Return whether a short line that asks nothing has the emphasis and the place of the question."""
        look = (question.strong, question.em, question.caps)
        if not any(look) or (line.strong, line.em, line.caps) != look or line.kind is not question.kind:
            return False
        if line.asks or len(line.text) > CROSSHEAD or line.text[-1] in _NO_TITLE_ENDS:
            return False
        shape = self.sheet.places.shape
        return shape(line.container) == shape(question.container)

    def _belongs(self, mark: Mark, found: list[tuple[int, int]], line: Line) -> bool:
        """Return whether the line is the answer's wherever it stands: led to, or in one panel with it."""
        if self._leads_to(found, line):
            return True
        sentence = len(line.text) >= NOTE or line.text[-1] in ".!。"
        if line.kind not in _LISTED and (not sentence or line.asks or line.link):
            return False
        return self._is_inside(line, self.sheet.lines[mark.first], found)

    def panel(self, container: int, most: int) -> int:
        """Return the outermost container around the one that holds no more than so many of the questions."""
        if len(self.marks) == 1:
            return container
        containers = self.sheet.document.containers
        while (parent := containers[container].parent) >= 0 and self.questions[parent] <= most:
            container = parent
        return container

    def _leads_to(self, found: list[tuple[int, int]], line: Line) -> bool:
        """Return whether the answer so far leads to the item or cell with a colon, or to those before it."""
        if line.kind not in _LISTED or line.link or not found:
            return False
        if line.kind is Kind.PREFORMATTED:
            return True
        above = self.sheet.lines[found[-1][0]]
        of_one_list = above.kind in _LISTED and self.place(above.container) == self.place(line.container)
        return of_one_list or above.text[-1] in ":："  # noqa: RUF001

    def _ends(self, at: int, question: Line, found: list[tuple[int, int]], *, last: bool) -> bool:
        """Return whether no line from that one on belongs to the answer, of which some may be found."""
        line = self.sheet.lines[at]
        if line.kind is _HEADING:
            return self._is_section(at, question, found, last=last)
        if found and self._is_crosshead(line, question):
            return True
        if not last:
            return False
        text = line.text.lower()
        if END_LEADS.match(text) or is_prompt(text) or (len(text) <= SHORT and THANKS.match(text)):
            return True
        if not found:
            return is_promotion(line)
        strange = self.voted and line.kind is _PARAGRAPH and self._looks_strange(line, found)
        return strange or bool(_SEPARATOR.match(line.text))

    def _looks_strange(self, line: Line, found: list[tuple[int, int]]) -> bool:
        """Return whether no answer so far has a line in this emphasis, or of an element so named."""
        if self._opens_with_name(line):
            return not any(self._opens_with_name(other) for _, other in self._between(self.marks))
        look = (line.strong, line.em)
        shape = self.sheet.places.shape(line.container)
        if ("." not in shape or shape in self.shapes) and (not any(look) or look in self.looks):
            return False
        own = [self.sheet.lines[at] for at, _ in found]
        return all(
            (one.strong, one.em) != look or self.sheet.places.shape(one.container) != shape for one in own
        )

    def _opens_with_name(self, line: Line) -> bool:
        """Return whether a short line begins with a name in bold, as notes on the author do."""
        mark = next(iter(self.sheet.document.blocks[line.block].marks), None)
        if mark is None or mark.kind != "strong" or mark.start != line.start or len(line.text) > SHORT:
            return False
        return not line.strong and _FULL_NAME.fullmatch(line.text[: mark.end - mark.start]) is not None

    def _heads_invitation(self, at: int) -> bool:
        """Return whether the heading is that of a box that invites to the publisher's."""
        below = next((one for one in range(at + 1, len(self.sheet.lines)) if not self.sheet.clutter[one]), 0)
        return below > 0 and is_promotion(self.sheet.lines[below])

    def _is_inside(self, line: Line, question: Line, found: list[tuple[int, int]]) -> bool:
        """Return whether the line stands in one panel with the question, or with the answer's first line."""
        containers = self.sheet.document.containers
        if within(containers, line.container, self.panel(question.container, 1)):
            return True
        if not found:
            return False
        first = self.sheet.lines[found[0][0]]
        return within(containers, line.container, self.panel(first.container, 0))

    def _is_aside(self, at: int, question: Line, found: list[tuple[int, int]], *, anywhere: bool) -> bool:
        """Return whether the line interrupts the answer: a crosshead, teaser, caption, pull quote."""
        line = self.sheet.lines[at]
        text = line.text
        if line.kind is _BUTTON or is_pull_quote(line):
            return True
        if line.link and line.kind is _ITEM and len(text) > HEADLINE and not anywhere:
            return True
        if line.kind is _HEADING:
            crosshead = question.kind is not _HEADING and not self._is_inside(line, question, found)
            return crosshead or _is_teaser(line, question) or self._heads_invitation(at)
        if not anywhere and (text in self.repeated or self._is_ending(text)):
            return True
        if _SEPARATOR.match(text):
            return True
        return len(text) <= SHORT and leads_away(text.lower())


def _is_teaser(line: Line, question: Line) -> bool:
    """Return whether a heading is a pull quote, or a link where questions are none."""
    return bool(QUOTED.match(line.text)) or (line.link and not question.link)
