"""Content that is not a version yet: it waits for captures that agree with it.

Part of a page may be missing for a moment, so a loss of most questions counts when three captures show it.
The version then opens at the first of them, for that is when the publisher changed the page. Between them the
page may be walled or away. As soon as it shows anything else, the wait is over.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from harvester.history.sighting import Sighting

AGREEING = 2
"""This many further captures must show the same content before it becomes a version by itself."""

AGREE_AFTER = timedelta(hours=3)
"""A capture agrees if it is this much later than the one that counted before. Two of them outlast a
deployment or an outage, as `GONE_AFTER` does; if there is one capture a day, each counts."""


class WaitingContent(NamedTuple):
    """The content that waits; all fields are empty if none does.

    capture, at: of the first capture that showed it. agreed: how many later ones agree. agreed_at: the time
    of the last capture that counted.
    """

    snapshot: str = ""
    capture: str = ""
    at: str = ""
    agreed: int = 0
    agreed_at: str = ""


NOTHING_WAITS = WaitingContent()
"""The page showed what was expected when it was last seen."""


def waited(waiting: WaitingContent, sighting: Sighting) -> WaitingContent:
    """Return what waits after one more sighting of content that is not a version yet."""
    if waiting.snapshot != sighting.snapshot:
        return WaitingContent(sighting.snapshot, sighting.key, sighting.at, 0, sighting.at)
    if between(waiting.agreed_at, sighting.at) < AGREE_AFTER:
        return waiting
    return waiting._replace(agreed=waiting.agreed + 1, agreed_at=sighting.at)


def is_agreed(waiting: WaitingContent) -> bool:
    """Return whether enough captures agree."""
    return waiting.agreed >= AGREEING


def between(first: str, then: str) -> timedelta:
    """Return the time from one capture to another, both as the archive writes them."""
    return datetime.fromisoformat(then) - datetime.fromisoformat(first)
