"""Find what the answers of a candidate have in common: places, boxes, looks, endings."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from harvester.languages.signs import is_unspaced
from harvester.model import Kind
from harvester.parse.candidate import Mark, Sheet
from harvester.parse.endings import ENDINGS, SignatureLook, common_endings, signed, without_figures
from harvester.parse.inserts import Insert, look_at
from harvester.parse.lines import Line
from harvester.parse.marking import SENTENCE_END
from harvester.parse.openings import common_labels, common_openings, label_of
from harvester.parse.phrases import leads_away
from harvester.parse.places import within
from harvester.parse.regions import Region
from harvester.parse.stated import question_around

VOTE_MASS = 0.12
"""A kind of place that holds this share of the text between questions is the article's own."""
VOTE_TURNS = 0.6
"""A kind of place that appears in this share of the answers is part of answers."""
BOXED = 0.9
"""Answers stand in their questions' own boxes if this share of their text does."""
REPEATED = 40
"""A line with more characters than this in two answers may be an insert; shorter ones repeat by chance."""
QUOTES = "”\"“„«»’'‘‚ "  # noqa: RUF001
PULLED = 40
"""A pull quote is recognised by this many characters at its beginning or its end."""
ALIKE = 12
"""A quotation with fewer characters than this is not a pull quote."""
NEARBY = 60
"""A pull quote repeats a text at most this many lines away."""

_WORD = re.compile(r"\w+")
# Looking up an enumeration's member takes as long as the test of a line.
_HEADING, _PARAGRAPH = Kind.HEADING, Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes say what the lines between a candidate's questions have in common.

    A place is a kind of container (`Places.kind`). A box is a container directly below the top, the one
    around the questions. ``usual`` are places where most answers have text; ``accepted`` adds those in which
    some have much text. ``looks`` and ``shapes`` are the emphasis and the elements of prose lines, and
    ``final_looks`` is the emphasis of the last in each answer. ``voted``: questions have text between them.
    ``stated``: share of paragraphs that end as sentences do. ``boxed``: each answer is in its question's box.
    ``repeated`` has lines that stand between questions twice. ``endings`` has lines that end many answers,
    with all numbers replaced by 0; ``labels`` open those of many, and ``signed`` has the looks of those that
    say who answers. ``openings`` has labels and names of askers that open many answers, and ``staged`` the
    classes of which all lines are in italics, if most lines are in quotation marks. ``kept`` has the answers'
    lines that are found. ``tops``, ``inserts``, ``above``, ``answered`` and ``shares`` are computed when
    needed.
    """

    sheet: Sheet
    marks: tuple[Mark, ...]
    box: Callable[[int], int]
    place: Callable[[int], int]
    questions: Counter[int]
    usual: set[int]
    accepted: set[int]
    looks: set[tuple[bool, bool]]
    final_looks: set[tuple[bool, bool]]
    shapes: set[str]
    voted: bool
    stated: float
    boxed: bool
    repeated: set[str]
    endings: frozenset[str]
    signed: frozenset[SignatureLook]
    openings: frozenset[str] = frozenset()
    staged: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    tops: dict[int, int] = field(default_factory=dict)
    inserts: dict[int, Insert] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    kept: list[int] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    shares: dict[int, float] = field(default_factory=dict)

    def is_ending(self, text: str) -> bool:
        """Return whether many answers end with such a line: a vote, a link, a name and a date."""
        return bool(self.endings) and without_figures(text) in self.endings

    def is_labelled(self, text: str) -> bool:
        """Return whether the line opens with a label that the last lines of many answers have."""
        return bool(self.labels) and label_of(text) in self.labels

    def is_insert(self, container: int) -> bool:
        """Return whether answers have no text in the container, by its place or by its names."""
        return self.voted and (
            self.sheet.regions[container] is not Region.TEXT or self.place(container) not in self.usual
        )

    def insert(self, at: int) -> Insert:
        """Return the insert in which the line stands; each is looked at once."""
        sheet = self.sheet
        top = self.insert_top(sheet.lines[at].container)
        if top not in self.inserts:
            self.inserts[top] = look_at(sheet.document, sheet.lines, sheet.regions, at, top)
        return self.inserts[top]

    def is_above(self, container: int) -> bool:
        """Return whether lines above the questions stand in the same kind of place."""
        if not self.above:
            self.above.update(self.place(line.container) for line in self.sheet.lines[: self.marks[0].first])
        return self.place(container) in self.above

    def is_answered(self, container: int) -> bool:
        """Return, for a line below the last question, whether another answer has text in such a place."""
        if not self.answered:
            self.answered.update(self.place(self.sheet.lines[at].container) for at in self.kept)
        return self.place(container) in self.answered

    def insert_top(self, container: int) -> int:
        """Return the outermost container around one that is an insert as well and holds no question."""
        tops = self.tops
        if container in tops:
            return tops[container]
        path = []
        containers = self.sheet.document.containers
        while container not in tops:
            path.append(container)
            parent = containers[container].parent
            if parent < 0 or self.questions[parent] or not self.is_insert(parent):
                tops[container] = container
            else:
                container = parent
        top = tops[container]
        tops.update((one, top) for one in path)
        return top

    def is_said_twice(self, at: int) -> bool:
        """Return whether a nearby line contains the first or the last words of the line."""
        lines = self.sheet.lines
        text = lines[at].text.strip(QUOTES)
        first, final = text[:PULLED], text[-PULLED:].rstrip(".")
        return len(text) >= ALIKE and any(
            other != at and (first in lines[other].text or final in lines[other].text)
            for other in range(max(0, at - NEARBY), min(at + NEARBY, len(lines)))
        )

    def share_said(self, at: int) -> float:
        """Return which share of the line's words one other line nearby has, below the first question."""
        if at not in self.shares:
            self.shares[at] = self._share_said(at)
        return self.shares[at]

    def _share_said(self, at: int) -> float:
        words = self._words_at(at)
        first = max(self.marks[0].first, at - NEARBY)
        others = (other for other in range(first, min(at + NEARBY, len(self.sheet.lines))) if other != at)
        most = max((_shared(words, self._words_at(other)) for other in others), default=0)
        return most / max(1, words.total())

    def _words_at(self, at: int) -> Counter[str]:
        """Return the words of a line; each line is read once."""
        words = self.sheet.words
        if at not in words:
            words[at] = _words(self.sheet.lines[at].text)
        return words[at]

    def panel(self, container: int, most: int) -> int:
        """Return the outermost container around this one with at most ``most`` of the questions, or -1."""
        if len(self.marks) == 1:
            return container
        if self.questions[container] > most:
            return -1
        containers = self.sheet.document.containers
        while (parent := containers[container].parent) >= 0 and self.questions[parent] <= most:
            container = parent
        return container

    def is_inside(self, line: Line, question: Line, found: list[tuple[int, int]]) -> bool:
        """Return whether the line stands in one panel with the question, or with the answer's first line."""
        if self._holds(self.panel(question.container, 1), line):
            return True
        return bool(found) and self._holds(self.panel(self.sheet.lines[found[0][0]].container, 0), line)

    def shares_panel(self, line: Line, other: Line) -> bool:
        """Return whether both lines stand in one container without a question."""
        return self._holds(self.panel(line.container, 0), other)

    def _holds(self, panel: int, line: Line) -> bool:
        return panel >= 0 and within(self.sheet.document.containers, line.container, panel)


def _words(text: str) -> Counter[str]:
    """Return the words of a text; in scripts without spaces, its letters."""
    return Counter(_WORD.findall(" ".join(text) if is_unspaced(text) else text.lower()))


def _shared(words: Counter[str], others: Counter[str]) -> int:
    """Return how many words both have."""
    return sum([min(words[word], others[word]) for word in words.keys() & others.keys()])


def take_votes(sheet: Sheet, marks: tuple[Mark, ...]) -> Votes:
    """Return the votes of the text between the questions: it is mostly answers."""
    homes = [sheet.lines[mark.first].container for mark in marks]
    marked = question_around(sheet.document.containers, homes[0]) if len(marks) == 1 else -1
    top = marked if marked >= 0 else sheet.places.around_all(homes)
    box, place = sheet.places.boxes(top).box, sheet.places.kind
    own, inside = [box(home) for home in homes], 0
    mass: dict[int, int] = defaultdict(int)
    seen: dict[int, set[int]] = defaultdict(set)
    prose = [*prose_between(sheet, marks)]
    for number, line in prose:
        container, length = line.container, len(line.text)
        kind = place(container)
        mass[kind] += length
        seen[kind].add(number)
        if box(container) == own[number]:
            inside += length
    total = sum(mass.values())
    enough, heavy = VOTE_TURNS * max(1, len(marks) - 1), VOTE_MASS * total
    usual = {place(top), *map(place, homes), *(kind for kind in mass if len(seen[kind]) >= enough)}
    return Votes(
        sheet=sheet,
        marks=marks,
        box=box,
        place=place,
        questions=sheet.places.counts(homes),
        usual=usual,
        accepted=usual.union(kind for kind in mass if len(seen[kind]) > 1 and mass[kind] >= heavy),
        looks=_looks(prose),
        final_looks={*{number: (line.strong, line.em) for number, line in prose}.values()},
        shapes={sheet.places.shape(line.container) for _, line in prose},
        voted=total > 0,
        stated=_stated(prose),
        boxed=0 < total <= inside / BOXED and len(set(own)) == len(own),
        repeated=_repeated(prose),
        endings=common_endings(sheet, marks),
        signed=signed(sheet, prose),
        openings=common_openings(sheet, marks, max(ENDINGS, len(marks) // 2)),
        staged=_staged(sheet, prose),
        labels=common_labels(prose),
    )


def prose_between(sheet: Sheet, marks: tuple[Mark, ...]) -> Iterator[tuple[int, Line]]:
    """Yield the lines of prose between the questions, with the number of the question above."""
    lines, clutter = sheet.lines, sheet.clutter
    for number, (mark, below) in enumerate(pairwise(marks)):
        for at in range(mark.answer, below.first):
            line = lines[at]
            if not (clutter[at] or line.link or line.kind is _HEADING):
                yield number, line


def _looks(prose: list[tuple[int, Line]]) -> set[tuple[bool, bool]]:
    """Return the emphasis of lines that have one and do not lead away."""
    marked = (line for _, line in prose if line.strong or line.em)
    return {(line.strong, line.em) for line in marked if not leads_away(line.text.lower())}


def _repeated(prose: list[tuple[int, Line]]) -> set[str]:
    """Return the longer texts that stand between questions more than once."""
    texts = Counter(
        line.text for _, line in prose if len(line.text) > REPEATED and line.kind is not Kind.ITEM
    )
    return {text for text, count in texts.items() if count > 1}


def _stated(prose: list[tuple[int, Line]]) -> float:
    """Return the share of paragraphs that end as sentences do."""
    ends = [SENTENCE_END.search(line.text) is not None for _, line in prose if line.kind is _PARAGRAPH]
    return sum(ends) / max(1, len(ends))


def _staged(sheet: Sheet, prose: list[tuple[int, Line]]) -> frozenset[str]:
    """Return looks with a class whose lines are all in italics, if most lines are in quotation marks."""
    lines = [line for _, line in prose]
    spoken = sum(line.text[0] in QUOTES for line in lines)
    if 2 * spoken <= sum(line.kind is Kind.PARAGRAPH for line in lines):
        return frozenset()
    looks = {(line.em and not line.strong, sheet.places.shape(line.container)) for line in lines}
    return frozenset(look for em, look in looks if em and "." in look and (False, look) not in looks)
