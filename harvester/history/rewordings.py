"""Questions that go on in other words where a page moved: for what is one article, they are one question.

Links count only if content agrees (`harvester.history.links`). A page that moved may ask all its questions in
other words. So the content at the one end of a link is matched with that at the other, as two versions are,
and questions that go on there get one key.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from harvester.diff import match
from harvester.history.continuity import goes_on
from harvester.history.evidence import Evidence, Order, order, shows_content
from harvester.history.links import Clusters, moves
from harvester.history.sighting import Sighting
from harvester.model import Snapshot
from harvester.text import match_key

ContentOf = Callable[[str], Snapshot]
"""It returns the content for a snapshot's id."""

MAX_MATCHED = 64
"""At most so many pairs of contents are matched for what may be one article, the earliest links first. Two
pages of 30 questions take 20 ms. A page moves a few times in its life."""


def unknown(_: str) -> Snapshot:
    """Return content without questions: nothing is known to go on in other words."""
    return Snapshot()


def with_rewordings(evidence: Evidence, content: ContentOf) -> Evidence:
    """Return the evidence in which questions that go on in other words at the end of a link have one key."""
    clusters = Clusters()
    is_reworded = False
    for older, newer in _compared(evidence):
        for one, other in _continued(content(older), content(newer)):
            clusters.join((one, 0), (other, 0))
            is_reworded = True
    if not is_reworded:
        return evidence

    def named(sighting: Sighting) -> Sighting:
        keys = frozenset(clusters.top((key, 0))[0] for key in sighting.questions)
        return sighting._replace(questions=keys)

    return replace(evidence, sightings=tuple(map(named, evidence.sightings)))


def _compared(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what was read last at the one end of a link and first at the other, if they share no question.

    What was read at the other end before the link is a page by itself: pages of one site ask by one template.
    """
    done: set[tuple[str, str]] = set()
    for sighting in evidence.sightings:
        moment = order(sighting)
        for one, other in _linked(evidence, sighting):
            last, first = _last(evidence, one, moment), next(iter(evidence.contents.get(other, ())), None)
            if (
                last is None
                or first is None
                or order(first) < moment
                or not (last.questions and first.questions)
            ):
                continue
            found = last.snapshot, first.snapshot
            if found not in done and last.questions.isdisjoint(first.questions):
                done.add(found)
                yield found
            if len(done) == MAX_MATCHED:
                return


def _linked(evidence: Evidence, sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Yield the groups that the sighting links: by redirects, and by the canonical URL of its content."""
    yield from sorted(moves(evidence, sighting))
    if shows_content(sighting) and (canonical := evidence.canonical(sighting)):
        yield evidence.end_group(sighting), canonical


def _last(evidence: Evidence, group: str, moment: Order) -> Sighting | None:
    """Return what was read at the group last, up to that moment."""
    contents = evidence.contents.get(group, ())
    at = bisect_right(contents, moment, key=order)
    return contents[at - 1] if at else None


def _continued(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield the keys of the questions that go on, none if the newer page does not continue the older one."""
    matching = match(old.pairs, new.pairs)
    if goes_on(old.pairs, new.pairs, matching):
        for before, after in matching.links:
            yield match_key(old.pairs[before].question), match_key(new.pairs[after].question)
