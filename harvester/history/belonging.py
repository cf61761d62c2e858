"""Which article each URL and each sighting belongs to, once it is known which tenures are one."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from harvester.history.evidence import Evidence, Order, order, path, shows_content
from harvester.history.links import Clusters, IdentityLink, Node, node_at
from harvester.history.sighting import Sighting
from harvester.history.spelling import writing
from harvester.history.tenures import Timeline

LAST: Order = ("\U0010ffff", "")
"""This moment is later than every time."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Articles as sets of nodes, each named by one node of it.

    pointers: for each set without content of its own, the articles to which its redirects led, and when.
    rolling: those of them that led to more than one. followed: the articles whose URLs were asked for,
    announced or decided about. owners: article of each sighting, by key. astray: for each article the
    sightings that asked for it and showed content that is not its own.
    """

    evidence: Evidence
    timelines: dict[str, Timeline]
    clusters: Clusters
    pointers: dict[Node, list[tuple[Order, Node]]]
    rolling: set[Node]
    followed: set[Node]
    owners: dict[str, Node]
    astray: dict[Node, list[str]]

    def at(self, url: str, moment: Order) -> Node:
        """Return the article that the URL stood for at the moment."""
        top = self.clusters.top(node_at(self.evidence.group(url), moment, self.timelines))
        pointed = self.pointers.get(top)
        if not pointed:
            return top
        place = bisect_right(pointed, moment, key=lambda lead: lead[0])
        return pointed[max(place - 1, 0)][1]

    def shown(self, sighting: Sighting) -> Node | None:
        """Return the article whose content was read, None where no content was."""
        if not shows_content(sighting):
            return None
        is_own, evidence = self.evidence.shows_own(sighting), self.evidence
        group = evidence.end_group(sighting) if is_own else evidence.canonical(sighting)
        return self.clusters.top(node_at(group, order(sighting), self.timelines))

    def is_rolling(self, url: str) -> bool:
        """Return whether the URL has no content of its own and led to different articles (``/latest``)."""
        return self.clusters.top((self.evidence.group(url), 0)) in self.rolling


def belonging(evidence: Evidence, timelines: dict[str, Timeline], links: Iterable[IdentityLink]) -> Belonging:
    """Return what belongs to what."""
    clusters = Clusters()
    for link in links:
        clusters.join(link.one, link.other)
    pointers = _pointers(evidence, timelines, clusters)
    rolling = {top for top, pointed in pointers.items() if len({shown for _, shown in pointed}) > 1}
    found = Belonging(evidence, timelines, clusters, pointers, rolling, set(), {}, {})
    found.followed.update(_followed(found))
    for sighting in evidence.sightings:
        asked, shown = found.at(sighting.hops[0].url, order(sighting)), found.shown(sighting)
        is_others = shown in found.followed and sighting.key not in evidence.borrowed
        found.owners[sighting.key] = shown if shown and is_others else asked
        if sighting.verdict == "content" and shown != asked:
            found.astray.setdefault(asked, []).append(sighting.key)
    return found


def _pointers(
    evidence: Evidence, timelines: dict[str, Timeline], clusters: Clusters
) -> dict[Node, list[tuple[Order, Node]]]:
    """Return where the URLs without content of their own led, in order of time.

    A front page may lead to an article, for example on a site that has one page. Only another front page
    leads to a front page.
    """
    filled = {
        clusters.top((group, tenure.number)) for group, line in timelines.items() for tenure in line.tenures
    }
    found: dict[Node, list[tuple[Order, Node]]] = {}
    for sighting in filter(shows_content, evidence.sightings):
        *urls, end = path(sighting)
        shown = clusters.top(node_at(evidence.group(end), order(sighting), timelines))
        for url in urls:
            top = clusters.top((evidence.group(url), 0))
            parted = not {writing(url).surt, writing(end).surt}.isdisjoint(evidence.parted)
            to_front = writing(end).front and not writing(url).front
            if evidence.group(url) not in timelines and top not in filled and not (parted or to_front):
                found.setdefault(top, []).append((order(sighting), shown))
    return found


def _followed(found: Belonging) -> set[Node]:
    """Return the articles that a request, a person or a source named, not only a redirect from an article."""
    evidence = found.evidence
    urls = {sighting.hops[0].url for sighting in evidence.sightings} | {url for url, _ in evidence.known}
    tops = set[Node]()
    for group in set(map(evidence.group, urls)):
        line = found.timelines.get(group)
        for number in range(len(line.tenures) if line else 1):
            top = found.clusters.top((group, number))
            pointed = found.pointers.get(top)
            tops.update([shown for _, shown in pointed] if pointed else [top])
    return tops
