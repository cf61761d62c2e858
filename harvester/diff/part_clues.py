"""Weigh what speaks for and against a question being a part of another one that goes on."""

import math
from collections.abc import Mapping, Sequence
from operator import mul
from typing import NamedTuple

from harvester.diff.clues import LONG
from harvester.diff.rarity import Rarity, Vocabulary

FEW = 3
"""A word in at most this many pairs can be one that only the whole, its continuation and the part have."""


class PartClues(NamedTuple):
    """What shows whether a question is a part of a whole; or how much each of these counts.

    covered: share of the part's words that the whole has, each weighed by its rarity, less the second
    greatest that any whole has. rare: logarithm of the count, plus one, of rare words that both have, less
    the second greatest of any whole; it counts less on pages with few pairs. adds: how much more of the
    whole, by pieces of words, its continuation and the part have together than either of them. asked: share
    of the words of the part's question that the whole has. longer: logarithm of how much longer the whole's
    question is than its continuation's. phrases: whether the part's answer has phrases of the whole, and it
    takes no side that the whole did not take.
    """

    covered: float
    rare: float
    adds: float
    asked: float
    longer: float
    phrases: float


ALONE = -9.99
"""The log odds that a question is a part if no clue says anything."""

WEIGHTS = PartClues(
    covered=4.31,
    rare=2.0,
    adds=16.71,
    asked=5.91,
    longer=1.34,
    phrases=3.7,
)
"""What each clue adds to the log odds, by a logistic regression on the questions beside reworded ones in
labelled, written and drawn transitions (``python -m benchmarks.clues``)."""


def log_odds(clues: PartClues) -> float:
    """Return the log odds that a question is a part."""
    return sum(map(mul, clues, WEIGHTS), ALONE)


class Asked(NamedTuple):
    """The words of a pair, the pieces of them, and the number of characters of its question."""

    words: Vocabulary
    pieces: frozenset[str]
    length: int


class Rarities(NamedTuple):
    """How rare words are on the page, and pieces of words among what may be parts and wholes."""

    words: Rarity
    pieces: Rarity


class Continued(NamedTuple):
    """The whole and its continuation on the other side."""

    whole: Asked
    continuation: Asked


def clues_of(
    rarities: Rarities, part: Asked, families: Sequence[Continued], phrases: Mapping[int, bool]
) -> list[PartClues]:
    """Return for each family what tells whether the question is a part of its whole.

    phrases: by the rank of the family.
    """
    rarity = rarities.words
    total = rarity.weight(part.words.all)
    common = [part.words.all & family.whole.words.all for family in families]
    covered = _above_second([rarity.weight(each) / total if each else 0.0 for each in common])
    telling = max(0.0, 1 - FEW / rarity.size)  # the share of the pairs that are others
    rare = _above_second([math.log1p(sum(_is_rare(word, rarity) for word in each)) for each in common])
    return [
        PartClues(
            covered[rank],
            telling * rare[rank],
            _adds(rarities.pieces, part, family),
            _asked(rarity, part, family),
            math.log((1 + family.whole.length) / (1 + family.continuation.length)),
            float(phrases.get(rank, False)),
        )
        for rank, family in enumerate(families)
    ]


def _is_rare(word: str, rarity: Rarity) -> bool:
    return rarity.counts[word] <= FEW and (len(word) >= LONG or not word.isascii())


def _above_second(values: Sequence[float]) -> list[float]:
    """Return the values less the second greatest of them, 0 beside a single one."""
    second = sorted((0.0, *values))[-2]
    return [each - second for each in values]


def _adds(rarity: Rarity, part: Asked, family: Continued) -> float:
    """Return how much more of the whole the continuation and the part have together than either, 0 to 1."""
    whole, going_on = family.whole.pieces, family.continuation.pieces
    both = rarity.weight(whole & (going_on | part.pieces))
    either = max(rarity.weight(whole & going_on), rarity.weight(whole & part.pieces))
    return (both - either) / rarity.weight(whole) if whole else 0.0


def _asked(rarity: Rarity, part: Asked, family: Continued) -> float:
    """Return which share of the part's question the whole has."""
    own = part.words.question
    return rarity.weight(own & family.whole.words.all) / rarity.weight(own) if own else 0.0
