"""Links between the questions that letters and words leave without a partner, by their rare words."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from harvester.diff.align import longest_increasing
from harvester.diff.assignment import PossibleLink, assigned
from harvester.diff.rarity import Rarity, log_odds
from harvester.diff.similarity import CERTAINTY, OPPOSED, Wording, neighbourhood, opposed

MAX_COMPARED = 1 << 13
"""At most this many comparisons are made, 0.01 ms each: 90 questions with 90 others. Beyond it each is
compared with those about as far down."""

_Link = tuple[int, int]
_Wordings = Mapping[int, Wording]


class Gaps(NamedTuple):
    """The number of the gap between links in which each position stands, older and newer."""

    older: list[int]
    newer: list[int]

    @classmethod
    def of(cls, links: Mapping[int, int], old_count: int, new_count: int) -> "Gaps":
        """Return the gaps that the links make which are in order.

        What lies in the same gap on both sides stands between the same neighbours.
        """
        olds = sorted(links)
        older, newer = [0] * old_count, [0] * new_count
        for each in longest_increasing([links[old] for old in olds]):
            older[olds[each]] = newer[links[olds[each]]] = 1
        return cls([*accumulate(older)], [*accumulate(newer)])

    def hold(self, link: _Link) -> bool:
        """Return whether both stand in the same gap."""
        return self.older[link[0]] == self.newer[link[1]]


def linked_by_words(olds: _Wordings, news: _Wordings, rarity: Rarity, gaps: Gaps) -> dict[_Link, float]:
    """Return the links of pairs that are likelier than not one entry, with their confidences."""
    common = dict(_common(olds, news, rarity))
    rivals = _rivals(common)
    odds = {
        link: log_odds(each, rivals[link], in_order=gaps.hold(link)) for link, each in common.items() if each
    }
    for link in [link for link, each in odds.items() if each > 0]:
        if opposed(olds[link[0]], news[link[1]]):
            odds[link] -= OPPOSED * CERTAINTY
    links = assigned(PossibleLink(*link, each) for link, each in odds.items() if each > 0)
    return {link: round(1 / (1 + math.exp(-odds[link])), 2) for link in links}


def _common(olds: _Wordings, news: _Wordings, rarity: Rarity) -> Iterator[tuple[_Link, float]]:
    """Yield how much each two pairs have in common; of too many, only those about as far down."""
    before, after = list(olds), list(news)
    share = min(1.0, MAX_COMPARED / max(1, len(before) * len(after)))
    words = [rarity.weighted(news[n]) for n in after]
    for rank, others in neighbourhood(len(before), len(after), share):
        own = rarity.weighted(olds[before[rank]])
        yield from (((before[rank], after[n]), rarity.in_common(own, words[n])) for n in others)


def _rivals(common: Mapping[_Link, float]) -> dict[_Link, float]:
    """Return for each link the best score of another one that shares a side with it, 0 for none."""
    sides = [_second_best((link[side], score) for link, score in common.items()) for side in (0, 1)]
    return {
        link: max(best[link[side]][score < best[link[side]][1]] for side, best in enumerate(sides))
        for link, score in common.items()
    }


def _second_best(scores: Iterable[tuple[int, float]]) -> dict[int, tuple[float, float]]:
    """Return for each position its second best score, 0 for none, and its best one."""
    found: defaultdict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for position, score in scores:
        second, best = found[position]
        found[position] = (best, score) if score >= best else (max(second, score), best)
    return found
