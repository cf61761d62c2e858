"""The ids of articles: which one each has, and which others stand for it."""

from collections.abc import Iterable

from harvester.history.belonging import LAST, Belonging
from harvester.history.evidence import path
from harvester.history.links import Node
from harvester.history.sighting import Sighting
from harvester.history.spelling import article_id


def firsts(found: Belonging) -> dict[Node, tuple[str, str]]:
    """Return the id of each article and the URL that it comes from.

    That is where its content was read first; without content, the URL that was captured or announced first.
    """
    begun = sorted(
        (tenure for line in found.timelines.values() for tenure in line.tenures), key=lambda each: each.begun
    )
    names: dict[Node, tuple[str, str]] = {}
    for tenure in begun:
        top = found.clusters.top((tenure.group, tenure.number))
        if top not in names:
            names[top] = tenure.id, tenure.url
    for url, _ in found.evidence.met:
        top = found.at(url, LAST)
        if top not in names:
            names[top] = article_id(url), url
    return names


def aliases(found: Belonging, later: Iterable[tuple[str, Sighting]]) -> dict[Node, set[str]]:
    """Return every id that stands for each article, its own among them; no id stands for two.

    The id of a URL stands for the first article that had content there. Without content, it stands for the
    article to which the URL led last. If nobody follows that one, it stands for the article whose redirects
    led to the URL last. later: the ids of tenures after the first, by how the questions were read
    (`harvester.history.tenures.later_ids`).
    """
    evidence, owners = found.evidence, found.owners
    led = {url: owners[sighting.key] for sighting in evidence.sightings for url in path(sighting)}
    resolved: dict[str, Node] = {}
    for url, _ in evidence.met:
        group = evidence.group(url)
        top = found.clusters.top((group, 0)) if group in found.timelines else found.at(url, LAST)
        resolved[article_id(url)] = top if top in found.followed else led[url]
    resolved.update((id_, owners[sighting.key]) for id_, sighting in later)
    names: dict[Node, set[str]] = {top: set() for top in found.followed}
    for id_, top in resolved.items():
        names[top].add(id_)
    return names
