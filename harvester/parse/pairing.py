"""From marked questions to turns: which lines make each answer. One rule for every strategy."""

import re
from collections import Counter, defaultdict

from harvester.model import Kind
from harvester.parse.lines import Line
from harvester.parse.reading import Mark, Sheet, Turn
from harvester.parse.styles import QUOTED
from harvester.parse.words import CAPTION_TAILS, CLUTTER_LEADS, END_LEADS, PROMOTION, THANKS

VOTE_MASS = 0.12
"""Share of the text between questions that a kind of place must hold to be the article's own."""
VOTE_TURNS = 0.6
"""Share of the answers in which a kind of place must appear to be part of answers."""
BOXED = 0.9
"""Share of the answers' text that stands in its question's own box where questions have boxes."""
HOME = 0.6
"""Share of the questions that stand in one kind of place, for the others to be strangers."""
REPEATS = 2  # answers a line must stand in to be the page's and not theirs
HEADLINE = 24  # characters above which an item that is a link is another article's headline
REPEATED = 40  # characters such a line has at least
TAIL = 90  # characters of a line's end in which a credit is looked for
SHORT = 240  # characters; a longer line is prose, whatever it begins with

BODY = 0.4
"""Share of the questions that stand right where the text stands, for the others to be strangers."""

Place = tuple[str, ...] | None
_CLOSING = re.compile(f"(?:{THANKS.pattern})|(?:{PROMOTION.pattern})", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\W_]+$")


def turns(sheet: Sheet, marks: tuple[Mark, ...], end: int) -> tuple[Turn, ...]:
    """Return the questions with their answers, the last before line ``end``; the unanswered are left out."""
    if not marks:
        return ()
    scope = Scope(sheet, marks)
    made = []
    for number, mark in enumerate(marks):
        last = number + 1 == len(marks)
        answer = scope.answer(mark, end if last else marks[number + 1].first, last=last)
        if answer:
            made.append(Turn(mark, tuple(answer)))
    return tuple(made)


def at_home(sheet: Sheet, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks without strangers, which stand neither where most do nor where the text does."""
    if len(marks) < 3:  # noqa: PLR2004  no majority
        return marks
    lines, shapes = sheet.lines, sheet.places.shapes
    places = [shapes(lines[mark.first].container) for mark in marks]
    counts = Counter(places)
    place, count = counts.most_common(1)[0]
    if count == len(marks):
        return marks
    text: Counter[tuple[str, ...]] = Counter()
    for at in range(marks[0].first, marks[-1].first):
        if not sheet.clutter[at]:
            text[shapes(lines[at].container)] += len(lines[at].text)
    body = text.most_common(1)[0][0]
    if counts[body] > 1 and counts[body] >= BODY * len(marks):
        place = body
    elif count < HOME * len(marks):
        return marks
    looks = [sheet.places.shape(lines[mark.first].container) for mark in marks]
    of_home = {look for look, own in zip(looks, places, strict=True) if own == place}
    return tuple(
        mark for mark, look, own in zip(marks, looks, places, strict=True) if own == place or look in of_home
    )


class Scope:
    """Where the answers of a set of questions may stand. Built once for a reading, never changed after."""

    def __init__(self, sheet: Sheet, marks: tuple[Mark, ...]) -> None:
        self.sheet = sheet
        self.top = sheet.places.around([sheet.lines[mark.first].container for mark in marks])
        self.depth = len(sheet.places.chain(self.top))
        self.looks_of_top = len(sheet.places.shapes(self.top))
        self.accepted: set[Place] = {()}
        self.looks: set[tuple[bool, bool]] = set()
        self.shapes: set[str] = set()
        self.boxed = False
        self.voted = False
        self.repeated: set[str] = set()
        self._learn(marks)

    def place(self, container: int) -> Place:
        """Return the kind of place a container is, seen from the top; None when it is outside."""
        if self.depth and self.sheet.places.chain(container)[self.depth - 1 : self.depth] != (self.top,):
            return None
        return self.sheet.places.shapes(container)[self.looks_of_top :]

    def box(self, container: int) -> int:
        """Return the container just below the top in which this one stands, -1 for the top and outside."""
        chain = self.sheet.places.chain(container)
        if self.depth and chain[self.depth - 1 : self.depth] != (self.top,):
            return -1
        return chain[self.depth] if len(chain) > self.depth else -1

    def _learn(self, marks: tuple[Mark, ...]) -> None:
        """Vote by text: what stands between two questions is mostly an answer."""
        lines, clutter = self.sheet.lines, self.sheet.clutter
        mass: dict[Place, int] = defaultdict(int)
        seen: dict[Place, set[int]] = defaultdict(set)
        texts: Counter[str] = Counter()
        inside = total = 0
        for number, mark in enumerate(marks[:-1]):
            box = self.box(lines[mark.first].container)
            for at in range(mark.answer, marks[number + 1].first):
                line = lines[at]
                if clutter[at] or line.link or line.kind is Kind.HEADING:
                    continue
                place = self.place(line.container)
                mass[place] += len(line.text)
                seen[place].add(number)
                texts[line.text] += line.kind is not Kind.ITEM
                total += len(line.text)
                self.looks.add((line.strong, line.em))
                self.shapes.add(self.sheet.places.shape(line.container))
                if self.box(line.container) == box:
                    inside += len(line.text)
        own = [self.box(lines[mark.first].container) for mark in marks]
        self.voted = total > 0
        self.boxed = self.voted and inside >= BOXED * total and len(set(own)) == len(own)
        self.repeated = {text for text, count in texts.items() if count >= REPEATS and len(text) > REPEATED}
        enough = VOTE_TURNS * max(1, len(marks) - 1)
        self.accepted.update(
            place
            for place, weight in mass.items()
            if len(seen[place]) >= enough or (weight >= VOTE_MASS * total and len(seen[place]) > 1)
        )
        self.accepted.update(self.place(lines[mark.first].container) for mark in marks)
        self.accepted.discard(None)

    def answer(self, mark: Mark, stop: int, *, last: bool) -> list[tuple[int, int]]:
        """Return the lines of the answer to the mark, which ends before line ``stop``."""
        return self._collect(mark, stop, last=last) or self._collect(mark, stop, last=last, anywhere=True)

    def _collect(self, mark: Mark, stop: int, *, last: bool, anywhere: bool = False) -> list[tuple[int, int]]:
        lines, clutter = self.sheet.lines, self.sheet.clutter
        question = lines[mark.first]
        found: list[tuple[int, int]] = []
        for at in range(mark.answer, stop):
            line = lines[at]
            if clutter[at] or self._is_foreign(line, question, anywhere=anywhere):
                if last and self._has_left(line, question):
                    break
                continue
            if self._ends(line, question, last=last, begun=bool(found)):
                break
            if not (at == mark.answer and mark.cut) and self._is_aside(line, question, anywhere=anywhere):
                continue
            found.append((at, mark.cut if at == mark.answer else 0))
        return found

    def _has_left(self, line: Line, question: Line) -> bool:
        return self.place(line.container) is None or (
            self.boxed and self.box(line.container) != self.box(question.container)
        )

    def _is_foreign(self, line: Line, question: Line, *, anywhere: bool) -> bool:
        """Return whether the line stands where answers of this page do not."""
        if self._has_left(line, question):
            return True
        return self.voted and not anywhere and self.place(line.container) not in self.accepted

    def _ends(self, line: Line, question: Line, *, last: bool, begun: bool) -> bool:
        """Return whether no line from this one on belongs to the answer."""
        if line.kind is Kind.HEADING:
            if question.kind is Kind.HEADING:
                return line.level <= question.level and not _is_teaser(line, question)
            return last or not begun
        if not last:
            return False
        if END_LEADS.match(line.text) or (len(line.text) <= SHORT and _CLOSING.search(line.text)):
            return True
        if begun and _SEPARATOR.match(line.text):
            return True
        return begun and self.voted and line.kind is Kind.PARAGRAPH and self._looks_strange(line)

    def _looks_strange(self, line: Line) -> bool:
        """Return whether no answer before had a line in this emphasis, or of an element so named."""
        look = (line.strong, line.em)
        shape = self.sheet.places.shape(line.container)
        return (any(look) and look not in self.looks) or ("." in shape and shape not in self.shapes)

    def _is_aside(self, line: Line, question: Line, *, anywhere: bool) -> bool:
        """Return whether the line interrupts the answer: a crosshead, teaser, caption, pull quote."""
        text = line.text
        if line.kind is Kind.BUTTON:
            return True
        if line.link and line.kind is Kind.ITEM and len(text) > HEADLINE and not anywhere:
            return True
        if line.kind is Kind.HEADING:
            return question.kind is not Kind.HEADING or _is_teaser(line, question)
        if (text in self.repeated and not anywhere) or _SEPARATOR.match(text):
            return True
        return len(text) <= SHORT and bool(
            CLUTTER_LEADS.match(text) or CAPTION_TAILS.search(text, max(0, len(text) - TAIL))
        )


def _is_teaser(line: Line, question: Line) -> bool:
    """Return whether a heading is a pull quote, or a link where questions are none."""
    return bool(QUOTED.match(line.text)) or (line.link and not question.link)


def answer_text(sheet: Sheet, turn: Turn) -> str:
    """Return the answer as paragraphs parted by a blank line; lines of one block by a line break."""
    if turn.stated:
        return turn.stated
    pieces: list[str] = []
    previous: Line | None = None
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
