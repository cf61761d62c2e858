"""The curve of Kaplan and Meier beside a published example, and its properties."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.archive.connection import select
from harvester.view.selection import EVERYTHING, Selection
from harvester.view.survival import at, curve, median, survival

# Weeks of remission of 21 patients under 6-MP: Freireich et al., Blood 21 (1963), 699-716; the estimates with
# Greenwood's standard errors are those of Klein and Moeschberger, Survival Analysis (2003), table 4.1.
ENDED = Counter([6, 6, 6, 7, 10, 13, 16, 22, 23])
STANDING = Counter([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
PUBLISHED = {
    6: (21, 3, 0.857), 7: (17, 1, 0.807), 10: (15, 1, 0.753), 13: (12, 1, 0.690), 16: (11, 1, 0.627),
    22: (7, 1, 0.538), 23: (6, 1, 0.448),
}  # fmt: skip


def test_a_published_curve():
    *steps, last = curve(ENDED, STANDING)
    assert {each.time: (each.at_risk, each.ended, round(each.survival, 3)) for each in steps} == PUBLISHED
    assert (last.time, last.at_risk, last.ended, last.survival) == (35, 1, 0, steps[-1].survival)
    assert median(steps) == 23
    assert at(steps, 5) is None
    assert at(steps, 12).time == 10


def test_the_band_of_a_published_curve():
    """survfit(…, conf.type = "log-log") of R's survival has these for the same patients."""
    bands = {each.time: (round(each.low, 3), round(each.high, 3)) for each in curve(ENDED, STANDING)}
    assert bands[6] == (0.620, 0.952)
    assert bands[23] == (0.188, 0.680)


LIVES = st.dictionaries(st.integers(0, 50), st.integers(1, 9), max_size=12)


@settings(max_examples=50, deadline=None)
@given(LIVES, LIVES)
def test_a_curve_only_falls(ended, standing):
    steps = curve(Counter(ended), Counter(standing))
    assert sum(each.ended for each in steps) == sum(ended.values())
    falling = [1.0, *(each.survival for each in steps)]
    assert falling == sorted(falling, reverse=True)
    assert all(0 <= each.low <= each.survival <= each.high <= 1 for each in steps)


@settings(max_examples=20, deadline=None)
@given(LIVES)
def test_without_lives_that_stand_it_is_the_share(ended):
    total = sum(ended.values())
    for each in curve(Counter(ended), Counter()):
        left = sum(number for time, number in ended.items() if time > each.time)
        assert each.survival == pytest.approx(left / total)


UNITS = {1: 10, 60: 10 * 86_400, 3_600: 400 * 86_400}


@pytest.mark.parametrize(("unit", "watched"), UNITS.items())
def test_the_lives_are_those_of_answer_life(reader, monkeypatch, unit, watched):
    """An archive that is watched for longer is counted in longer units."""
    monkeypatch.setattr("harvester.view.survival._WATCHED", f"SELECT {watched}")
    rows = select(
        reader,
        "SELECT ended_at IS NULL, unixepoch(coalesce(ended_at, last_seen_at)) - unixepoch(began_at), url"
        " FROM answer_life",
    )
    for selection, part in ((EVERYTHING, ""), (Selection(hosts=("tarvel.example",)), "tarvel.example")):
        lives = [(standing, seconds) for standing, seconds, url in rows if part in url]
        ended = Counter(-(-seconds // unit) for standing, seconds in lives if not standing)
        standing = Counter(seconds // unit for standing, seconds in lives if standing)
        expected = [(round(step[0] * unit / 3600, 4), *step[1:3]) for step in curve(ended, standing)]
        plot = survival(reader, selection)
        assert ended
        assert [row[:3] for row in plot.rows] == expected
        assert plot.finding.startswith(f"Of {len(lives)} answers, {ended.total()} changed or went")
