"""Whether content is doubtful because it looks like a broken page or like another article."""

from collections import Counter
from typing import NamedTuple

from harvester.change import ChangeKind
from harvester.history.continuity import goes_on
from harvester.history.lineage import Placement, Transition
from harvester.history.past import PageOf
from harvester.history.sighting import Sighting
from harvester.history.spelling import spelling, writing
from harvester.history.state import State
from harvester.history.template import continues
from harvester.text import content_key

MANY = 5
"""A loss is doubted where at least this many questions are gone; fewer are dropped for good reasons."""

MOST = 2
"""A loss is doubted where more than one question in this many is gone, and less than one in this many of
those was replaced. On a real page 85 questions were gone and came back: part of it had been missing."""


class Doubt(NamedTuple):
    """Why content should not become a version yet. passes: it may, when further captures agree with it."""

    why: str
    passes: bool = False


def suspicion(
    state: State, sighting: Sighting, step: Transition, placement: Placement, page: PageOf
) -> Doubt | None:
    """Return why the content must not become a version yet, None if it may.

    The first content of an article is never doubtful, because there is nothing to compare it with. Captures
    that agree prove that the publisher dropped questions. They do not prove that a page on another host is
    the same article, or that a page without questions is no wall: a domain that was sold stays sold.
    page: returns the whole text of a capture; it is asked only where no question goes on.
    """
    if step.n == 0:
        return None
    had = len(step.old.pairs)
    if had and not step.new.pairs:
        return Doubt(f"no questions found where version {step.n} had {had}: the parser or the page is broken")
    if sighting.pages < state.pages:
        return Doubt(
            f"{sighting.pages} of the {state.pages} pages of version {step.n} were read", passes=True
        )
    if not _continues(step, placement):
        where = _elsewhere(state, sighting) or _in_another_template(state, sighting, step, page)
        if where:
            return Doubt(f"nothing of version {step.n} is left, and {where}: this may be another article")
    return _loss(step, placement)


def _loss(step: Transition, placement: Placement) -> Doubt | None:
    """Return the doubt that part of the page is missing: most questions are gone, and few came instead."""
    kinds = Counter(change.kind for change in placement.changes)
    gone, came = kinds[ChangeKind.DROPPED], kinds[ChangeKind.ASKED] + kinds[ChangeKind.RESTORED]
    had = len(step.old.pairs)
    if gone < MANY or MOST * gone <= had or MOST * came >= gone:
        return None
    return Doubt(
        f"{gone} of the {had} questions of version {step.n} are gone: part of the page may be missing",
        passes=True,
    )


def _continues(step: Transition, placement: Placement) -> bool:
    """Return whether the new content continues the old: by questions, or, if it had none, by its title."""
    if goes_on(step.old.pairs, step.new.pairs, placement.matching):
        return True
    title = content_key(step.new.title)
    return not step.old.pairs and title != "" and title == content_key(step.old.title)


def _elsewhere(state: State, sighting: Sighting) -> str:
    """Return how the page shows that it is not the current version's, ``""`` if it does not.

    A page may begin to name its own URL as the canonical one, but not another.
    """
    was, now = state.end, sighting.hops[-1].url
    if _host(was) and _host(now) and _host(was) != _host(now):
        return f"the page was found at {now}, not {was}"
    if writing(now).front and not writing(was).front:
        return f"the page led to the front page {now}"
    named, known = sighting.canonical, state.canonical
    if named and known and spelling(named) != spelling(known):
        return f"its canonical URL is {named}, not {known}"
    if named and not known and writing(named).twin not in {writing(was).twin, writing(now).twin}:
        return f"its canonical URL is {named}, and version {state.version} was found at {was}"
    return ""


def _in_another_template(state: State, sighting: Sighting, step: Transition, page: PageOf) -> str:
    """Return how the whole page shows that it is another site's, ``""`` if it does not or is unknown."""
    before, after = (page(state.page), page(sighting.key)) if step.old.pairs else (None, None)
    if before is None or after is None or continues(before, after, (step.old.title, step.new.title)):
        return ""
    return "the page has neither its title nor the rest of its text"


def _host(url: str) -> str:
    """Return the host as it is compared, ``""`` if the URL has none."""
    name, found, _ = spelling(url).partition(")")
    return name if found else ""
