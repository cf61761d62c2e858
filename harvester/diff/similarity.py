"""Rate how likely two wordings are of the same question, by arithmetic on two pairs. Nothing is assigned."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from harvester.diff.edit import less
from harvester.diff.negation import negates
from harvester.diff.tokens import cut, features
from harvester.model import Pair
from harvester.text import match_key

QUESTION_FLOOR = 0.62
ANSWER_FLOOR = 0.34
"""These similarities, of the question's characters and of the answer's words, speak neither for nor against.

Unrelated questions of one language share 0.45 to 0.55 of their characters, unrelated answers 0.2 to 0.3 of
their words. The values were set on 155 hand-labelled transitions of five pages (237 rewordings, English and
French): any two with a sum from 0.92 to 1.04 are within a point of the best F1. Between 95 pages that have
nothing to do with each other, 19 of 25,738 questions found a partner.
"""

FULL_WORDS = 20
"""An answer with at least this many words counts fully; shorter ones ("Yes.") are alike by chance."""

MAX_WORDS = 1000
MAX_LETTERS = 500
"""This many words of an answer and characters of a question are looked at, so that a hostile page costs no
more than a long one. The longest question of the labelled transitions has 286 characters."""

EVEN = 0.37
"""At this evidence, as many of all possible links between two versions are right as wrong, by a logistic
regression on the candidates of the labelled transitions. Above it, the log odds grow with the evidence."""

CERTAINTY = 16.0
"""The confidence of a chosen link grows this fast with the evidence: 50 % at 0, 83 % at 0.1, 96 % at 0.2.

A logistic regression on the links that were chosen in the labelled transitions, those below 0 included, gives
16.3 and no constant term. Without one of the five series it gives 15 to 20."""

OPPOSED = 1 - QUESTION_FLOOR
"""Evidence loses this if two questions differ in little except that one says no: the questions then prove
nothing, and the answers decide. "Can vaccinated people travel?" seldom becomes its opposite; it has a
twin."""

MAX_TWIN = 3
"""Such twins differ in at most this many words, old and new together: "do" and "do not" in one, French in
two."""

MAX_CELLS = 1 << 16
"""One stage of a match makes at most this many comparisons: 256 questions with 256 others, 0.2 to 0.5 s.

Beyond it, each is compared with those about as far down the page. A page of news that was rewritten as a
whole had 101 with 79.
"""

LETTERS_A_CELL = 100_000
"""If the product of the lengths of two wordings is this, the loop in C takes as long as all the rest of a
comparison, 3 microseconds. Of longer ones, fewer are compared."""

_SIZE = 0x110000  # code points: each word of the answers is one


class Wording(NamedTuple):
    """The match keys of a pair."""

    question: str
    answer: str


class Weighed(NamedTuple):
    """A wording made ready for comparison.

    answer: its words as code points, sorted: the longest common subsequence of two sorted strings is what
    the answers share, so that one call in C compares bags of words.
    """

    question: str
    answer: str


def worded(pair: Pair) -> Wording:
    """Return the pair by what it is matched by."""
    return Wording(match_key(pair.question), match_key(pair.answer))


def weighed(*groups: Sequence[Wording]) -> list[list[Weighed]]:
    """Return the wordings of each group, weighed; only those made in one call can be compared."""
    numbers: dict[str, int] = {}

    def bag(answer: str) -> str:
        found = islice(features(answer), MAX_WORDS)
        return "".join(sorted([chr(numbers.setdefault(word, len(numbers) % _SIZE)) for word in found]))

    return [
        [Weighed(wording.question[:MAX_LETTERS], bag(wording.answer)) for wording in group]
        for group in groups
    ]


def evidence(old: Weighed, news: Sequence[Weighed]) -> list[float]:
    """Return how much speaks for each being the same question, above 0 where more does than against it.

    The question's characters and the answer's words each count by what they are above their floor, a
    short answer less.
    """
    asked = _similarities(old.question, [new.question for new in news])
    answered = answers_alike(old, news)
    most = min(1.0, len(old.answer) / FULL_WORDS)
    return [
        question - QUESTION_FLOOR + min(most, len(new.answer) / FULL_WORDS) * answer
        for new, question, answer in zip(news, asked, answered, strict=True)
    ]


def affordable(contests: Iterable[tuple[Sequence[Weighed], Sequence[Weighed]]]) -> float:
    """Return which share of all comparisons may be made: they cost no more than `MAX_CELLS` short ones."""
    cells = sum(
        len(before) * len(after) + _letters(before) * _letters(after) / LETTERS_A_CELL
        for before, after in contests
    )
    return min(1.0, MAX_CELLS / max(1.0, cells))


def _letters(wordings: Iterable[Weighed]) -> int:
    return sum(len(each.question) + len(each.answer) for each in wordings)


def chance(total: float) -> float:
    """Return the confidence of a link that was chosen for so much evidence, 0 to 1, in hundredths."""
    return probability(CERTAINTY * total)


def probability(log_odds: float) -> float:
    """Return what log odds are worth, 0 to 1, in hundredths: 0.5 if they are even."""
    return round(1 / (1 + math.exp(-log_odds)), 2)


def answers_alike(old: Weighed, news: Sequence[Weighed]) -> list[float]:
    """Return the share of words in common with each, less what two answers share by chance."""
    return [each - ANSWER_FLOOR for each in _similarities(old.answer, [new.answer for new in news])]


def _similarities(text: str, others: Sequence[str]) -> list[float]:
    """Return how alike the text is to each of the others, 0 to 1; the loop runs in C."""
    scores = [0.0] * len(others)
    for _, score, index in process.extract(text, others, scorer=Indel.normalized_similarity, limit=None):
        scores[index] = score
    return scores


def opposed(old: Wording, new: Wording) -> bool:
    """Return whether the questions are the same but that one says no where the other does not."""
    olds, news = cut(old.question[:MAX_LETTERS]), cut(new.question[:MAX_LETTERS])
    removed, added = less(olds, news), less(news, olds)
    return len(removed) + len(added) <= MAX_TWIN and negates(removed, added)


def neighbourhood(count: int, others: int, share: float) -> Iterator[tuple[int, range]]:
    """Yield for each of the first that share of the others, those about as far down."""
    width = max(1, int(others * share))
    for rank in range(count if others else 0):
        start = max(0, min(rank * others // count - width // 2, others - width))
        yield rank, range(start, min(start + width, others))
