"""When to ask for an article or a source again, by what is expected of it and what its server says. Pure.

The rule. A request costs the host something, and waiting costs texts: if two edits come while nobody asks,
the first one is lost. If n edits are expected, about n²/2 are lost, since all but the last go unseen and
their number follows Poisson's law. So it is time to ask when the expected loss has grown to the price of a
request. For a page that changes at a steady rate, this gives equal waits, which are best for such a page
(Coffman, Liu & Weber 1998, "Optimal robot scheduling for web search engines"; Cho & Garcia-Molina 2003,
"Effective page refresh policies for web crawlers"). What is not known of the page adds to the expected loss,
because the mean of n² is the square of the mean plus the variance. So unknown pages are asked for sooner.
"""

from datetime import datetime, timedelta
from math import exp, sqrt
from typing import NamedTuple

from harvester.pace.rate import EditOutlook, Gamma, Habit, edits_within, outlook

HOUR = timedelta(hours=1)
_DAY_H = 24.0


class Pace(NamedTuple):
    """How something is asked for. habit: what is known of its kind.

    due_at: it is due when this many edits are expected; its square is twice the price of a request.
    shortest, longest: bounds of the wait.
    """

    habit: Habit
    due_at: float
    shortest: timedelta
    longest: timedelta


ARTICLES = Pace(
    Habit(
        publication=Gamma(0.8, 0.8 / 1.8),
        echo=Gamma(1.2, 1.2 / 0.2),
        background=Gamma(2.5, 2.5 * 4 * _DAY_H),
        settling_h=1.4,
        steepness=1.3,
        half_life_h=730 * _DAY_H,
        busiest=0.08 / 5.5,
    ),
    due_at=0.08,
    shortest=timedelta(minutes=10),
    longest=timedelta(days=30),
)
"""The numbers were fitted to one half of the histories of `benchmarks/pace.py`; docs/pace.md has the figures
of the other half, and due_at once more to nine real pages. A page that is edited all the time is asked for
every five and a half hours because of that, and more often only after a publication or an edit. The shortest
wait is that of the caches in front of press sites.
"""

SOURCES = Pace(
    Habit(
        publication=Gamma(1.0, 1.0),
        echo=Gamma(1.0, 4.0),
        background=Gamma(1.0, 4.0),
        settling_h=1.0,
        steepness=1.5,
        half_life_h=14 * _DAY_H,
        busiest=2.0,
    ),
    due_at=1.0,
    shortest=timedelta(minutes=15),
    longest=timedelta(days=1),
)
"""A source loses nothing if several entries are new in it, so it is due when one new entry is expected.

It is asked at least once a day: an article that is found later has lost the edits of its first hours.
"""

MOST_FRESH = timedelta(hours=1)
"""A server's word that its answer stays fresh counts up to this long: many send a year for every page."""

LIGHT = 0.5
"""A request that a 304 answers has this part of the price of one that is answered with a body."""


class Observations(NamedTuple):
    """What was seen of an article or source.

    published: when it was published, or first seen where that is not known. first_at: when it was first
    asked for. asked_at: when it was last asked for. edits: for each edit, the times of the request before it
    was seen and of the one that saw it, in the order of time.
    """

    published: datetime
    first_at: datetime
    asked_at: datetime
    edits: tuple[tuple[datetime, datetime], ...] = ()


class Server(NamedTuple):
    """What the server says. fresh: how long its newest answer stays fresh. unmodified: share of 304s."""

    fresh: timedelta = timedelta()
    unmodified: float = 0.0


SILENT = Server()
"""A server that says nothing."""


class NextCheck(NamedTuple):
    """The next check. edits: how many are expected an hour by then, which says how valuable a request is."""

    at: datetime
    edits: float


def next_check(pace: Pace, seen: Observations, server: Server = SILENT) -> NextCheck:
    """Return when to ask again."""
    known = _outlook(pace.habit, seen)
    price = 1 - (1 - LIGHT) * min(max(server.unmodified, 0.0), 1.0)
    limit = pace.due_at * sqrt(price)
    wait = max(_wait(known, limit, pace), min(server.fresh, MOST_FRESH))
    hours = wait / HOUR
    rate = edits_within(known, hours + 1)[0] - edits_within(known, hours)[0]
    return NextCheck(seen.asked_at + wait, rate)


def value(check: NextCheck, pace: Pace, now: datetime) -> float:
    """Return how likely it is that an unseen edit is there to be captured, 0 to 1; for what is overdue."""
    overdue = max(0.0, (now - check.at) / HOUR)
    return 1 - exp(-(pace.due_at + check.edits * overdue))


def _outlook(habit: Habit, seen: Observations) -> EditOutlook:
    """Return what is expected. An edit counts at the middle of the time in which it was made."""
    begun = min(seen.published, seen.first_at)
    ages = (seen.first_at - begun) / HOUR, max(0.0, (seen.asked_at - begun) / HOUR)
    edits = [max(0.0, (after + (by - after) / 2 - begun) / HOUR) for after, by in seen.edits]
    return outlook(habit, ages, edits)


STEPS = 12
"""This many halvings find a wait between minutes and a month to a part of 500."""


def _wait(known: EditOutlook, limit: float, pace: Pace) -> timedelta:
    """Return the wait at which the expected edits, and what is not known of them, reach the limit."""
    low, high = pace.shortest / HOUR, pace.longest / HOUR
    if _size(known, low) >= limit:
        return pace.shortest
    if _size(known, high) <= limit:
        return pace.longest
    for _ in range(STEPS):
        middle = sqrt(low * high)
        low, high = (middle, high) if _size(known, middle) < limit else (low, middle)
    return timedelta(hours=low)


def _size(known: EditOutlook, hours: float) -> float:
    mean, variance = edits_within(known, hours)
    return sqrt(mean**2 + variance)
