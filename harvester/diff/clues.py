"""Weigh what speaks for and against two pairs being one entry, if neither has a partner. Nothing is assigned.

A page that is written anew keeps what it is about. A page that exchanges one question for another keeps how
it asks. So words that only two pairs have speak for a link, and so does being nearer to each other than to
all other pairs. A subject of its own on each side speaks against it.
"""

import heapq
import math
from collections.abc import Sequence
from operator import itemgetter, mul
from typing import NamedTuple

from rapidfuzz.distance import Indel

from harvester.diff.rarity import Rarity, Vocabulary, Weighted, pieces, vocabulary
from harvester.diff.similarity import FULL_WORDS, Weighed, Wording, evidence, weighed
from harvester.diff.tokens import is_number

LONG = 4
"""A word with fewer ASCII letters stands in two pairs by chance. Those of other scripts count at any length:
two signs of Japanese are a word."""

FEW = 2
"""If at most this many words of each question are exchanged for others, the questions look like twins."""

UNLIKE = 0.6
"""Words with a smaller share of their letters in common are other words, not other forms of one."""

APART = 0.15
"""Long answers with a smaller share of words in common than this are about different things."""


PATTERNS = 256
"""A question with the same pattern is looked for among at most this many questions of the page."""


class Clues(NamedTuple):
    """What tells of two pairs whether they are one entry; or how much each of these counts.

    in_common: share of the lighter pair's words that both have, each weighed by its rarity. nearer: how much
    more alike their pieces of words are than the second most that either has with any pair. nearer_letters:
    the same of letters and words (`harvester.diff.similarity.evidence`). nearer_questions: the same of the
    questions' words.
    only_here: logarithm of the count, plus one, of words that both have and no third pair has. subjects: how
    rare a word of the question is that its answer takes up and the other pair lacks; of both sides the lower
    one. exchanged: one or two words of the question were exchanged for unlike ones, above answers too short
    to tell. other_word: of questions that differ in one word each, how much of it the other pair lacks.
    apart: long answers have little in common. pattern: the questions' letters are alike, but a third question
    has their common words too. figures: both answers have figures, and none in common.

    only_here, exchanged and other_word count less on pages with few pairs, and nothing if there is no third.
    """

    in_common: float
    nearer: float
    nearer_letters: float
    nearer_questions: float
    only_here: float
    subjects: float
    exchanged: float
    other_word: float
    apart: float
    pattern: float
    figures: float


ALONE = -1.79
"""The log odds that two pairs are one entry if no clue says anything."""

WEIGHTS = Clues(
    in_common=3.94,
    nearer=4.74,
    nearer_letters=11.51,
    nearer_questions=0.92,
    only_here=2.37,
    subjects=-0.98,
    exchanged=-5.5,
    other_word=-2.12,
    apart=-2.48,
    pattern=-1.89,
    figures=-1.41,
)
"""What each clue adds to the log odds, by a logistic regression on the pairs that are left without a partner
in labelled, written and drawn transitions. ``python -m benchmarks.clues`` fits them again, also without one
series or a fifth of the languages: they differ little, and what is left out is linked as well."""


def log_odds(clues: Clues) -> float:
    """Return the log odds that two pairs are one entry."""
    return sum(map(mul, clues, WEIGHTS), ALONE)


class Entry(NamedTuple):
    """A pair made ready for comparison.

    question: weighed among the questions; pieces among the pairs without a partner; all else among the pairs.
    figures: the numbers in the answer.
    """

    words: Vocabulary
    question: Weighted
    answer: Weighted
    whole: Weighted
    pieces: Weighted
    letters: Weighed
    figures: frozenset[str]

    @property
    def fullness(self) -> float:
        """Return how much the answer can tell, 0 to 1: a short one is like others by chance."""
        return min(1.0, len(self.letters.answer) / FULL_WORDS)


class Likeness(NamedTuple):
    """How alike two pairs are: by pieces of words, by letters and words, by the words of their questions."""

    pieces: float
    letters: float
    questions: float


class Pages:
    """The pairs without a partner of both versions of a page, made ready for comparison."""

    def __init__(self, sides: Sequence[Sequence[Wording]], left: Sequence[Sequence[int]]) -> None:
        """Make ready, of the older and of the newer pairs, those at the positions that are left."""
        words = [[vocabulary(each) for each in side] for side in sides]
        every = [each for side in words for each in side]
        self._all = Rarity.of([each.all for each in every])
        self._asked = Rarity.of([each.question for each in every])
        self._questions = [each.question for each in every[:PATTERNS]]
        self._telling = 1 - 2 / len(every)  # the share of the pairs that are others
        self._patterns: dict[frozenset[str], list[tuple[float, frozenset[str]]]] = {}
        free = [[side[n] for n in at] for side, at in zip(sides, left, strict=True)]
        letters, cut = weighed(*free), [pieces(side) for side in free]
        self._pieces = Rarity.of([each for side in cut for each in side])
        self.older, self.newer = (
            {n: self._entry(side[n], own, letter) for n, own, letter in zip(at, owns, made, strict=True)}
            for side, at, owns, made in zip(words, left, cut, letters, strict=True)
        )

    def _entry(self, words: Vocabulary, cut: frozenset[str], letters: Weighed) -> Entry:
        return Entry(
            words,
            self._asked.weighted(words.question),
            self._all.weighted(words.answer),
            self._all.weighted(words.all),
            self._pieces.weighted(cut),
            letters,
            frozenset(filter(is_number, words.answer)),
        )

    def likenesses(self, old: int, news: Sequence[int]) -> list[Likeness]:
        """Return how alike an older pair and each of these newer ones are."""
        one, others = self.older[old], [self.newer[new] for new in news]
        found = evidence(one.letters, [each.letters for each in others])
        return [
            Likeness(
                self._pieces.cosine(one.pieces, other.pieces),
                letters,
                self._asked.cosine(one.question, other.question),
            )
            for other, letters in zip(others, found, strict=True)
        ]

    def clues(self, link: tuple[int, int], likeness: Likeness, rival: Likeness) -> Clues:
        """Return what tells whether two pairs are one entry.

        rival: for each kind of likeness, the second greatest that either has with any pair.
        """
        old, new = self.older[link[0]], self.newer[link[1]]
        fullness = min(old.fullness, new.fullness)
        return Clues(
            in_common=self._all.share(old.whole, new.whole),
            nearer=likeness.pieces - rival.pieces,
            nearer_letters=likeness.letters - rival.letters,
            nearer_questions=likeness.questions - rival.questions,
            only_here=self._telling * math.log1p(self._only_here(old.words, new.words)),
            subjects=min(self._subject(old.words, new.words), self._subject(new.words, old.words)),
            exchanged=self._telling * (1 - fullness) * _are_exchanged(old.words, new.words),
            other_word=self._telling * self._other_word(old.words, new.words),
            apart=fullness * max(0.0, APART - self._all.cosine(old.answer, new.answer)),
            pattern=self._pattern(old.words.question, new.words.question)
            * Indel.normalized_similarity(old.letters.question, new.letters.question),
            figures=float(_differ(old.figures, new.figures)),
        )

    def _only_here(self, old: Vocabulary, new: Vocabulary) -> int:
        """Return how many words both pairs have, and no third one."""
        return sum(
            self._all.counts[word] == 2 and (len(word) >= LONG or not word.isascii())  # noqa: PLR2004  both
            for word in old.all & new.all
        )

    def _subject(self, own: Vocabulary, other: Vocabulary) -> float:
        """Return how rare a word of the question is that its answer takes up and the other pair lacks."""
        return self._all.heaviest((own.question & own.answer) - other.all)

    def _other_word(self, old: Vocabulary, new: Vocabulary) -> float:
        """Return how much the other pair lacks of the word in which two questions differ, 0 to 1."""
        went, came = old.question - new.question, new.question - old.question
        if max(len(went), len(came)) != 1 or not old.question & new.question:
            return 0.0
        return self._all.weight((went - new.all) | (came - old.all)) / self._all.weight(went | came)

    def _pattern(self, old: frozenset[str], new: frozenset[str]) -> float:
        """Return which share of what two questions have in common a third one has too."""
        common = old & new
        if common not in self._patterns:
            total = self._all.weight(common)
            shares = [(self._all.weight(common & each) / total, each) for each in self._questions if common]
            self._patterns[common] = heapq.nlargest(3, shares, key=itemgetter(0))
        others = [share for share, question in self._patterns[common] if question not in {old, new}]
        return others[0] if others else 0.0


def _are_exchanged(old: Vocabulary, new: Vocabulary) -> bool:
    """Return whether a few words of a question were exchanged for unlike ones that the other pair lacks."""
    went, came = old.question - new.question, new.question - old.question
    if not (went and came and max(len(went), len(came)) <= FEW and old.question & new.question):
        return False
    if went & new.answer or came & old.answer:
        return False
    return all(Indel.normalized_similarity(one, other) < UNLIKE for one in went for other in came)


def _differ(olds: frozenset[str], news: frozenset[str]) -> bool:
    """Return whether both have something, and nothing in common."""
    return bool(olds and news and not olds & news)
