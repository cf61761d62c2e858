"""These values are the input and the results of the strategies."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from harvester.model import NormalDocument
from harvester.parse.lines import Line
from harvester.parse.places import Places
from harvester.parse.regions import Region


class Means(NamedTuple):
    """Means say how a candidate recognises questions, and what follows from that. Each strategy has its own.

    ``method`` is the word that is stored with each pair, and ``how`` says the same as readable text.
    ``by_words``: a label, a name or the page's data marks a question, so it needs no question mark.
    ``single``: one such question is enough for a list. ``plain``: the lines look like the text around them.
    ``named``: the answer may open with the speaker's name. ``anywhere``: the questions are known in any
    place. ``levelled``: the questions of all levels are already one list. ``second``: only their places
    show the questions, so a candidate by any other means on their stretch is chosen before this one.
    """

    method: str
    how: str
    by_words: bool = False
    single: bool = False
    plain: bool = False
    named: bool = False
    anywhere: bool = False
    levelled: bool = False
    second: bool = False


class Mark(NamedTuple):
    """A mark is a question: lines ``first`` to ``last``, its words without label, its answer's first line.

    ``cut`` counts the characters of line ``answer`` that are a label and belong to no answer.
    """

    first: int
    last: int
    text: str
    answer: int
    cut: int = 0


class AnswerLines(NamedTuple):
    """An answer has lines, as (line, characters cut from its start), and lines left out, as (line, reason).

    Below the last answer of the page, only the line that ends it is listed.
    """

    kept: tuple[tuple[int, int], ...]
    left: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate is what one strategy proposes for the page.

    ``purity`` is the share of asking lines among those of this look, from first to last question. ``sure``
    is the strategy's own evidence besides the look, 0 to 1. The last answer ends before line ``end``; 0 is
    the end of the page. ``others`` has the means of marks from another candidate, by first line. ``beside``
    counts other headings of this look that do not ask and stand above text as its questions do.
    """

    means: Means
    marks: tuple[Mark, ...]
    purity: float = 1.0
    sure: float = 0.0
    end: int = 0
    beside: int = 0
    others: Mapping[int, Means] = field(default_factory=dict)

    def means_of(self, mark: Mark) -> Means:
        """Return the means by which this question was recognised."""
        return self.others.get(mark.first, self.means)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet is a document with its lines; ``clutter`` is by line, and ``regions`` is by container.

    ``own`` has the lines that are not clutter, with number and text. ``stated`` is the page's markup, as
    {question by its letters: answer as given}. ``announced``: the page's title says that questions follow.
    ``explained``: it does not, but it says that something is explained. ``entries`` are lines of an index.
    The last four are filled when needed: ``beginnings`` has the first letters of the markup's answers,
    ``words`` those of lines, ``marks`` the questions of marked lines, ``answers`` those to questions.
    """

    document: NormalDocument
    lines: list[Line]
    clutter: list[bool]
    regions: list[Region]
    own: list[tuple[int, Line, str]]
    stated: dict[str, str]
    places: Places
    announced: bool
    explained: bool
    entries: frozenset[int] = frozenset()
    beginnings: set[str] = field(default_factory=set)
    words: dict[int, Counter[str]] = field(default_factory=dict)
    marks: dict[tuple[int, ...], tuple[Mark, ...]] = field(default_factory=dict)
    answers: dict[tuple[tuple[Mark, ...], int], tuple[AnswerLines, ...]] = field(default_factory=dict)


class Turn(NamedTuple):
    """A turn is a question with the lines of its answer, as (line, characters cut from its start).

    ``left`` has the lines below the question that are left out of its answer, as (line, why). ``stated`` is
    the markup's answer if it has other words, or if the page shows no answer and ``answer`` is empty.
    """

    mark: Mark
    answer: tuple[tuple[int, int], ...]
    left: tuple[tuple[int, str], ...] = ()
    stated: str = ""
