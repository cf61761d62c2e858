"""What only another way of reading a page makes: with a browser and without, and with more of its pages."""

from collections.abc import Callable
from dataclasses import replace

from harvester.change import ChangeKind
from harvester.history.lineage import Placement, Transition
from harvester.history.sighting import Sighting
from harvester.history.state import State


def read_differently(state: State, sighting: Sighting) -> Callable[[Transition, Placement], Placement] | None:
    """Return what takes away the changes that only another way of reading makes; None for the same way."""
    if is_parted(state, sighting):
        return _without_changes
    return _without_growth if state.is_cut and sighting.pages > state.pages else None


def is_parted(state: State, sighting: Sighting) -> bool:
    """Return whether of the sighting and the version before, a browser rendered only one."""
    return state.version > 0 and state.is_rendered is not sighting.is_rendered


def _without_changes(_: Transition, placement: Placement) -> Placement:
    """Return the placement of a version that is the first one read from what a browser made, or the last.

    Another thing was read than before. So nothing shows that the publisher changed the page.
    """
    return replace(placement, changes=(), otherwise=(*placement.otherwise, *placement.changes))


def _without_growth(between: Transition, placement: Placement) -> Placement:
    """Return the placement without what only further pages bring: the version before was read without them.

    These are questions that are new, and an answer that goes on on the next page.
    """
    last = len(between.old.pairs) - 1
    came = [
        each.kind is ChangeKind.ASKED or (each.kind is ChangeKind.ANSWER_EDITED and each.before == last)
        for each in placement.changes
    ]
    changes = tuple(each for each, new in zip(placement.changes, came, strict=True) if not new)
    otherwise = tuple(each for each, new in zip(placement.changes, came, strict=True) if new)
    return replace(placement, changes=changes, otherwise=(*placement.otherwise, *otherwise))
