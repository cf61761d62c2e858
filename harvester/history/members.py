"""The URLs of each article: since when, until when, and how that is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from harvester.history.belonging import Belonging
from harvester.history.evidence import Evidence, Order
from harvester.history.links import IdentityLink, Node
from harvester.history.spelling import writing

_KINDS = ("redirect", "canonical", "spelling")
"""If several kinds of links lead to a URL, the first of these is given as the reason."""

Spells = dict[Node, dict[str, tuple[str, str]]]
"""The URLs of each article; for each, since when it was the article's and until when."""


class Member(NamedTuple):
    """A URL of an article.

    how: how it is known to be the article's: "asked", "announced", "spelling", "redirect", "canonical" or
    "joined". since: when it was first met as the article's. until: when it was first met as another
    article's after that, ``""`` while it was not.
    """

    url: str
    how: str
    since: str
    until: str


def spells(found: Belonging) -> Spells:
    """Return the URLs of each article with their times."""
    met: dict[str, list[tuple[Order, Node]]] = {}
    for url, moment in found.evidence.met:
        met.setdefault(url, []).append((moment, found.at(url, moment)))
    articles: Spells = {}
    for url, stays in met.items():
        runs = [(top, next(run)[0][0]) for top, run in groupby(sorted(stays), key=lambda stay: stay[1])]
        ends = [*(begun for _, begun in runs[1:]), ""]
        for (top, begun), until in zip(runs, ends, strict=True):
            since, _ = articles.setdefault(top, {}).get(url, (begun, ""))
            articles[top][url] = since, until
    return articles


@dataclass(frozen=True, slots=True)
class Reasons:
    """How it is known which URLs are an article's.

    kinds: by which kinds of links each group is linked. asked: URLs that were asked for. announced: those
    that were followed, announced or decided about. joined: SURTs that a person joined.
    """

    evidence: Evidence
    kinds: dict[str, set[str]]
    asked: frozenset[str]
    announced: frozenset[str]
    joined: frozenset[str]

    def members(self, first: str, urls: dict[str, tuple[str, str]]) -> tuple[Member, ...]:
        """Return the members in the order in which they were met; ``first`` is the URL that the id is of."""
        members = (Member(url, self._how(url, first), since, until) for url, (since, until) in urls.items())
        return tuple(sorted(members, key=lambda member: (member.since, member.url)))

    def _how(self, url: str, first: str) -> str:
        group = self.evidence.group(url)
        if url == first:
            found = "announced" if url in self.announced else "redirect"
            return "asked" if url in self.asked else found
        if writing(url).surt in self.joined:
            return "joined"
        if group == self.evidence.group(first):
            return "spelling"
        return next((kind for kind in _KINDS if kind in self.kinds.get(group, ())), "redirect")


def reasons(evidence: Evidence, held: Iterable[IdentityLink]) -> Reasons:
    """Return how it is known which URLs are one, by the links that hold."""
    kinds: dict[str, set[str]] = {}
    for link in held:
        for group, _ in (link.one, link.other):
            kinds.setdefault(group, set()).add(link.how)
    joined = (writing(url).surt for join in evidence.joins for url in (join.one, join.other))
    asked = (sighting.hops[0].url for sighting in evidence.sightings)
    announced = (url for url, _ in evidence.known)
    return Reasons(evidence, kinds, frozenset(asked), frozenset(announced), frozenset(joined))
