"""What the rule of identity starts from: sightings in order of time, groups of URLs, and decisions.

A *group* is all URLs of one spelling. A URL that was parted is a group of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from harvester.history.sighting import Sighting
from harvester.history.spelling import same_site, writing
from harvester.http.status import PERMANENT
from harvester.model import SUCCESSES

Order = tuple[str, str]
"""Time and capture key: the order of everything that happened."""


class Join(NamedTuple):
    """A person said that the two URLs are one article."""

    at: str
    one: str
    other: str


class Part(NamedTuple):
    """A person said that the URL stands for an article of its own, whatever links say.

    It counts for all that was ever read at URLs of the same SURT, until a later `Join` names the URL.
    """

    at: str
    url: str


def order(sighting: Sighting) -> Order:
    """Return what sightings are sorted by."""
    return sighting.at, sighting.key


@dataclass(frozen=True)
class Evidence:
    """Everything that identity is derived from, in an order of its own, whatever order it came in.

    sightings: in order of time, each key once. known: (url, at), also for URLs of decisions. joins: those
    that no later `Part` undoes. parted: SURTs of the URLs that a person made articles of their own.
    """

    sightings: tuple[Sighting, ...]
    known: tuple[tuple[str, str], ...]
    joins: tuple[Join, ...]
    parted: frozenset[str]

    def group(self, url: str) -> str:
        """Return the key of the group that the URL belongs to."""
        written = writing(url)
        return f"{written.surt} parted" if written.surt in self.parted else written.spelling

    def links(self, url: str) -> bool:
        """Return whether a redirect or canonical link from or to the URL may count."""
        written = writing(url)
        return not written.front and written.surt not in self.parted

    def canonical(self, sighting: Sighting) -> str:
        """Return the group that the content names as its canonical URL, ``""`` for its own or none."""
        url, end = sighting.canonical, sighting.hops[-1].url
        if not (url and self.links(url) and self.links(end) and same_site(url, end)):
            return ""
        group = self.group(url)
        return "" if group == self.group(end) else group

    @cached_property
    def met(self) -> tuple[tuple[str, Order], ...]:
        """Every URL that was captured, in order of time, then those in `known`; and when."""
        captured = ((url, order(sighting)) for sighting in self.sightings for url in path(sighting))
        return (*captured, *((url, (at, "")) for url, at in self.known))

    @cached_property
    def contents(self) -> dict[str, tuple[Sighting, ...]]:
        """What was read at each group that has content of its own, in order of time."""
        return _by_group((self.end_group(each), each) for each in self.sightings if self.shows_own(each))

    def end_group(self, sighting: Sighting) -> str:
        """Return the group of the URL at which the chain ended."""
        return self.group(sighting.hops[-1].url)

    def shows_own(self, sighting: Sighting) -> bool:
        """Return whether content was read that is the URL's own."""
        return shows_content(sighting) and sighting.key not in self.borrowed

    @cached_property
    def borrowed(self) -> frozenset[str]:
        """Keys of the sightings that show what is another URL's, as sites do in place of what they removed.

        Nothing of what was read at the URL before is left, and the content names another URL as its canonical
        one, at which a question of it was read. Nothing that was read before named another one: a URL at
        which one article after another is shown beside its own is used again (`tenures`).
        """
        every = _by_group((self.end_group(each), each) for each in self.sightings if shows_content(each))
        read = {group: questions_of(sightings) for group, sightings in every.items()}
        return frozenset(
            sighting.key for sightings in every.values() for sighting in self._borrowed(sightings, read)
        )

    def _borrowed(
        self, sightings: Iterable[Sighting], read: Mapping[str, frozenset[str]]
    ) -> Iterator[Sighting]:
        """Yield those of one group; read: what was ever read at each group."""
        own, is_home = set[str](), True
        for sighting in sightings:
            canonical, asked = self.canonical(sighting), sighting.questions
            is_other = is_home and bool(own) and own.isdisjoint(asked)
            if is_other and not asked.isdisjoint(read.get(canonical, frozenset())):
                yield sighting
            else:
                own |= asked
                is_home = is_home and not canonical

    @cached_property
    def questions(self) -> dict[str, frozenset[str]]:
        """Every question that was ever read at each group with content of its own."""
        return {group: questions_of(sightings) for group, sightings in self.contents.items()}


def questions_of(sightings: Iterable[Sighting]) -> frozenset[str]:
    """Return every question that was read in the sightings."""
    return frozenset().union(*(sighting.questions for sighting in sightings))


def _by_group(sightings: Iterable[tuple[str, Sighting]]) -> dict[str, tuple[Sighting, ...]]:
    found: dict[str, list[Sighting]] = {}
    for group, sighting in sightings:
        found.setdefault(group, []).append(sighting)
    return {group: tuple(each) for group, each in found.items()}


def alike(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    """Return the sightings in order of time, in runs that say the same of which URLs are one article.

    Most captures of a page show what the one before showed. Nothing comes between the first of a run and the
    last, so those in between belong where the first does, and move nothing.
    """
    ordered = sorted(set(sightings), key=order)
    return [list(run) for _, run in groupby(ordered, key=_told)]


def _told(sighting: Sighting) -> tuple[object, ...]:
    """Return what identity is derived from, besides the time."""
    return (
        sighting.hops,
        sighting.outcome,
        sighting.verdict,
        sighting.snapshot,
        sighting.canonical,
        sighting.questions,
    )


def gathered(
    sightings: Iterable[Sighting], known: Iterable[tuple[str, str]], decisions: Iterable[Join | Part]
) -> Evidence:
    """Return the evidence in its own order; the last decision about a URL counts, at equal times `Part`."""
    joins, parts, named = set[Join](), dict[str, str](), set(known)
    for decision in decisions:
        named.update((url, decision.at) for url in decision[1:])
        if isinstance(decision, Join):
            joins.add(decision)
        else:
            surt = writing(decision.url).surt
            parts[surt] = max(decision.at, parts.get(surt, ""))
    standing = tuple(
        join for join in sorted(joins) if all(join.at > parts[surt] for surt in _surts(join) if surt in parts)
    )
    joined = {surt for join in standing for surt in _surts(join)}
    return Evidence(
        tuple(sorted(set(sightings), key=order)),
        tuple(sorted(named, key=lambda pair: (pair[1], pair[0]))),
        standing,
        frozenset(parts) - joined,
    )


def _surts(join: Join) -> tuple[str, str]:
    return writing(join.one).surt, writing(join.other).surt


def shows_content(sighting: Sighting) -> bool:
    """Return whether the content that was read at the end says something about the URL where it was read.

    A front page that another URL led to says nothing: sites show it in place of what they removed.
    """
    if sighting.verdict != "content" or sighting.outcome not in SUCCESSES:
        return False
    return writing(sighting.hops[0].url).front or not writing(sighting.hops[-1].url).front


def permanent_run(sighting: Sighting) -> tuple[str, ...]:
    """Return the URL asked for and those to which permanent redirects led from it; at least one."""
    urls = [sighting.hops[0].url]
    for hop, following in zip(sighting.hops, sighting.hops[1:], strict=False):
        if hop.status not in PERMANENT:
            break
        urls.append(following.url)
    return tuple(urls)


def path(sighting: Sighting) -> tuple[str, ...]:
    """Return the URLs of the chain that may be the article's: the permanent run, and the end.

    What a temporary redirect passes through on its way (a consent page, a counter) is not a URL of the
    article. Nor is a front page, unless a front page was asked for.
    """
    run, end = permanent_run(sighting), sighting.hops[-1].url
    urls = run if run[-1] == end else (*run, end)
    return urls if writing(run[0]).front else tuple(url for url in urls if not writing(url).front)


def departures(evidence: Evidence, sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Yield each (group, other group) for which the sighting says that the first lives at the other now."""
    run = [url for url in permanent_run(sighting) if evidence.links(url)]
    groups = [evidence.group(url) for url in run]
    for at, group in enumerate(groups):
        yield from ((group, other) for other in groups[at + 1 :] if other != group)
    if evidence.shows_own(sighting) and (canonical := evidence.canonical(sighting)):
        yield evidence.end_group(sighting), canonical
