"""What two pairs have in common, each word counted by how rare it is on both pages. Pure; no assignment.

A question that is asked in other words, with an answer written anew, still is about the same things: "ferry",
"14 March", a name. So words of questions and answers count together, and those of few pairs count most.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from harvester.diff.similarity import MAX_LETTERS, MAX_WORDS, Wording
from harvester.diff.tokens import features

STEM = 5
"""Words with the same first letters, so many, count as one: "ferry" and "ferries". Endings differ with case
and number in most languages."""

HALF = 0.5
"""Share of what both have in common among all words, and among those of the shorter pair, count alike."""

ALONE, IN_COMMON, NEARER, IN_ORDER = -4.2, 6.05, 7.73, 1.98
"""The log odds that two pairs without a partner are the same entry: without anything in common, and for what
they have in common, for how much more that is than with any other pair, and for standing in order.

A logistic regression on the pairs that letters and words left without a partner in 155 labelled transitions
of real pages, 133 by a writer who had not seen the matcher and 125 invented ones. Each weight is much the
same without one language or series in six (`docs/accuracy.md`)."""


class Weighted(NamedTuple):
    """The words of a pair, with the sums of their weights and of the squares of these.

    Sums are exact (`math.fsum`), for sets have another order in each process.
    """

    words: frozenset[str]
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much words count, each by its first letters: more if few pairs have it. squares: of the weights."""

    weights: Mapping[str, float]
    squares: Mapping[str, float]

    @classmethod
    def of(cls, wordings: Sequence[Wording]) -> "Rarity":
        """Return how rare the words are among these pairs."""
        counts = Counter(word for each in wordings for word in stems(each))
        weights = {word: math.log(1 + len(wordings) / count) for word, count in counts.items()}
        return cls(weights, {word: weight**2 for word, weight in weights.items()})

    def weighted(self, wording: Wording) -> Weighted:
        """Return the words of one of these pairs, made ready for comparison."""
        words = stems(wording)
        return Weighted(
            words,
            math.fsum(map(self.weights.__getitem__, words)),
            math.fsum(map(self.squares.__getitem__, words)),
        )

    def in_common(self, one: Weighted, other: Weighted) -> float:
        """Return how much two pairs have in common, 0 to 1."""
        both = one.words & other.words
        if not both:
            return 0.0
        cosine = math.fsum(map(self.squares.__getitem__, both)) / math.sqrt(one.squares * other.squares)
        share = math.fsum(map(self.weights.__getitem__, both)) / min(one.total, other.total)
        return HALF * (cosine + share)


def stems(wording: Wording) -> frozenset[str]:
    """Return the first letters of the words of a pair; in scripts without spaces, pairs of characters."""
    question = features(wording.question[:MAX_LETTERS])
    words = (*question, *islice(features(wording.answer), MAX_WORDS))
    return frozenset(word[:STEM] for word in words)


def log_odds(common: float, rival: float, *, in_order: bool) -> float:
    """Return the log odds that two pairs are one entry.

    common: what they have in common. rival: the most that either has in common with another pair. in_order:
    they stand between the same neighbours.
    """
    return ALONE + IN_COMMON * common + NEARER * (common - rival) + IN_ORDER * in_order
