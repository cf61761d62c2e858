"""What makes an announced article no explainer, and when it is asked for again."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.history.explainers import LASTING, lack
from harvester.model import SUCCESSES, Outcome, Verdict
from harvester.remembered import LEAST_WAIT, MOST_WAIT, wait

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)

LACKS = {  # trouble of the newest captures, whether it ever had questions, a version; what it lacks
    "an explainer": ("", True, True, ""),
    "no questions": ("", False, True, "no_questions"),
    "never captured": ("", False, False, ""),
    "a wall at the first capture": ("consent_wall", False, False, "consent_wall"),
    "a wall after prose": ("consent_wall", False, True, "consent_wall"),
    "a wall after questions": ("consent_wall", True, True, ""),
    "gone before it was read": ("gone", False, False, "gone"),
    "a server that fails": ("server_error", False, False, ""),
    "a server that fails after prose": ("timeout", False, True, ""),
    "maintenance, told with 200": ("error_page", False, False, ""),
    "a person must look": ("suspect", False, True, ""),
    "further captures must agree": ("waiting", False, True, ""),
}


@pytest.mark.parametrize(("trouble", "asks", "versions", "expected"), LACKS.values(), ids=LACKS)
def test_lack(trouble, asks, versions, expected):
    assert lack(trouble, has_questions=asks, has_version=versions) == expected


def test_every_trouble_either_lasts_or_passes():
    assert LASTING.isdisjoint(SUCCESSES)
    assert {*Verdict} - LASTING == {Verdict.CONTENT, Verdict.ERROR_PAGE, Verdict.PAGE_MISSING}
    assert LASTING.isdisjoint(
        {Outcome.TIMEOUT, Outcome.SERVER_ERROR, Outcome.RATE_LIMITED, Outcome.DNS_ERROR}
    )


def asked_days(days):
    """The days on which a daily run asks for what is announced on the first."""
    asked = [0]
    for day in range(1, days):
        if NOON + day * DAY >= NOON + asked[-1] * DAY + wait(NOON, NOON + asked[-1] * DAY):
            asked.append(day)
    return asked


def test_what_is_no_explainer_is_asked_for_after_twice_the_time_and_never_given_up():
    assert asked_days(1000) == [0, 2, 4, 8, 16, 32, 64, 128, 256, 436, 616, 796, 976]


@pytest.mark.parametrize("late", [timedelta(hours=-30), timedelta(0), timedelta(days=4000)])
def test_a_clock_that_jumps_puts_nothing_off_for_long(late):
    assert LEAST_WAIT <= wait(NOON, NOON + late) <= MOST_WAIT
