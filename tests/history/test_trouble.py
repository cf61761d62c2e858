"""What is wrong with the newest captures, since when, and when to ask again."""

from datetime import UTC, datetime, timedelta

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
        if NOON + day * DAY >= ask_again_at(trouble, NOON + asked[-1] * DAY):
            asked.append(day)
    return asked


def test_what_is_gone_is_asked_for_after_twice_the_time_and_never_given_up():
    assert asked_days("gone", 400) == [0, 1, 2, 4, 8, 16, 32, 64, 124, 184, 244, 304, 364]
    assert MOST_SELDOM == 60 * DAY


@pytest.mark.parametrize("word", sorted(SELDOM))
def test_what_does_not_pass_by_itself_is_asked_for_seldom(word):
    assert len(asked_days(word, 16)) == 5


@pytest.mark.parametrize(
    "word", ["", *sorted({*Outcome, *Verdict, "suspect", "rejected"} - SELDOM - SUCCESSES)]
)
def test_what_passes_by_itself_is_asked_for_at_each_run(word):
    assert asked_days(word, 16) == [*range(16)]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=-30), timedelta(days=400)])
def test_a_clock_that_jumps_puts_nothing_off_for_long(late):
    """What was asked for before its trouble began, by the clock, or long after."""
    again = ask_again_at(Trouble("gone", NOON.isoformat()), NOON + late)
    assert again <= NOON + late + MOST_SELDOM
