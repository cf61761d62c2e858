"""When a URL stopped standing for one article and began to stand for another: the tenures of each group.

A tenure ends when the site shows that its article lives elsewhere now: a permanent redirect or a canonical
link leads to another group at which a question of the tenure was read. If later content shares no question
with any earlier tenure, the URL was reused for another article. If it shares one, that article is back.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.history.evidence import Evidence, Order, departures, order, shows_content
from harvester.history.sighting import Sighting
from harvester.history.spelling import article_id, writing
from harvester.text import digest_id


@dataclass(frozen=True, slots=True)
class Tenure:
    """One stay of one article at a group of URLs that has content of its own.

    number: 0 for the group's first. url: where its first content was read. begun: when that was.
    questions: every question that was read during it.
    """

    group: str
    number: int
    begun: Order
    url: str
    snapshot: str
    questions: frozenset[str]

    @property
    def id(self) -> str:
        """Return the id of an article that begins with this tenure."""
        return article_id(self.url) if self.number == 0 else reused_id(writing(self.url).surt, self.snapshot)


def reused_id(surt: str, snapshot: str) -> str:
    """Return the id of an article that took over a URL: the digest of its SURT and of its first snapshot."""
    return digest_id(surt, snapshot)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The tenures of one group, and which of them stood from when on."""

    tenures: tuple[Tenure, ...]
    since: tuple[Order, ...]
    numbers: tuple[int, ...]

    def at(self, moment: Order) -> Tenure:
        """Return the tenure that stood at the moment; the first one before any content was read."""
        place = bisect_right(self.since, moment)
        return self.tenures[self.numbers[max(place - 1, 0)]]


class _Stays:
    """The tenures of one group, built up while its contents and departures come in order of time."""

    def __init__(self) -> None:
        self.contents: list[list[Sighting]] = []
        self.questions: list[set[str]] = []
        self.where: dict[str, int] = {}  # question: the last tenure that asked it
        self.turns: list[tuple[Order, int]] = []
        self.left_for = ""

    def read(self, sighting: Sighting, canonical: str) -> None:
        """Give the content to the tenure that it continues, or begin a new one."""
        number = self._continued(sighting, canonical)
        if number == len(self.contents):
            self.contents.append([])
            self.questions.append(set())
        if not self.turns or self.turns[-1][1] != number:
            self.turns.append((order(sighting), number))
        self.contents[number].append(sighting)
        self.questions[number] |= sighting.questions
        if sighting.questions:  # a page that could not be read proves neither stay nor return
            self.where.update(dict.fromkeys(sighting.questions, number))
            self.left_for = ""

    def _continued(self, sighting: Sighting, canonical: str) -> int:
        if not self.turns:
            return 0
        now = self.turns[-1][1]
        shared = [self.where[question] for question in sighting.questions if question in self.where]
        if shared:
            return now if now in shared else max(shared)
        reused = self.left_for and sighting.questions and canonical != self.left_for
        return len(self.contents) if reused else now

    def leave(self, other: str, questions: frozenset[str]) -> None:
        """Note that the article of this time lives at the other group, where those questions were read."""
        if self.turns and not self.questions[self.turns[-1][1]].isdisjoint(questions):
            self.left_for = other

    def timeline(self, group: str) -> Timeline:
        tenures = tuple(
            Tenure(
                group,
                number,
                order(first),
                first.hops[-1].url,
                first.snapshot,
                frozenset(self.questions[number]),
            )
            for number, (first, *_) in enumerate(self.contents)
        )
        return Timeline(
            tenures, tuple(since for since, _ in self.turns), tuple(number for _, number in self.turns)
        )


def timelines(evidence: Evidence) -> dict[str, Timeline]:
    """Return the timeline of each group that has content of its own."""
    stays = {group: _Stays() for group in evidence.contents}
    ends = {
        order(sighting): group for group, sightings in evidence.contents.items() for sighting in sightings
    }
    for sighting in evidence.sightings:
        end = ends.get(order(sighting))
        if end is not None:
            stays[end].read(sighting, evidence.canonical(sighting))
        for group, other in departures(evidence, sighting):
            if group in stays and other in evidence.questions:
                stays[group].leave(other, evidence.questions[other])
    return {group: stay.timeline(group) for group, stay in stays.items()}


def later_ids(evidence: Evidence) -> Iterator[tuple[str, Sighting]]:
    """Yield each id that a tenure would have if less were known or decided, and the content that it is of.

    Only content that shares no question with some content before it can begin a later tenure. Content that
    shares one with all content before it (the questions in `core`) never does.
    """
    cores: dict[str, frozenset[str]] = {}
    for sighting in evidence.sightings:
        if not (sighting.questions and shows_content(sighting)):
            continue
        end = writing(sighting.hops[-1].url)
        core = cores.get(end.spelling)
        if core is not None and core.isdisjoint(sighting.questions):
            yield reused_id(end.surt, sighting.snapshot), sighting
        cores[end.spelling] = sighting.questions if core is None else core & sighting.questions
