"""When to ask again: by age, edits, what the server says, and never outside the bounds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harvester.pace.next_check import (
    ARTICLES,
    MOST_FRESH,
    SILENT,
    SOURCES,
    NextCheck,
    Observations,
    Server,
    next_check,
    value,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def seen(since, *edits, published=timedelta()):
    """A page that is asked for since noon; when it was asked last, and each edit as (after, by)."""
    return Observations(NOON - published, NOON, NOON + since, tuple((NOON + a, NOON + b) for a, b in edits))


def wait(known, server=SILENT, pace=ARTICLES):
    return next_check(pace, known, server).at - known.asked_at


AGES = {  # how long it is asked for, its edits; the wait lies between these
    "just found": (seen(timedelta()), (5 * MINUTE, 20 * MINUTE)),
    "an hour": (seen(HOUR), (10 * MINUTE, HOUR)),
    "a day, no edit": (seen(DAY), (HOUR, 8 * HOUR)),
    "a week, no edit": (seen(7 * DAY), (4 * HOUR, DAY)),
    "a month, no edit": (seen(30 * DAY), (8 * HOUR, 4 * DAY)),
    "three years, no edit": (seen(1100 * DAY), (14 * DAY, 30 * DAY)),
    "an edit just now, after a month": (seen(30 * DAY, (29 * DAY, 30 * DAY)), (10 * MINUTE, DAY)),
    "found a year after its publication": (seen(timedelta(), published=365 * DAY), (2 * HOUR, 2 * DAY)),
}


@pytest.mark.parametrize(("known", "bounds"), AGES.values(), ids=AGES)
def test_the_wait_goes_from_minutes_to_a_month(known, bounds):
    low, high = bounds
    assert low <= wait(known) <= high


SAID = {  # what the server says of a page that was just found; how much longer the wait becomes at least
    "nothing": (Server(), timedelta()),
    "fresh for less than the wait": (Server(fresh=MINUTE), timedelta()),
    "fresh for 45 minutes": (Server(fresh=45 * MINUTE), 20 * MINUTE),
    "fresh for a year": (Server(fresh=365 * DAY), 30 * MINUTE),
}


@pytest.mark.parametrize(("server", "more"), SAID.values(), ids=SAID)
def test_a_cache_is_not_asked_before_its_answer_can_be_another(server, more):
    known = seen(timedelta())
    assert wait(known, server) - wait(known) >= more
    assert server.fresh > MOST_FRESH or wait(known, server) >= server.fresh
    assert wait(known, server) <= max(MOST_FRESH, wait(known))


def test_a_server_that_answers_304_is_asked_more_often():
    waits = [wait(seen(7 * DAY), Server(unmodified=share)) for share in (0.0, 0.5, 1.0)]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]


def steady(every, days):
    """A source in which something new was found at each request, so many hours apart."""
    times = [n * every for n in range(int(days * DAY / every) + 1)]
    return seen(times[-1], *pairwise(times))


SOURCE = {  # what was seen of a source; the wait lies between these
    "just found": (seen(timedelta()), (15 * MINUTE, 2 * HOUR)),
    "never anything new": (seen(60 * DAY), (DAY, DAY)),
    "something each hour": (steady(HOUR, 3), (15 * MINUTE, 90 * MINUTE)),
    "something each day": (steady(DAY, 30), (6 * HOUR, DAY)),
}


@pytest.mark.parametrize(("known", "bounds"), SOURCE.values(), ids=SOURCE)
def test_a_source_is_asked_as_often_as_it_has_something_new(known, bounds):
    low, high = bounds
    assert low <= wait(known, pace=SOURCES) <= high


def test_of_what_is_overdue_the_busiest_and_the_latest_is_worth_most():
    def worth(edits, hours):
        return value(NextCheck(NOON, edits), ARTICLES, NOON + hours * HOUR)

    assert worth(0.1, 5) > worth(0.1, 1) > worth(0.01, 1) > worth(0.01, 0) > 0
    assert worth(0.1, -5) == worth(0.1, 0)
    assert worth(10.0, 1000) <= 1


SPAN = some.timedeltas(timedelta(), timedelta(days=20_000))


@given(SPAN, SPAN, some.lists(SPAN, max_size=30), some.sampled_from([ARTICLES, SOURCES]), some.floats(-1, 2))
def test_whatever_was_seen_the_wait_is_bounded_and_the_same_again(since, age, times, pace, share):
    """Also where the clock was set back, so that edits come after the last request or before the first."""
    edits = [(each, each + HOUR) for each in sorted(times)]
    known = seen(since, *edits, published=age)
    server = Server(2 * since, share)
    found = next_check(pace, known, server)
    assert pace.shortest <= found.at - known.asked_at <= pace.longest
    assert found == next_check(pace, known, server)
    assert found.edits > 0
