"""Splits and merges: a question that came out of another one that goes on, or went into one.

    split    old: How do I cross?              new: How do I cross by car?   (it goes on)
                                                    How do I cross by boat?  (a part of it)
    merge    the same the other way round

The *whole* is the single question. Its *continuation* is the question that is linked with it, and a *part* is
another question on that side, which is linked with nothing. A part resembles the whole, and the continuation
alone does not explain the whole (`harvester.diff.part_clues`). Only a whole that was reworded has parts: a
question that stays in its words has only taken in, or given away, a piece of its answer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import NamedTuple, TypeAlias

from harvester.diff.edit import less
from harvester.diff.negation import negates
from harvester.diff.numbering import unnumbered
from harvester.diff.part_clues import Asked, Continued, PartClues, Rarities, clues_of, log_odds
from harvester.diff.rarity import Rarity, pieces, vocabulary
from harvester.diff.similarity import MAX_LETTERS, MAX_WORDS, Wording, evidence, probability, weighed, worded
from harvester.diff.tokens import cut, features
from harvester.model import Pair
from harvester.text import match_key

RUN = 3
"""A run has this many words. Single words are shared by all questions of a page, runs of three by few."""

MOST = 1 / 3
"""At least this share of a part's runs stands in the whole. The ten labelled parts that are found so have
0.34 to 0.88; below it are questions that took over a paragraph."""

ALIKE = 0.25
"""This much evidence is enough without shared runs, if the answers were rewritten. A link with as much is
right in 98 of 100 cases."""

PHRASE = 5
"""The part and the whole have at least this many runs that the continuation has not: a phrase of seven
words."""

TAKEN = 2 / 3
"""A question with at least this share of its runs from one whole only, whose continuation lacks them, is a
part of it whatever it asks. "What must I bring?" has no word of "Who is exempt, and with which proof?". Any
value from 0.5 to 1 finds the same in labelled and in invented transitions (`benchmarks/lineage.py`)."""

CLEAR = 2 / 3
"""A part resembles any other whole at most this much as it resembles its own. A question that is new beside
several reworded ones resembles all of them."""

MAX_COMPARED = 1 << 12
"""At most this many questions are held against wholes, 0.04 ms each; further ones are no parts."""

_Run: TypeAlias = tuple[str, ...]


class PartLink(NamedTuple):
    """A part by its position and that of its whole.

    In a split, old is the whole and new the part; in a merge, old is the part and new the whole.
    """

    old: int
    new: int
    confidence: float = 1.0


class _Family(NamedTuple):
    """Three positions: the whole and its continuation on the other side."""

    whole: int
    continuation: int


class _Texts(NamedTuple):
    """Wordings by position: of the side with the wholes, and of that with continuations and parts.

    asked_wholes, asked_others: those that may be one, made ready.
    """

    wholes: Sequence[Wording]
    others: Sequence[Wording]
    asked_wholes: Mapping[int, Asked]
    asked_others: Mapping[int, Asked]


class Candidate(NamedTuple):
    """Positions of a whole, its continuation, and a question that may be a part; and what tells of it."""

    whole: int
    continuation: int
    part: int
    clues: PartClues


def parts(
    old: Sequence[Pair], new: Sequence[Pair], links: Sequence[tuple[int, int]], returned: AbstractSet[int]
) -> tuple[tuple[PartLink, ...], tuple[PartLink, ...]]:
    """Return the splits and the merges, each by older and newer position.

    links: (older position, newer position). returned: newer positions of what came back.
    """
    for_splits, for_merges = undecided(old, new, links, returned)
    return (
        tuple(sorted(PartLink(whole, part, sure) for whole, part, sure in _decided(for_splits))),
        tuple(sorted(PartLink(part, whole, sure) for whole, part, sure in _decided(for_merges))),
    )


def undecided(
    old: Sequence[Pair], new: Sequence[Pair], links: Sequence[tuple[int, int]], returned: AbstractSet[int]
) -> tuple[list[Candidate], list[Candidate]]:
    """Return what may be parts of splits and of merges, with what tells of each."""
    old, new = unnumbered(old), unnumbered(new)
    reworded = [(a, b) for a, b in links if _is_reworded(old[a].question, new[b].question)]
    free_old = sorted(set(range(len(old))) - {before for before, _ in links})
    free_new = sorted(set(range(len(new))) - {after for _, after in links} - returned)
    if not reworded or not (free_old or free_new):
        return [], []
    olds, news = [worded(pair) for pair in old], [worded(pair) for pair in new]
    before = _asked(olds, [*(a for a, _ in reworded), *free_old])
    after = _asked(news, [*(b for _, b in reworded), *free_new])
    rarities = Rarities(
        Rarity.of([vocabulary(each).all for each in (*olds, *news)]),
        Rarity.of([each.pieces for each in (*before.values(), *after.values())]),
    )
    splits = _Texts(olds, news, before, after), [_Family(a, b) for a, b in reworded], free_new
    merges = _Texts(news, olds, after, before), [_Family(b, a) for a, b in reworded], free_old
    return list(_candidates(rarities, *splits)), list(_candidates(rarities, *merges))


def _decided(candidates: Iterable[Candidate]) -> Iterator[tuple[int, int, float]]:
    """Yield (whole, part, confidence) for each part, with the likeliest of its wholes."""
    best: dict[int, tuple[float, int]] = {}
    for each in candidates:
        odds = log_odds(each.clues)
        if odds > best.get(each.part, (0.0, 0))[0]:
            best[each.part] = odds, each.whole
    for part, (odds, whole) in best.items():
        yield whole, part, probability(odds)


def _candidates(
    rarities: Rarities, texts: _Texts, families: Sequence[_Family], free: Sequence[int]
) -> Iterator[Candidate]:
    """Yield each free question with each whole of which it has something that its continuation lacks.

    If they are too many, only the first ones are looked at.
    """
    most = free[: MAX_COMPARED // max(1, len(families))]
    phrases = {(whole, part) for whole, part in _by_phrases(texts, families, most)}
    wholes = [
        Continued(texts.asked_wholes[each.whole], texts.asked_others[each.continuation]) for each in families
    ]
    for part in most:
        said = {rank: (each.whole, part) in phrases for rank, each in enumerate(families)}
        found = clues_of(rarities, texts.asked_others[part], wholes, said)
        for each, clues in zip(families, found, strict=True):
            if clues.adds > 0 or clues.phrases:
                yield Candidate(each.whole, each.continuation, part, clues)


def _asked(wordings: Sequence[Wording], at: Sequence[int]) -> Mapping[int, Asked]:
    """Return the wordings at these positions, made ready."""
    chosen = [wordings[n] for n in at]
    return {
        n: Asked(vocabulary(each), cut, len(each.question))
        for n, each, cut in zip(at, chosen, pieces(chosen), strict=True)
    }


def _is_reworded(before: str, after: str) -> bool:
    return before != after and match_key(before) != match_key(after)


def _by_phrases(texts: _Texts, families: Sequence[_Family], free: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (whole, part) for each free question whose phrases show that it is a part."""
    if not families or not free:
        return
    wholes = [texts.wholes[each.whole] for each in families]
    candidates, against = weighed([texts.others[part] for part in free], wholes)
    given = _given_away(texts, families)
    for part, candidate in zip(free, candidates, strict=True):
        scores = dict(zip(families, evidence(candidate, against), strict=True))
        taken = _taken(_runs(texts.others[part].answer), given)
        if taken:
            scores[taken] = max(ALIKE, scores[taken])
        near = [(score, each) for each, score in scores.items() if score > 0]
        if near:
            yield from _part(texts, part, near)


def _given_away(texts: _Texts, families: Sequence[_Family]) -> Mapping[_Run, _Family]:
    """Return the runs that only one whole has and its continuation has not, with that family."""
    homes: dict[_Run, _Family | None] = {}
    for family in families:
        whole, continuation = texts.wholes[family.whole], texts.others[family.continuation]
        for run in _runs(whole.answer) - _runs(continuation.answer):
            homes[run] = None if run in homes else family
    return {run: family for run, family in homes.items() if family}


def _taken(own: AbstractSet[_Run], given: Mapping[_Run, _Family]) -> _Family | None:
    """Return the family that most of a part's own runs were given away by, if they are enough."""
    counts = Counter(given[run] for run in own if run in given)
    for family, count in counts.most_common(1):
        if count >= max(PHRASE, TAKEN * len(own)):
            return family
    return None


def _part(texts: _Texts, part: int, near: Sequence[tuple[float, _Family]]) -> Iterator[tuple[int, int]]:
    """Yield the family that the question is a part of, if there is one."""
    own = _runs(texts.others[part].answer)
    ranked = sorted(
        (_shared(own, _runs(texts.wholes[family.whole].answer)), score, family) for score, family in near
    )
    shared, score, family = ranked[-1]
    if len(ranked) > 1 and ranked[-2][0] > CLEAR * shared:
        return
    whole, continuation = texts.wholes[family.whole], texts.others[family.continuation]
    if shared < MOST and score < ALIKE:
        return
    left = _runs(whole.answer) - _runs(continuation.answer)
    if (shared >= MOST and len(own & left) >= PHRASE) or _takes_no_side(
        whole.question, continuation.question, texts.others[part].question
    ):
        yield family.whole, part


def _runs(answer: str) -> AbstractSet[_Run]:
    """Return the runs of words of an answer."""
    found = list(islice(features(answer), MAX_WORDS))
    return set(zip(*(found[shift:] for shift in range(RUN)), strict=False))


def _shared(own: AbstractSet[_Run], others: AbstractSet[_Run]) -> float:
    """Return which share of its own runs are among the others."""
    return len(own & others) / len(own) if own else 0.0


def _takes_no_side(whole: str, continuation: str, part: str) -> bool:
    """Return whether the whole has no word by which its continuation differs from the part.

    Of twins ("vaccinated", "not vaccinated") one has all words of the other, so the whole must also lack
    something that both have.
    """
    wholes, news, others = (_words(each) for each in (whole, continuation, part))
    if wholes & (news - others):
        return False
    twins = negates(*_differing(continuation, part))
    return not twins or bool((news & others) - wholes)


def _words(question: str) -> AbstractSet[str]:
    return set(features(question[:MAX_LETTERS]))


def _differing(one: str, other: str) -> tuple[Iterable[str], Iterable[str]]:
    """Return the tokens that only one of two questions has."""
    ones, others = cut(one[:MAX_LETTERS]), cut(other[:MAX_LETTERS])
    return less(ones, others), less(others, ones)
