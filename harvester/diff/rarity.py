"""Measure what pairs have in common, with each word weighed by how rare it is on both pages. Pure.

A question in other words, with a rewritten answer, is still about the same things: "ferry", "14 March", a
name. So the words that few pairs have count most.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from harvester.diff.similarity import MAX_LETTERS, MAX_WORDS, Wording
from harvester.diff.tokens import features

STEM = 5
"""Words with this many first letters in common count as one word: "ferry" and "ferries". In most languages,
endings differ with case and number."""

PIECE = 4
"""Pieces of words have this many characters. Compounds and inflected words have pieces in common where their
first letters differ: "Bootsbesitzer" and "Segelbootsbesitzer". With 3, 5 or 6 characters, up to 3 links fewer
are right in sets of 48 to 133 transitions."""

LONGEST = 48
"""At most this many characters of a word are cut into pieces, so that a hostile word costs no more than a
compound."""

_Stems = frozenset[str]


class Vocabulary(NamedTuple):
    """The words of a pair by their first letters; in scripts without spaces, pairs of characters."""

    question: _Stems
    answer: _Stems
    all: _Stems


class Weighted(NamedTuple):
    """The words of a text, with the sums of their weights and of the squares of these."""

    words: _Stems
    total: float
    squares: float


def vocabulary(wording: Wording) -> Vocabulary:
    """Return the words of a pair."""
    question = frozenset(word[:STEM] for word in features(wording.question[:MAX_LETTERS]))
    answer = frozenset(word[:STEM] for word in islice(features(wording.answer), MAX_WORDS))
    return Vocabulary(question, answer, question | answer)


def pieces(wordings: Iterable[Wording]) -> list[frozenset[str]]:
    """Return the pieces of the words of each pair; the space before a word is its first character."""
    known: dict[str, list[str]] = {}  # texts of a page have many words in common

    def cut(wording: Wording) -> frozenset[str]:
        words = {*features(wording.question[:MAX_LETTERS]), *islice(features(wording.answer), MAX_WORDS)}
        known.update((word, _pieces(f" {word[:LONGEST]}")) for word in words - known.keys())
        return frozenset().union(*map(known.__getitem__, words))

    return [cut(wording) for wording in wordings]


def _pieces(word: str) -> list[str]:
    return [word[at : at + PIECE] for at in range(max(1, len(word) + 1 - PIECE))]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much words count: more if few texts have them. counts: of texts that have each word. size: of all.

    squares: those of the weights.

    Sums are exact (`math.fsum`), for sets have another order in each process.
    """

    weights: Mapping[str, float]
    squares: Mapping[str, float]
    counts: Mapping[str, int]
    size: int

    @classmethod
    def of(cls, texts: Sequence[_Stems]) -> "Rarity":
        """Return how rare the words are among these texts."""
        counts = Counter(word for text in texts for word in text)
        by_count = {count: math.log(1 + len(texts) / count) for count in {*counts.values()}}
        weights = {word: by_count[count] for word, count in counts.items()}
        squares = {word: weight * weight for word, weight in weights.items()}
        return cls(weights, squares, counts, len(texts))

    def weight(self, words: Iterable[str]) -> float:
        """Return how much the words count together."""
        return math.fsum(map(self.weights.__getitem__, words))

    def heaviest(self, words: Iterable[str]) -> float:
        """Return how much the rarest of the words counts, 0 for none."""
        return max(map(self.weights.__getitem__, words), default=0.0)

    def weighted(self, words: _Stems) -> Weighted:
        """Return one of the texts, made ready for comparison."""
        return Weighted(words, self.weight(words), self._squares(words))

    def share(self, one: Weighted, other: Weighted) -> float:
        """Return which share of the lighter text both have, 0 to 1."""
        both = one.words & other.words
        return self.weight(both) / min(one.total, other.total) if both else 0.0

    def cosine(self, one: Weighted, other: Weighted) -> float:
        """Return the cosine of the angle between two texts, 0 to 1."""
        both = one.words & other.words
        return self._squares(both) / math.sqrt(one.squares * other.squares) if both else 0.0

    def _squares(self, words: Iterable[str]) -> float:
        return math.fsum(map(self.squares.__getitem__, words))
