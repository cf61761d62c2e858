"""Which tenures are one article: the links that sites give, each held against what was read at both ends.

A link joins two tenures only if they share a question, at any time. If several lead to one place that share
no question with each other, one of them at most is joined with it. So a page that collects the questions of
several articles continues the one with which it shares the most.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from harvester.history.evidence import Evidence, Order, order, path
from harvester.history.sighting import Sighting
from harvester.history.spelling import same_site, writing
from harvester.history.tenures import Tenure, Timeline

PATHS = 256
"""The keys of this many paths are kept: most captures of a URL were come to in one way."""

Node = tuple[str, int]
"""A group and the number of its tenure; 0 for a group without content of its own."""


class IdentityLink(NamedTuple):
    """Two nodes that are one article, and how that is known: redirect, canonical, spelling or joined."""

    one: Node
    other: Node
    how: str


class Clusters:
    """Nodes that are joined two at a time (union-find), and which sets they come to."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def top(self, node: Node) -> Node:
        """Return one node of the set, the same one for all of it until more is joined."""
        above = self._above
        while (parent := above.setdefault(node, node)) != node:
            above[node] = above[parent]
            node = parent
        return node

    def join(self, one: Node, other: Node) -> None:
        """Make the sets of both nodes one."""
        one, other = sorted((self.top(one), self.top(other)))
        self._above[other] = one

    def sets(self, nodes: Iterable[Node]) -> list[list[Node]]:
        """Return the nodes, set by set."""
        found: dict[Node, list[Node]] = {}
        for node in nodes:
            found.setdefault(self.top(node), []).append(node)
        return list(found.values())


@dataclass(slots=True)
class _Leads:
    """What leads to one place: the nodes that redirect to it, and those that name it as canonical."""

    redirects: set[Node] = field(default_factory=set)
    canonicals: set[Node] = field(default_factory=set)


def links(evidence: Evidence, timelines: dict[str, Timeline]) -> Iterator[IdentityLink]:
    """Yield the links that hold."""
    tenures = {(group, tenure.number): tenure for group, line in timelines.items() for tenure in line.tenures}
    for place, leads in _leads(evidence, timelines).items():
        for one, *others in _agreeing(leads.canonicals, tenures):
            yield from (IdentityLink(one, other, "canonical") for other in others)
        if place in tenures:
            clusters = _agreeing((leads.redirects | leads.canonicals) - {place}, tenures)
            for node in _best(clusters, tenures[place], tenures):
                yield IdentityLink(node, place, "redirect" if node in leads.redirects else "canonical")
    yield from _twins(evidence, timelines)
    for join in evidence.joins:
        one, other = (
            node_at(evidence.group(url), (join.at, ""), timelines) for url in (join.one, join.other)
        )
        yield IdentityLink(one, other, "joined")


def node_at(group: str, moment: Order, timelines: dict[str, Timeline]) -> Node:
    """Return the node that the group was at the moment."""
    line = timelines.get(group)
    return (group, line.at(moment).number) if line else (group, 0)


def _leads(evidence: Evidence, timelines: dict[str, Timeline]) -> dict[Node, _Leads]:
    """Return what leads to each place; only nodes with content of their own lead anywhere."""
    found: dict[Node, _Leads] = defaultdict(_Leads)
    for sighting in evidence.sightings:
        moment = order(sighting)
        for one, other in moves(evidence, sighting):
            if one in timelines:
                place = found[node_at(other, moment, timelines)]
                place.redirects.add(node_at(one, moment, timelines))
        if evidence.shows_own(sighting) and (canonical := evidence.canonical(sighting)):
            place = found[node_at(canonical, moment, timelines)]
            place.canonicals.add(node_at(evidence.end_group(sighting), moment, timelines))
    return found


def moves(evidence: Evidence, sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Yield the groups that the chain leads from and to: step by step, and from each to its end."""
    groups = [evidence.group(url) for url in path(sighting) if evidence.links(url)]
    if len(groups) > 1 and evidence.links(sighting.hops[-1].url):
        steps = {*pairwise(groups), *((group, groups[-1]) for group in groups)}
        yield from ((one, other) for one, other in steps if one != other)


def _agreeing(nodes: set[Node], tenures: dict[Node, Tenure]) -> list[list[Node]]:
    """Return the nodes in sets; those that share a question are in one."""
    clusters, asked_by = Clusters(), dict[str, Node]()
    for node in sorted(nodes):
        for question in tenures[node].questions:
            clusters.join(asked_by.setdefault(question, node), node)
    return clusters.sets(sorted(nodes))


def _best(clusters: list[list[Node]], target: Tenure, tenures: dict[Node, Tenure]) -> list[Node]:
    """Return the set that the target continues, ``[]`` for none: most questions shared, then read first."""

    def rank(cluster: list[Node]) -> tuple[int, Order]:
        asked = frozenset[str]().union(*(tenures[node].questions for node in cluster))
        return -len(asked & target.questions), min(tenures[node].begun for node in cluster)

    best = min(clusters, key=rank, default=[])
    return best if best and rank(best)[0] else []


def _twins(evidence: Evidence, timelines: dict[str, Timeline]) -> Iterator[IdentityLink]:
    """Yield the links between nodes of one twin key at which one snapshot with questions was read."""
    seen: dict[tuple[str, str], Node] = {}
    for group, sightings in evidence.contents.items():
        for sighting in sightings:
            url = sighting.hops[-1].url
            if sighting.questions and evidence.links(url):
                node = node_at(group, order(sighting), timelines)
                first = seen.setdefault((writing(url).twin, sighting.snapshot), node)
                if first != node:
                    yield IdentityLink(first, node, "spelling")


def links_of(sighting: Sighting) -> tuple[str, ...]:
    """Return the keys by which the sighting may be linked with others, sorted.

    Sightings with a key in common belong together, and so do those with a key in common with one of them, and
    so on: `identify` gives each such component the same articles alone as among all others. `link_key`
    gives the key of a URL that was announced or that a decision names. A front page has a key only if it was
    asked for, so that it does not connect removed articles.
    """
    return _keys(path(sighting), sighting.canonical, sighting.hops[-1].url)


@lru_cache(maxsize=PATHS)
def _keys(urls: tuple[str, ...], canonical: str, end: str) -> tuple[str, ...]:
    """Return the keys of the URLs of a path, and of the canonical URL that was found at its end."""
    keys = set(map(link_key, urls))
    if canonical and not writing(canonical).front and same_site(canonical, end):
        keys.add(link_key(canonical))
    return tuple(sorted(keys))


def link_key(url: str) -> str:
    """Return the key that the URL shares with all URLs that may be one with it by how they are written."""
    return writing(url).twin
