"""History is told in the order of the clock's times: a wrong clock is found out before it tells any."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.errors import ClockWrong, ExitCode
from harvester.harvest.clock import Clock, check_against_archive, check_against_hosts, host_time, utc_now
from harvester.harvest.run import harvest
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def is_refused(check, *arguments):
    try:
        check(*arguments)
    except ClockWrong:
        return True
    return False


NEWEST = {  # how far the archive's newest capture is ahead of the clock, None for an empty archive
    "nothing captured": (None, False),
    "a day ago": (-24 * HOUR, False),
    "now": (0 * HOUR, False),
    "an hour ahead": (HOUR, False),
    "more than an hour ahead": (HOUR + MINUTE, True),
    "a year ahead": (24 * 365 * HOUR, True),
}


@pytest.mark.parametrize(("ahead", "refused"), NEWEST.values(), ids=NEWEST)
def test_the_archive_knows_later_times(ahead, refused):
    newest = None if ahead is None else NOON + ahead
    assert is_refused(check_against_archive, NOON, newest) is refused


HOSTS = {  # by how many minutes each host's clock is ahead of ours
    "nobody says": ([], False),
    "all agree": ([0, 0, 0], False),
    "all are an hour off": ([60, 60, 60], False),
    "all are more than an hour ahead": ([61, 62, 90], True),
    "all are more than an hour behind": ([-61, -62, -90], True),
    "one host is a year ahead": ([0, 0, 525_600], False),
    "one of two is right": ([0, 110], False),
    "two of three are a day off": ([0, 1440, 1440], True),
    "the only one is a day off": ([1440], True),
}


@pytest.mark.parametrize(("minutes", "refused"), HOSTS.values(), ids=HOSTS)
def test_most_hosts_say_otherwise(minutes, refused):
    seen = [(NOON, NOON + each * MINUTE) for each in minutes]
    assert is_refused(check_against_hosts, seen) is refused


TIMES = {  # headers of an answer, and what the host's clock says
    "a date": ({"Date": "Tue, 04 Mar 2031 12:00:00 GMT"}, NOON),
    "from a cache": ({"Date": "Tue, 04 Mar 2031 11:00:00 GMT", "Age": "3600"}, NOON),
    "an age that is none": ({"Date": "Tue, 04 Mar 2031 12:00:00 GMT", "Age": "old"}, None),
    "an age below nothing": ({"Date": "Tue, 04 Mar 2031 12:00:00 GMT", "Age": "-9"}, NOON),
    "an age without end": (
        {"Date": "Tue, 04 Mar 2031 12:00:00 GMT", "Age": "9" * 40},
        NOON + timedelta(days=366),
    ),
    "no date": ({}, None),
    "no date at all": ({"Date": "yesterday"}, None),
    "a date without a zone": ({"Date": "Tue, 04 Mar 2031 12:00:00 -0000"}, None),
    "a year out of range": ({"Date": "Tue, 04 Mar 99999 12:00:00 GMT"}, None),
}


@pytest.mark.parametrize(("headers", "time"), TIMES.values(), ids=TIMES)
def test_what_a_host_says(headers, time):
    answer = Capture("https://tarvel.example/", NOON, Outcome.OK, status=200, headers=tuple(headers.items()))
    assert host_time(answer) == time


@pytest.fixture
def right(desk, page):
    """A desk whose site answers with the real time."""
    desk.site.pages["/pier"] = page("The pier", ("Who may use it?", "Everybody may use it until June."))
    desk.follow("/pier")
    return desk


def test_a_clock_that_hosts_contradict_ends_the_run(right):
    with pytest.raises(ClockWrong) as caught:
        list(harvest(right.db, right.settings, clock=Clock(lambda: NOON)))
    assert caught.value.exit_code is ExitCode.USAGE
    assert "--trust-clock" in str(caught.value)
    assert right.column("SELECT ended_at IS NOT NULL FROM run") == [1]


def test_a_clock_behind_the_archive_asks_nobody(right):
    right.run(0)
    before = len(right.site.requests)
    with pytest.raises(ClockWrong, match="2031-03-04"):
        next(harvest(right.db, right.settings, clock=Clock(lambda: NOON - 2 * HOUR)))
    assert len(right.site.requests) == before
    assert right.column("SELECT count(*) FROM run") == [1]


def test_a_clock_that_is_trusted_is_not_asked_about(right):
    """The host's turn, which was noted for days later, is not waited for."""
    right.run(9)
    report = right.run(0)
    assert (report.deferred, report.failures) == (0, [])


def test_a_clock_that_is_right_is_heard_by_nobody(right):
    assert list(harvest(right.db, right.settings, clock=Clock(utc_now)))
