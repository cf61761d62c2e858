"""What two pairs have in common, each word counted by how rare it is on both pages. Pure; no assignment.

A question that is asked in other words, with an answer written anew, still is about the same things: "ferry",
"14 March", a name. So words of questions and answers count together, and those of few pairs count most.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


class Rarity(NamedTuple):
    """The words of some pairs, each by its first letters, and how much each counts: more if few have it."""

    weights: Mapping[str, float]

    @classmethod
    def of(cls, wordings: Sequence[Wording]) -> "Rarity":
        """Return how rare the words are among these pairs."""
        counts = Counter(word for each in wordings for word in stems(each))
        return cls({word: math.log(1 + len(wordings) / count) for word, count in counts.items()})

    def in_common(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how much two pairs have in common, 0 to 1."""
        both = one & other
        if not both:
            return 0.0
        cosine = self._squares(both) / math.sqrt(self._squares(one) * self._squares(other))
        share = self._sum(both) / min(self._sum(one), self._sum(other))
        return HALF * (cosine + share)

    def _sum(self, words: Iterable[str]) -> float:
        return math.fsum(map(self.weights.__getitem__, words))

    def _squares(self, words: Iterable[str]) -> float:
        return math.fsum(self.weights[word] ** 2 for word in words)


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
