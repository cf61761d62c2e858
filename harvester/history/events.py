"""How a sighting changes the state: the events that begin and end with it, besides the versions."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from harvester.history.comparing import Beside, Found
from harvester.history.evidence import permanent_run
from harvester.history.past import Past
from harvester.history.sighting import Sighting
from harvester.history.spelling import spelling
from harvester.history.state import NOT_MISSING, Event, EventKind, Missing, State, event
from harvester.history.surroundings import Edited, surroundings_edited, without_restless
from harvester.history.turns import echoed_by, in_turn
from harvester.history.waiting import NOTHING_WAITS, WaitingContent, between
from harvester.model import Outcome

GONE_AFTER = timedelta(hours=6)
"""A page counts as gone when it has stayed away for this long. It is shorter than a day between two runs, and
longer than a deployment or an outage in which a server answers 404."""

MAX_READINGS = 8
"""At most this many other readings of the current version's text are remembered. Each change of the reader
while a version lasts adds one."""

BY_A_BROWSER, WITHOUT_A_BROWSER = "by a browser", "without a browser"
"""In one of these ways a page is read."""

Moved = tuple[State, tuple[Event, ...]]
"""The state after a sighting, and the events that it began or ended."""


def missed(state: State, sighting: Sighting) -> Moved:
    """Return what comes of a sighting that found nothing: the event "gone" begins at the first of them.

    A later one, `GONE_AFTER` or more after the first, makes the event known. It lasts until content is back.
    """
    first = state.missing
    if first == NOT_MISSING:
        how = sighting.outcome if sighting.outcome == Outcome.GONE else sighting.verdict
        first = Missing(sighting.key, sighting.at, how)
        state = state._replace(missing=first)
    if _lasts(state, EventKind.GONE) or between(first.at, sighting.at) < GONE_AFTER:
        return state, ()
    began = sighting._replace(key=first.capture, at=first.at)
    return _begun(state, event(EventKind.GONE, began, state.version, first.how))


def lasting(state: State, sighting: Sighting, kind: EventKind, detail: str) -> Moved:
    """Return what comes of a sighting in which an event of that kind begins, unless one lasts already."""
    if _lasts(state, kind):
        return state, ()
    return _begun(state, event(kind, sighting, state.version, detail))


def read_otherwise(state: State, sighting: Sighting, detail: str = "") -> Moved:
    """Return what comes of a sighting of the current version in which other content was read.

    detail: what differs.
    """
    readings = tuple(each for each in state.readings if each != sighting.snapshot)
    shown, ended = seen(state, sighting, keep=(EventKind.READ_OTHERWISE,))
    shown = shown._replace(readings=(*readings, sighting.snapshot)[-MAX_READINGS:])
    if _lasts(shown, EventKind.READ_OTHERWISE):
        return shown, ended
    shown, begun = _begun(shown, _other_reading(state, sighting, detail))
    return shown, ended + begun


def unrendered(state: State, sighting: Sighting) -> Moved:
    """Return what comes of a sighting whose page no browser rendered, while the current version was rendered.

    What the plain page lacks, its scripts may still write. So it says nothing of the version, and later
    pages are not held against it.
    """
    shown, ended = seen(state, sighting, keep=(EventKind.UNRENDERED,))
    shown = shown._replace(
        text=state.text,
        page=state.page,
        pages=state.pages,
        is_cut=state.is_cut,
        is_rendered=state.is_rendered,
    )
    shown, begun = lasting(shown, sighting, EventKind.UNRENDERED, "")
    return shown, ended + begun


def rendered(state: State, sighting: Sighting) -> Event:
    """Return the event that the page is read by a browser from the sighting on, or without one."""
    how = BY_A_BROWSER if sighting.is_rendered else WITHOUT_A_BROWSER
    return replace(_at_one_capture(EventKind.RENDERED, sighting, state.version), detail=how)


def partly_read_otherwise(state: State, sighting: Sighting, detail: str) -> Event:
    """Return the event that a new version differs in more than the publisher changed.

    state: before that version. detail: what differs besides.
    """
    return replace(_other_reading(state, sighting, detail), until_at=sighting.at)


def _other_reading(state: State, sighting: Sighting, detail: str) -> Event:
    other = event(EventKind.READ_OTHERWISE, sighting, state.version, detail)
    return replace(other, before=state.snapshot, after=sighting.snapshot)


def seen(state: State, sighting: Sighting, keep: Collection[str] = ()) -> Moved:
    """Return what comes of a sighting that shows the current version: the events that lasted end.

    keep: kinds of events that go on. A page at another home has moved, and one that was gone is back.
    """
    keep = {*keep, EventKind.ALTERNATING} if _takes_turns(state, sighting) else keep
    ended = tuple(replace(each, until_at=sighting.at) for each in state.lasting if each.kind not in keep)
    here = permanent_run(sighting)[-1]
    told = []
    if any(each.kind == EventKind.GONE for each in ended):
        told.append(_at_one_capture(EventKind.BACK, sighting, state.version))
    if state.home and spelling(state.home) != spelling(here):
        moved = _at_one_capture(EventKind.MOVED, sighting, state.version)
        told.append(replace(moved, before=state.home, after=here))
    # What a 304 does not say has not changed.
    confirms = sighting.outcome == Outcome.NOT_MODIFIED and sighting.snapshot == state.snapshot
    after = state._replace(
        text=sighting.text or (state.text if confirms else ""),
        canonical=sighting.canonical or (state.canonical if confirms else ""),
        end=sighting.hops[-1].url,
        page=sighting.key,
        home=here,
        pages=sighting.pages,
        is_cut=sighting.is_cut,
        is_rendered=sighting.is_rendered,
        missing=NOT_MISSING,
        waiting=NOTHING_WAITS,
        turns=state.turns._replace(away="") if state.turns.away else state.turns,
        lasting=tuple(each for each in state.lasting if each.kind in keep),
    )
    return after, (*ended, *told)


def echoed(state: State, sighting: Sighting, waiting: WaitingContent, earlier: Sequence[int]) -> Moved:
    """Return what comes of a sighting that shows a version before the current one in its turn.

    waiting: the content of the sighting. earlier: the numbers of the versions that take turns with the
    current one.
    """
    shown, ended = seen(state, sighting)
    after = state._replace(
        home=shown.home,
        missing=shown.missing,
        waiting=waiting,
        turns=echoed_by(state.turns, sighting),
        lasting=shown.lasting,
    )
    detail = f"versions {', '.join(map(str, sorted(earlier)))} and {state.version}"
    after, begun = lasting(after, sighting, EventKind.ALTERNATING, detail)
    return after, ended + begun


def surroundings_changed(before: State, state: State, sighting: Sighting, past: Past) -> Moved:
    """Return what comes of what the sighting, which shows the current version, has beside its pairs.

    before, state: before the sighting, and after all else that comes of it.
    """
    if before.is_rendered and sighting.is_unrendered:  # its scripts may still write what it lacks
        return state, ()
    known, texts = before.surroundings, sighting.surroundings
    state = state._replace(surroundings=texts)
    if not (known and texts) or known == texts or before.is_rendered is not sighting.is_rendered:
        return state, ()
    edited = _edited((before.page, sighting.key), (known, texts), past)
    told, restless = without_restless(edited, before.restless)
    state = state._replace(restless=restless)
    if not (told.removed or told.added):
        return state, ()
    begun = _at_one_capture(EventKind.SURROUNDINGS_EDITED, sighting, state.version)
    went, came = "\n\n".join(told.removed), "\n\n".join(told.added)
    return state, (replace(begun, detail=told.detail, before=went, after=came),)


def _edited(captures: tuple[str, str], ids: tuple[str, str], past: Past) -> Edited:
    """Return what differs beside the pairs of two captures, which show the texts of these ids there."""
    ahead = past.pages.found(*captures).beside
    if ahead and ahead.ids == ids:
        return ahead.edited
    before, after = map(past.pages.page, captures)
    older, newer = map(past.pages.surroundings, ids)
    edited = surroundings_edited((older, newer), (before, after))
    if before is not None and after is not None:
        past.pages.note(*captures, Found(beside=Beside(ids, edited)))
    return edited


def rewritten(sighting: Sighting, version: int, detail: str) -> Event:
    """Return the event that the version, which begins at the sighting, is a rewrite."""
    return replace(_at_one_capture(EventKind.REWRITTEN, sighting, version), detail=detail)


def returned(sighting: Sighting, version: int) -> Event:
    """Return the event that the sighting shows that earlier version again."""
    return _at_one_capture(EventKind.RETURNED, sighting, version)


def _at_one_capture(kind: EventKind, sighting: Sighting, version: int) -> Event:
    return replace(event(kind, sighting, version), until_at=sighting.at)


def _begun(state: State, begun: Event) -> Moved:
    return state._replace(lasting=(*state.lasting, begun)), (begun,)


def _takes_turns(state: State, sighting: Sighting) -> bool:
    """Return whether the sighting shows one of the contents that take turns."""
    others = in_turn(state.turns, sighting)
    return bool(others) and sighting.snapshot in {state.snapshot, *others}


def _lasts(state: State, kind: EventKind) -> bool:
    return any(each.kind == kind for each in state.lasting)
