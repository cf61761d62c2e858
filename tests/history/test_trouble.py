"""What is wrong with the newest captures, since when, and when to ask again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from harvester.history.sighting import Hop, Sighting
from harvester.history.standing import Standing
from harvester.history.trouble import MOST_SELDOM, SELDOM, Trouble, ask_again_at, trouble_after
from harvester.model import SUCCESSES, Outcome, Verdict

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)

AFTER = {  # outcome, verdict and standing of each capture, an hour apart; what is wrong, since which hour
    "content": (["ok content current"], ("", "")),
    "other content was read": (["ok content read_otherwise"], ("", "")),
    "confirmed": (["not_modified content current"], ("", "")),
    "suspect": (["ok content suspect"], ("suspect", "00")),
    "rejected": (["ok content rejected"], ("rejected", "00")),
    "a wall": (["ok bot_wall walled"], ("bot_wall", "00")),
    "nothing was read": (["ok unreadable unreadable"], ("unreadable", "00")),
    "gone": (["gone - gone"], ("gone", "00")),
    "gone, with a page that says more": (["gone soft_404 gone"], ("gone", "00")),
    "gone, still": (["gone - gone", "gone - gone"], ("gone", "00")),
    "gone, and back": (["gone - gone", "ok content current"], ("", "")),
    "gone, back, and gone again": (["gone - gone", "ok content current", "gone - gone"], ("gone", "02")),
    "gone, then refused": (["gone - gone", "refused - failed"], ("refused", "01")),
    "a wall, then another": (["ok bot_wall walled", "ok login_wall walled"], ("login_wall", "01")),
}


@pytest.mark.parametrize(("captures", "expected"), AFTER.values(), ids=AFTER)
def test_trouble_after(captures, expected):
    trouble = Trouble()
    for hour, words in enumerate(captures):
        outcome, verdict, standing = words.split()
        shown = Sighting(
            "k", f"{hour:02}", (Hop("https://a.example/", 200),), outcome, verdict.replace("-", "")
        )
        trouble = trouble_after(trouble, shown, Standing(standing.replace("_", " ")))
    assert trouble == expected


def asked_days(word, days):
    """The days on which a daily run asks for what is in that trouble from the first day on."""
    asked = [0]
    trouble = Trouble(word, NOON.isoformat())
    for day in range(1, days):
        if NOON + day * DAY >= ask_again_at(trouble, NOON + asked[-1] * DAY, "a"):
            asked.append(day)
    return asked


def test_what_is_gone_is_asked_for_after_twice_the_time_and_never_given_up():
    assert asked_days("gone", 400) == [0, 1, 2, 4, 8, 16, 32, 64, 124, 184, 244, 304, 364]
    assert MOST_SELDOM == 60 * DAY


@pytest.mark.parametrize("word", sorted(SELDOM))
def test_what_does_not_pass_by_itself_is_asked_for_seldom(word):
    assert len(asked_days(word, 16)) == 5


FAILURES = sorted(set(map(str, Outcome)) - set(map(str, {*SELDOM, *SUCCESSES, *Verdict})))
PASSING = [*FAILURES, *sorted(set(Verdict) - SELDOM - {Verdict.CONTENT})]


@pytest.mark.parametrize("word", PASSING)
def test_what_passes_by_itself_is_asked_for_each_day(word):
    assert asked_days(word, 16) == [*range(16)]


@pytest.mark.parametrize("word", ["", "suspect", "rejected", "waiting"])
def test_what_came_well_is_asked_for_as_any_other(word):
    assert ask_again_at(Trouble(word, NOON.isoformat()), NOON, "a") is None


def waits(word, tries, key="a"):
    """The waits of something that is asked for whenever its time has come."""
    trouble, times = Trouble(word, NOON.isoformat()), [NOON]
    for _ in range(tries):
        times.append(ask_again_at(trouble, times[-1], key))
    return [after - before for before, after in pairwise(times)]


@pytest.mark.parametrize("word", FAILURES)
def test_a_failed_try_is_tried_again_after_minutes_then_hours(word):
    found = waits(word, 40)
    assert timedelta(minutes=7) <= found[0] <= timedelta(minutes=13)
    assert timedelta(hours=4) <= found[-1] <= timedelta(hours=8)
    assert sum(found, timedelta()) > 5 * DAY


def test_what_failed_together_is_not_tried_again_together():
    again = [waits("timeout", 3, key=str(n))[-1] for n in range(50)]
    assert len(set(again)) == 50
    assert max(again) > 1.3 * min(again)
    assert waits("timeout", 9) == waits("timeout", 9)


@pytest.mark.parametrize("word", [*sorted(SELDOM), "timeout", "bot_wall"])
@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=-30), timedelta(days=400)])
def test_a_clock_that_jumps_puts_nothing_off_for_long(word, late):
    """What was asked for before its trouble began, by the clock, or long after."""
    again = ask_again_at(Trouble(word, NOON.isoformat()), NOON + late, "a")
    assert NOON + late < again <= NOON + late + MOST_SELDOM
