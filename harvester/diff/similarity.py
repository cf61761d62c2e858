"""How likely two wordings are of the same question. Pure arithmetic on two pairs; no assignment."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import Indel

from harvester.diff.classes import less, negates
from harvester.diff.tokens import cut, features
from harvester.model import Pair
from harvester.text import match_key

QUESTION_FLOOR = 0.62
ANSWER_FLOOR = 0.34
"""Similarities that speak neither for nor against, of the question's characters and of the answer's words.

Unrelated questions of one language share 0.45 to 0.55 of their characters, unrelated answers 0.2 to 0.3 of
their words. Set on 155 hand-labelled transitions of five pages (237 rewordings, English and French), where
any two of a sum from 0.92 to 1.04 are within a point of the best F1; between 95 pages that have nothing to do
with each other, 19 of 25,738 questions found a partner.
"""

FULL_WORDS = 20
"""Words from which on an answer tells all it can: shorter ones ("Yes.") are alike by chance."""

MAX_WORDS = 1000
"""Words of an answer that are looked at, so that a hostile page costs no more than a long one."""

OPPOSED = 1 - QUESTION_FLOOR
"""What it takes away that two questions differ in little but that one says no: then they tell nothing, and
the answers decide. "Can vaccinated people travel?" has a twin far oftener than it is turned round."""

MAX_TWIN = 3
"""Most words, old and new together, in which such twins differ: "do" and "do not" in one, French in two."""

_SIZE = 0x110000  # code points: each word of the answers is one


class Wording(NamedTuple):
    """A pair made ready for comparison.

    answer: its words as code points, sorted: the longest common subsequence of two sorted strings is what
    the answers share, so that one call in C compares bags of words.
    """

    question: str
    answer: str


def wordings(*groups: Sequence[Pair]) -> list[list[Wording]]:
    """Return the wordings of each group of pairs; only those made in one call can be compared."""
    numbers: dict[str, int] = {}

    def bag(answer: str) -> str:
        found = islice(features(match_key(answer)), MAX_WORDS)
        return "".join(sorted(chr(numbers.setdefault(word, len(numbers) % _SIZE)) for word in found))

    return [[Wording(match_key(pair.question), bag(pair.answer)) for pair in group] for group in groups]


def evidence(old: Wording, new: Wording) -> float:
    """Return how much speaks for the same question, above 0 when more does than against it.

    The question's characters and the answer's words each count by what they are above their floor, a
    short answer less.
    """
    asked = Indel.normalized_similarity(old.question, new.question) - QUESTION_FLOOR
    weight = min(1.0, len(old.answer) / FULL_WORDS, len(new.answer) / FULL_WORDS)
    if asked + weight * (1 - ANSWER_FLOOR) <= 0:
        return asked
    return asked + weight * answers_alike(old, new)


def answers_alike(old: Wording, new: Wording) -> float:
    """Return the share of words in common, less what two answers share by chance."""
    return Indel.normalized_similarity(old.answer, new.answer) - ANSWER_FLOOR


def opposed(old: Wording, new: Wording) -> bool:
    """Return whether the questions are the same but that one says no where the other does not."""
    olds, news = cut(old.question), cut(new.question)
    removed, added = less(olds, news), less(news, olds)
    return len(removed) + len(added) <= MAX_TWIN and negates(removed, added)
