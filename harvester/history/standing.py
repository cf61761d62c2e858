"""What a sighting shows at first look: content, nothing, a wall, or something else."""

from enum import StrEnum

from harvester.history.sighting import Sighting
from harvester.model import SUCCESSES, Outcome


class Standing(StrEnum):
    """What the history makes of a capture: a closed list. Only ``CURRENT`` captures show a version."""

    CURRENT = "current"  # it opens the current version or confirms it
    READ_OTHERWISE = "read otherwise"  # the current version's text, but the reader made other content of it
    SUSPECT = "suspect"  # content that must be accepted before it becomes a version
    WAITING = "waiting"  # the same, but it also becomes one if further captures agree
    ECHO = "echo"  # an earlier version, which the page shows in turn with the current one
    REJECTED = "rejected"  # content that a person rejected, here or at an earlier capture
    WALLED = "walled"  # a wall, an error page or no text at all where the content should be
    GONE = "gone"  # 404, 410, or a page that says so
    SOURCE = "source"  # a feed, sitemap or list of articles
    UNREADABLE = "unreadable"  # no reading came of it, or it could not be compared
    INCOMPLETE = "incomplete"  # a further page of the article did not come
    FAILED = "failed"  # the exchange brought no page


SHOWN = frozenset((Standing.CURRENT, Standing.READ_OTHERWISE))
"""A capture with one of these standings shows the current version."""

CONTENT = "content"
SOFT_404, PAGE_MISSING = "soft_404", "page_missing"
WALLS = frozenset(
    ("bot_wall", "consent_wall", "login_wall", "paywall", "geo_wall", "parked_domain", "redirect_page")
)
"""Verdicts that make a wall, whatever the status: many bot walls answer 403 or 503."""

STUBS = frozenset(("error_page", "empty"))
"""Verdicts that make a wall where the exchange succeeded: a 503 with an error page is a failed exchange."""

SOURCES = frozenset(("feed", "sitemap", "listing", "list"))


def standing(sighting: Sighting) -> Standing:
    """Return what the sighting is by itself; ``CURRENT`` is content, which the fold looks at further."""
    success = sighting.outcome in SUCCESSES
    if sighting.outcome == Outcome.GONE or sighting.verdict == SOFT_404:
        return Standing.GONE
    if sighting.verdict in WALLS or (success and sighting.verdict in STUBS):
        return Standing.WALLED
    if not success:
        return Standing.FAILED
    if sighting.verdict == PAGE_MISSING:
        return Standing.INCOMPLETE
    if sighting.verdict == CONTENT:
        return Standing.CURRENT
    return Standing.SOURCE if sighting.verdict in SOURCES else Standing.UNREADABLE
