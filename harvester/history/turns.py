"""Contents that a page shows in turn, because servers disagree or several headlines are tested.

Once a content has come back soon, as A after A and B, or after A, B and C, the others open no version when
they come back soon too. Their captures are echoes of the earlier versions, the event "alternating" lasts, and
the current version stays, until the page shows something else, or the others alone for long enough.
"""

from datetime import timedelta
from typing import NamedTuple

from harvester.history.sighting import Sighting
from harvester.history.waiting import WaitingContent, between

WITHIN = timedelta(days=3)
"""Contents take turns if each comes back within this time. What is shown longer has replaced the other.

It is longer than a weekend, and shorter than the usual time between two edits of a page."""

MAX_OTHERS = 4
"""So many contents beside the current version can take turns with it. Tests of headlines have two to five."""


class Turns(NamedTuple):
    """What the page showed before the current version, and whether contents take turns.

    others: the snapshot ids of what it showed last, with the times when each was seen last or the next one
    came, the latest first. times: how often in a row one of them came back. away: since when only others
    are shown, ``""`` if the current version was.
    """

    others: tuple[tuple[str, str], ...] = ()
    times: int = 0
    away: str = ""

    def seen(self, snapshot: str) -> str:
        """Return when one of the others was seen last, ``""`` for what is none of them."""
        return dict(self.others).get(snapshot, "")


NO_TURNS = Turns()
"""There is one version at most."""


def turned(turns: Turns, before: str, opened: tuple[str, str]) -> Turns:
    """Return the turns after a version opened; before: the snapshot id of the version before it.

    opened: the snapshot id of the new version and the time when it began.
    """
    snapshot, at = opened
    kept = (each for each in turns.others if each[0] not in {before, snapshot})
    others = ((before, turns.away or at), *kept)[:MAX_OTHERS] if before else ()
    return Turns(others, turns.times + 1 if _is_soon(turns.seen(snapshot), at) else 0)


def echoed_by(turns: Turns, sighting: Sighting) -> Turns:
    """Return the turns after one of the others was shown in its turn."""
    others = tuple(each for each in turns.others if each[0] != sighting.snapshot)
    return Turns(((sighting.snapshot, sighting.at), *others), turns.times, turns.away or sighting.at)


def is_echo(turns: Turns, sighting: Sighting) -> bool:
    """Return whether the sighting shows one of the other contents in its turn, and not for good."""
    if not turns.times or not _is_soon(turns.seen(sighting.snapshot), sighting.at):
        return False
    return _is_soon(turns.away or sighting.at, sighting.at)


def has_replaced(turns: Turns, waiting: WaitingContent, sighting: Sighting) -> bool:
    """Return whether another content has been shown alone for so long that it is the version since then."""
    waits = waiting.snapshot == sighting.snapshot and turns.seen(sighting.snapshot) != ""
    return bool(turns.times) and waits and not _is_soon(waiting.at, sighting.at)


def in_turn(turns: Turns, sighting: Sighting) -> tuple[str, ...]:
    """Return the snapshot ids of the others that may come back in their turn, the latest first."""
    if not turns.times:
        return ()
    return tuple(snapshot for snapshot, seen in turns.others if _is_soon(seen, sighting.at))


def _is_soon(first: str, then: str) -> bool:
    return first != "" and between(first, then) <= WITHIN
