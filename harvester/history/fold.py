"""The fold: from an article's sightings, in the order of their times, to its versions and events."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from harvester.errors import fault_words
from harvester.history.comparing import ContentComparison, Found, contents_of, dropped_of
from harvester.history.events import (
    Moved,
    echoed,
    lasting,
    missed,
    partly_read_otherwise,
    read_otherwise,
    rendered,
    returned,
    rewritten,
    seen,
    surroundings_changed,
    unrendered,
)
from harvester.history.fates import PageReading
from harvester.history.ids import words_id
from harvester.history.lineage import Placement, Transition, open_version, place, transition
from harvester.history.past import UNKNOWN, Memory, Opened, PageLookups, Past
from harvester.history.rewriting import rewriting
from harvester.history.sighting import Sighting
from harvester.history.standing import SHOWN, Standing, standing
from harvester.history.state import Event, EventKind, State
from harvester.history.suspicion import Doubt, suspicion
from harvester.history.turns import has_replaced, in_turn, is_echo, turned
from harvester.history.verifying import Verified, summary, verified
from harvester.history.waiting import WaitingContent, is_agreed, waited
from harvester.history.ways import is_parted, read_differently
from harvester.model import Snapshot

ACCEPT, REJECT = "accept", "reject"
"""A decision says that the content of a capture is the article's, or that it is not, there and later."""


class CaptureStanding(NamedTuple):
    """The standing of a capture. version: the one that it opens or confirms, else 0. why: for a person."""

    capture: str
    standing: Standing
    version: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class FoldStep:
    """What came of one sighting.

    version: the one that it opened, or None. events: those that it began or ended; an event that ends keeps
    its id. state: where the history stands after it. since: the key of the earlier capture at which a version
    opened that had to wait, else ``""``. What waited since then shows it.
    """

    stood: CaptureStanding
    version: Opened | None
    events: tuple[Event, ...]
    state: State
    since: str = ""


def fold(
    sightings: Iterable[Sighting],
    snapshots: Callable[[str], Snapshot],
    decided: Mapping[str, str],
    pages: PageLookups = UNKNOWN,
) -> Iterator[FoldStep]:
    """Yield the step of each sighting of one article; they come in the order of (`at`, `key`).

    snapshots: returns the content for a snapshot's id. decided: "accept" or "reject", by the capture's key.
    pages: the whole texts of captures. Where one is unknown, every difference is told as a change.
    """
    past, state = Memory(snapshots, pages), State()
    for sighting in sightings:
        snapshot = snapshots(sighting.snapshot) if needs_content(state, sighting) else None
        done = step(state, sighting, snapshot, past, decided)
        if done.version is not None:
            past.tell(done.version)
        state = done.state
        yield done


def needs_content(state: State, sighting: Sighting) -> bool:
    """Return whether `step` needs the sighting's snapshot: it is not the current version's."""
    return standing(sighting) is Standing.CURRENT and not _is_current(state, sighting)


def step(
    state: State, sighting: Sighting, snapshot: Snapshot | None, past: Past, decided: Mapping[str, str]
) -> FoldStep:
    """Return what comes of the next sighting of an article.

    snapshot: of the sighting; it may be None if `needs_content` says no. What a page shows never makes it
    raise: a comparison that fails makes its capture unreadable.
    """
    done = _stepped(state, sighting, snapshot, past, decided)
    if done.stood.standing not in SHOWN:
        return done
    state, events = surroundings_changed(state, done.state, sighting, past)
    return replace(done, state=state, events=(*done.events, *events))


def _stepped(
    state: State, sighting: Sighting, snapshot: Snapshot | None, past: Past, decided: Mapping[str, str]
) -> FoldStep:
    """Return what comes of the next sighting, besides what stands beside its pairs."""
    word = standing(sighting)
    if word is Standing.CURRENT:
        return _with_content(state, sighting, snapshot, past, decided.get(sighting.key, ""))
    moved: Moved = state, ()
    if word is Standing.GONE:
        moved = missed(state, sighting)
    elif word is Standing.WALLED:
        moved = lasting(state, sighting, EventKind.WALLED, sighting.verdict)
    return _stood(sighting, word, moved)


def _with_content(
    state: State, sighting: Sighting, snapshot: Snapshot | None, past: Past, decision: str
) -> FoldStep:
    """Return what comes of a sighting that shows content."""
    accepted = decision == ACCEPT
    if decision == REJECT or (not accepted and sighting.snapshot in state.rejected):
        return _rejected(state, sighting, decision)
    if sighting.snapshot in state.rejected:
        state = state._replace(rejected=_without(state.rejected, sighting.snapshot))
    if _is_current(state, sighting):
        return _stood(sighting, Standing.CURRENT, seen(state, sighting))
    if state.is_rendered and sighting.is_unrendered and not accepted:
        return _stood(sighting, Standing.READ_OTHERWISE, unrendered(state, sighting))
    if snapshot is None:
        raise ValueError(f"the content of snapshot {sighting.snapshot} is needed")
    if not accepted and _has_same_text(state, sighting, snapshot, past):
        return _stood(sighting, Standing.READ_OTHERWISE, read_otherwise(state, sighting))
    snapshot = replace(snapshot, language=sighting.language)  # one snapshot may be read in two languages
    return _with_other_content(state, sighting, snapshot, past, accepted=accepted)


def _with_other_content(
    state: State, sighting: Sighting, snapshot: Snapshot, past: Past, *, accepted: bool
) -> FoldStep:
    """Return what comes of a sighting whose content is not the current version's; accepted: by a person."""
    between = transition((state.version, state.snapshot), sighting.snapshot, snapshot, past)
    try:
        ahead = _ahead(state, sighting, between, past)
        placement = place(between, ahead)
        if not accepted:
            placement = _held_against_pages(state, sighting, (between, placement, ahead), past)
    except Exception as error:  # noqa: BLE001  the one boundary of the fold: a fault costs one capture
        return _stood(
            sighting, Standing.UNREADABLE, (state, ()), f"the comparison failed: {fault_words(error)}"
        )
    if differently := read_differently(state, sighting):
        placement = differently(between, placement)
    if placement.otherwise and not placement.changes and not differently:
        moved = read_otherwise(state, sighting, summary(placement.otherwise))
        return _stood(sighting, Standing.READ_OTHERWISE, moved)
    if accepted:
        return _opened(state, sighting, (between, placement), past, sighting)
    waiting = waited(state.waiting, sighting)
    doubt = suspicion(state, sighting, between, placement, past.pages.page)
    if (doubt is None or doubt.passes) and is_echo(state.turns, sighting):
        return _echo(state, sighting, waiting, past)
    if doubt and not (doubt.passes and is_agreed(waiting)):
        return _doubted(state, sighting, waiting, doubt)
    waits = doubt or has_replaced(state.turns, waiting, sighting)
    first = sighting._replace(key=waiting.capture, at=waiting.at) if waits else sighting
    return _opened(state, sighting, (between, placement), past, first)


def _ahead(state: State, sighting: Sighting, between: Transition, past: Past) -> ContentComparison | None:
    """Return what was found out ahead about the two captures, if it is about these contents."""
    found = past.pages.found(state.page, sighting.key).compared if between.n else None
    return found if found and found.contents == contents_of(between.old, between.new) else None


def _held_against_pages(
    state: State,
    sighting: Sighting,
    found: tuple[Transition, Placement, ContentComparison | None],
    past: Past,
) -> Placement:
    """Return the placement with the changes that the pages show; all if the text of a page is unknown."""
    between, placement, ahead = found
    changes = placement.changes
    if not changes:
        return placement
    held = ahead.held if ahead and ahead.changes == changes else _held(state, sighting, found, past)
    if held is None:
        held = Verified((), changes) if sighting.snapshot in state.readings else Verified(changes)
    elif ahead is None or ahead.matching is not placement.matching:
        made = contents_of(between.old, between.new), dropped_of([pair for _, pair in between.dropped])
        compared = ContentComparison(*made, placement.matching, changes, held)
        past.pages.note(state.page, sighting.key, Found(compared))
    return replace(placement, changes=held.shown, otherwise=held.otherwise)


def _held(
    state: State,
    sighting: Sighting,
    found: tuple[Transition, Placement, ContentComparison | None],
    past: Past,
) -> Verified | None:
    """Return what the pages show of the changes, None if the text of one is unknown."""
    between, placement, _ = found
    if (before := past.pages.page(state.page)) is None or (after := past.pages.page(sighting.key)) is None:
        return None
    return verified(placement.changes, PageReading(between.old, before), PageReading(between.new, after))


def _echo(state: State, sighting: Sighting, waiting: WaitingContent, past: Past) -> FoldStep:
    """Return the step of a sighting that shows a version before the current one in its turn."""
    earlier = [past.version_of(each) for each in in_turn(state.turns, sighting)]
    why = f"it shows version {past.version_of(sighting.snapshot)} in turn with version {state.version}"
    return _stood(sighting, Standing.ECHO, echoed(state, sighting, waiting, earlier), why)


def _doubted(state: State, sighting: Sighting, waiting: WaitingContent, doubt: Doubt) -> FoldStep:
    """Return the step of a sighting whose content is no version yet."""
    moved = lasting(state._replace(waiting=waiting), sighting, EventKind.SUSPECT, doubt.why)
    return _stood(sighting, Standing.WAITING if doubt.passes else Standing.SUSPECT, moved, doubt.why)


def _opened(
    state: State, sighting: Sighting, compared: tuple[Transition, Placement], past: Past, first: Sighting
) -> FoldStep:
    """Return the step that opens the next version; content that was a version before has returned.

    first: the sighting at which the version opens; it is an earlier one if the content had to wait.
    """
    between, placement = compared
    version = open_version(first.key, between, placement, past)
    shown, events = seen(state, sighting)
    if is_parted(state, sighting):
        events += (rendered(state, first),)
    elif placement.otherwise:
        events += (partly_read_otherwise(state, first, summary(placement.otherwise)),)
    if earlier := past.version_of(sighting.snapshot):
        events += (returned(first, earlier),)
    if detail := rewriting(len(between.old.pairs), len(between.new.pairs), placement.changes):
        events += (rewritten(first, version.n, detail),)
    turns = turned(state.turns, state.snapshot, (version.snapshot, first.at))
    state = shown._replace(version=version.n, snapshot=version.snapshot, readings=(), turns=turns)
    since = "" if first is sighting else first.key
    return FoldStep(CaptureStanding(sighting.key, Standing.CURRENT, version.n), version, events, state, since)


def _rejected(state: State, sighting: Sighting, decision: str) -> FoldStep:
    """Return the step of a rejected capture; its content is rejected from then on."""
    state = state._replace(rejected=(*_without(state.rejected, sighting.snapshot), sighting.snapshot))
    why = "" if decision == REJECT else "the same content was rejected at an earlier capture"
    return _stood(sighting, Standing.REJECTED, (state, ()), why)


def _stood(sighting: Sighting, word: Standing, moved: Moved, why: str = "") -> FoldStep:
    """Return the step of a sighting that opens no version."""
    version = moved[0].version if word in SHOWN else 0
    return FoldStep(CaptureStanding(sighting.key, word, version, why), None, moved[1], moved[0])


def _is_current(state: State, sighting: Sighting) -> bool:
    return state.version > 0 and sighting.snapshot == state.snapshot


def _has_same_text(state: State, sighting: Sighting, snapshot: Snapshot, past: Past) -> bool:
    """Return whether the whole page reads as that of the current version, to the letter.

    The digest of a text knows no targets of links: if only they differ, the publisher exchanged them.
    """
    same_text = state.version > 0 and sighting.text != "" and sighting.text == state.text
    return same_text and words_id(snapshot) != words_id(past.snapshot(state.snapshot))


def _without(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != one)
