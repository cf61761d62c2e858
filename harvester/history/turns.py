"""Two contents that a page shows by turns: servers that disagree, or a test of two headlines.

After A, B and A the next B opens no version. The captures of B are echoes of the earlier version, the event
"alternating" lasts, and A stays current, until the page shows something else, or one of the two long enough.
"""

from datetime import timedelta
from typing import NamedTuple

from harvester.history.sighting import Sighting
from harvester.history.waiting import WaitingContent, between

WITHIN = timedelta(days=3)
"""Contents take turns if each comes back within this time. What is shown longer has replaced the other.

It is longer than a weekend, and shorter than the usual time between two edits of a page."""


class Turns(NamedTuple):
    """What the page showed before the current version, and whether the two take turns.

    other: the snapshot id of the version before, ``""`` for none. since: when the current version began, or
    when the other content was last seen, if that is later. times: how often in a row one of them came back.
    """

    other: str = ""
    since: str = ""
    times: int = 0


NO_TURNS = Turns()
"""There is one version at most."""


def turned(turns: Turns, before: str, opened: tuple[str, str]) -> Turns:
    """Return the turns after a version opened; before: the snapshot id of the version before it.

    opened: the snapshot id of the new version and the time when it began.
    """
    snapshot, at = opened
    again = snapshot == turns.other and between(turns.since, at) <= WITHIN
    return Turns(before, at, turns.times + 1 if again else 0)


def is_echo(turns: Turns, waiting: WaitingContent, sighting: Sighting) -> bool:
    """Return whether the sighting shows the other content in its turn, and not for good.

    waiting: with this sighting.
    """
    if not turns.times or sighting.snapshot != turns.other:
        return False
    return between(turns.since, sighting.at) <= WITHIN and between(waiting.at, sighting.at) <= WITHIN


def has_replaced(turns: Turns, waiting: WaitingContent, sighting: Sighting) -> bool:
    """Return whether the other content has been shown alone for so long that it is the version since then."""
    waits = waiting.snapshot == sighting.snapshot == turns.other
    return bool(turns.times) and waits and between(waiting.at, sighting.at) > WITHIN


def go_on(turns: Turns, sighting: Sighting) -> bool:
    """Return whether the other content may still come back in its turn when the current one is shown."""
    return bool(turns.times) and between(turns.since, sighting.at) <= WITHIN
