"""Whether content is doubtful because it looks like a broken page or like another article."""

from harvester.history.lineage import Placement, Transition
from harvester.history.sighting import Sighting
from harvester.history.spelling import spelling, writing
from harvester.history.state import State
from harvester.text import content_key


def suspicion(state: State, sighting: Sighting, step: Transition, placement: Placement) -> str:
    """Return why a person must accept the content before it becomes a version, ``""`` if nobody must.

    The first content of an article is never doubtful, because there is nothing to compare it with.
    """
    if step.n == 0:
        return ""
    had = len(step.old.pairs)
    if had and not step.new.pairs:
        return f"no questions found where version {step.n} had {had}: the parser or the page is broken"
    if _continues(step, placement):
        return ""
    where = _elsewhere(state, sighting)
    return f"nothing of version {step.n} is left, and {where}: this may be another article" if where else ""


def _continues(step: Transition, placement: Placement) -> bool:
    """Return whether the new content continues the old: a question does, or, if there are none, the title."""
    if placement.continued:
        return True
    title = content_key(step.new.title)
    return not step.old.pairs and title != "" and title == content_key(step.old.title)


def _elsewhere(state: State, sighting: Sighting) -> str:
    """Return how the page shows that it is not the current version's, ``""`` if it does not."""
    was, now = state.end, sighting.hops[-1].url
    if _host(was) and _host(now) and _host(was) != _host(now):
        return f"the page was found at {now}, not {was}"
    if writing(now).front and not writing(was).front:
        return f"the page led to the front page {now}"
    named, known = sighting.canonical, state.canonical
    if named and known and spelling(named) != spelling(known):
        return f"its canonical URL is {named}, not {known}"
    return ""


def _host(url: str) -> str:
    """Return the host as it is compared, ``""`` if the URL has none."""
    name, found, _ = spelling(url).partition(")")
    return name if found else ""
