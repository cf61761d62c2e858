"""What is expected of a page: rates from priors and observed edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harvester.pace.next_check import ARTICLES, SOURCES
from harvester.pace.rate import decayed, density, edits_within, outlook

HABIT = ARTICLES.habit
DAY = 24.0
MONTH = 30 * DAY


def per_day(first, now, edits=()):
    """The edits expected in the next hour, as a daily rate."""
    return DAY * edits_within(outlook(HABIT, (first, now), edits), 1.0)[0]


def test_what_is_new_is_edited_most_and_then_ever_more_seldom():
    rates = [per_day(0.0, age) for age in (0.0, 1.0, 5.0, DAY, 7 * DAY, MONTH, 12 * MONTH)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 50 * rates[-1]


def test_what_was_published_long_ago_is_not_taken_for_new():
    assert per_day(12 * MONTH, 12 * MONTH) < per_day(0.0, 0.0) / 20


def test_an_edit_makes_the_next_one_likely_and_that_passes():
    quiet = per_day(0.0, MONTH)
    rates = [per_day(0.0, MONTH + later, (MONTH,)) for later in (0.1, 5.0, 3 * DAY)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 3 * quiet


HABITS = {  # days between two edits; the edits a day expected after half a year of them lie between these
    "each day": (1.0, (0.25, 1.6)),
    "each week": (7.0, (0.07, 0.3)),
    "each month": (30.0, (0.01, 0.07)),
}


@pytest.mark.parametrize(("days", "bounds"), HABITS.values(), ids=HABITS)
def test_a_steady_habit_is_learnt(days, bounds):
    edits = [days * DAY * n for n in range(1, int(180 / days) + 1)]
    low, high = bounds
    assert low < per_day(0.0, edits[-1] + days * DAY / 2, edits) < high


def test_a_habit_that_ended_is_forgotten():
    edits = [7 * DAY * n for n in range(1, 53)]
    ended = edits[-1]
    rates = [per_day(0.0, ended + later * MONTH, edits) for later in (1, 6, 24)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 3 * rates[-1]


def test_a_page_that_was_seldom_edited_is_known_better_than_a_new_one():
    def doubt(age):
        mean, variance = edits_within(outlook(HABIT, (0.0, age), ()), DAY)
        return variance / mean

    assert doubt(12 * MONTH) < doubt(MONTH)


@pytest.mark.parametrize("habit", [ARTICLES.habit, SOURCES.habit])
@pytest.mark.parametrize("hours", [0.0, 0.5, 3.0, 100.0])
def test_the_density_is_the_slope_of_what_has_decayed(habit, hours):
    step = 1e-6
    slope = (decayed(habit, hours + step) - decayed(habit, hours)) / step
    assert slope == pytest.approx(density(habit, hours), rel=1e-3)


AGES = some.floats(0, 1e6)


@given(AGES, AGES, some.lists(AGES, max_size=40), some.floats(0.01, 1e5))
def test_whatever_was_seen_the_rate_is_a_positive_number(first, later, edits, hours):
    known = outlook(HABIT, (first, first + later), sorted(edits))
    mean, variance = edits_within(known, hours)
    assert 0 < mean < 1e7
    assert 0 < variance < 1e14
    assert edits_within(known, 2 * hours)[0] > mean
