"""When an article or a source is asked for again, and which of the reasons for a time counts. Pure."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from harvester.history.trouble import SELDOM, Trouble, ask_again_at
from harvester.model import Outcome
from harvester.pace.next_check import HOUR, SILENT, NextCheck, Observations, Pace, Server, next_check
from harvester.remembered import wait

SLACK = 0.01
"""Something may be early by this part of its interval, because cron does not start to the second."""

AT_ONCE = datetime.min.replace(tzinfo=UTC)
"""It is asked for at the next run, whatever the clock says then."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""It is not asked for."""

DAY_H = 24.0


class Stated(NamedTuple):
    """What a source says of an article. changed_at: its last change; read_at: when the source was read."""

    changed_at: datetime
    read_at: datetime


class Asking(NamedTuple):
    """What is known of something that is asked for.

    key: names it. every: the interval that somebody set, zero for none. remembered_since: when it was first
    announced, for an article that is not an explainer; else None. untried: a URL of it was never asked for.
    stated: None if no source says when it changed last.
    """

    key: str
    every: timedelta
    trouble: Trouble
    seen: Observations
    server: Server = SILENT
    remembered_since: datetime | None = None
    untried: bool = False
    stated: Stated | None = None


def next_time(pace: Pace, asking: Asking) -> NextCheck:
    """Return when it is asked for again, and how many edits are expected an hour by then.

    A fixed interval counts more than the pace. What failed is tried again sooner than that; what is gone,
    refused or no explainer is asked for later.
    """
    if asking.untried:
        return NextCheck(AT_ONCE, 1.0)
    paced = _patient(pace, asking, next_check(pace, asking.seen, asking.server))
    asked_at = asking.seen.asked_at
    fixed = asked_at + asking.every * (1 - SLACK)
    if asking.remembered_since is not None:
        return NextCheck(asked_at + max(asking.every, wait(asking.remembered_since, asked_at)), 0.0)
    again = ask_again_at(asking.trouble, asked_at, asking.key)
    if again is None:
        return paced._replace(at=fixed) if asking.every else paced
    if asking.trouble.word in SELDOM:
        # A robots.txt that could not be read for a moment refuses all, as one that disallows all does. To
        # look again costs the host no more than its robots.txt.
        at = again if asking.trouble.word == Outcome.ROBOTS_REFUSED else max(fixed, again)
        return NextCheck(at, HOUR / max(again - asked_at, HOUR) / DAY_H)
    return paced._replace(at=min(fixed, again) if asking.every else again)


def _patient(pace: Pace, asking: Asking, paced: NextCheck) -> NextCheck:
    """Return the check, later if a source that was read since the last request says that nothing changed.

    The wait then begins when the source was read, and is at most twice as long: sources forget to state
    changes. One that did not state an edit that was seen is not relied on.
    """
    asked_at, stated = asking.seen.asked_at, asking.stated
    if stated is None or stated.changed_at > asked_at:
        return paced
    if any(after >= stated.changed_at for after, _ in asking.seen.edits):
        return paced
    unchanged = min(max(stated.read_at - asked_at, timedelta()), paced.at - asked_at)
    return paced._replace(at=min(paced.at + unchanged, max(paced.at, asked_at + pace.longest)))
