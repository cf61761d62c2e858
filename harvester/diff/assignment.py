"""Optimal one-to-one assignment: find the links whose weights have the greatest sum. It knows no text.

The candidates are a sparse bipartite graph. Each of its connected components is solved by itself, by shortest
augmenting paths with potentials (Jonker and Volgenant, "A shortest augmenting path algorithm for dense and
sparse linear assignment problems", Computing 38, 1987).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

MAX_STEPS = 1 << 18
"""At most this many candidates of one component are looked at, in 0.3 s; the rest is assigned best first.

Only pages whose questions all resemble each other reach the bound."""


class PossibleLink(NamedTuple):
    """A possible link and its weight, which is above 0."""

    old: int
    new: int
    weight: float


_Weights = dict[int, dict[int, float]]  # of an old one: {new one: weight}


def assigned(candidates: Iterable[PossibleLink]) -> list[tuple[int, int]]:
    """Return the links (old, new), one to one, whose weights have the greatest sum, by old.

    Of assignments with equal sums, the one that comes first in the order of old and new is preferred.
    """
    weights: _Weights = defaultdict(dict)
    for old, new, weight in candidates:
        weights[old][new] = weight
    links: list[tuple[int, int]] = []
    for component in _components(weights):
        links += _Assignment(component).links()
    return sorted(links)


def _components(weights: _Weights) -> Iterator[_Weights]:
    """Yield the connected parts of the graph."""
    askers = defaultdict(list)
    for old, news in weights.items():
        for new in news:
            askers[new].append(old)
    seen: set[int] = set()
    for start in sorted(weights):
        if start in seen:
            continue
        seen.add(start)
        waiting, found = [start], []
        reached: set[int] = set()
        while waiting:
            found.append(old := waiting.pop())
            for new in weights[old].keys() - reached:
                reached.add(new)
                others = [each for each in askers[new] if each not in seen]
                seen.update(others)
                waiting += others
        yield {old: weights[old] for old in sorted(found)}


class _Assignment:
    """The assignment of one component while it grows, one old node at a time.

    An old node may stay alone at no cost: a node of its own, below 0, stands for that.
    """

    def __init__(self, weights: _Weights) -> None:
        self._costs = {
            old: {-1 - old: 0.0} | {new: -weight for new, weight in sorted(news.items())}
            for old, news in weights.items()
        }
        self._old_potential = {old: min(costs.values()) for old, costs in self._costs.items()}
        self._new_potential: defaultdict[int, float] = defaultdict(float)
        self._owner: dict[int, int] = {}
        self._partner: dict[int, int] = {}
        self._steps = 0

    def links(self) -> Iterator[tuple[int, int]]:
        """Yield the links of the component."""
        olds = list(self._costs)
        for rank, old in enumerate(olds):
            if self._steps > MAX_STEPS:
                self._best_first(olds[rank:])
                break
            self._add(old)
        yield from ((old, new) for old, new in self._partner.items() if new >= 0)

    def _add(self, start: int) -> None:
        """Assign one more old node along a shortest path, on which others may change their partners."""
        distance: dict[int, float] = {}
        via: dict[int, int] = {}
        final: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        old, base = start, 0.0
        while True:
            self._steps += len(self._costs[old])
            offset = base - self._old_potential[old]
            for new, cost in self._costs[old].items():
                length = offset + cost - self._new_potential[new]
                if new not in final and length < distance.get(new, length + 1):
                    distance[new], via[new] = length, old
                    heappush(heap, (length, new))
            base, end = heappop(heap)
            while end in final:
                base, end = heappop(heap)
            final[end] = base
            if end not in self._owner:
                break
            old = self._owner[end]
        self._reprice(start, final, base)
        self._augment(start, end, via)

    def _reprice(self, start: int, final: Mapping[int, float], base: float) -> None:
        """Change the potentials so that every candidate costs 0 or more, and those on the path cost 0."""
        self._old_potential[start] += base
        for new, length in final.items():
            if new in self._owner:
                self._old_potential[self._owner[new]] += base - length
            self._new_potential[new] -= base - length

    def _augment(self, start: int, end: int, via: Mapping[int, int]) -> None:
        """Give each old node on the path from the start to the end its next new one."""
        old = -1
        while old != start:
            old, freed = via[end], end
            end = self._partner.get(old, -1)
            self._link(old, freed)

    def _best_first(self, olds: Iterable[int]) -> None:
        """Assign the old nodes to what is free, the greatest weight first."""
        waiting = sorted((cost, old, new) for old in olds for new, cost in self._costs[old].items())
        for _, old, new in waiting:
            if old not in self._partner and new not in self._owner:
                self._link(old, new)

    def _link(self, old: int, new: int) -> None:
        self._owner[new], self._partner[old] = old, new
