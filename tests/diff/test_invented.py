"""Question lineage on invented transitions, drawn and written. Runs in every clone, within three seconds."""

import pytest

from benchmarks.lineage import drawn, tallied, written

pytestmark = pytest.mark.xdist_group("invented")  # what they share is made once

FLOOR_REWORDED_F1 = 0.97
FLOOR_EXACT = 0.95
"""What was reached on the first five draws is 0.979 and 0.961, where a word tells that a question goes on."""

WRITTEN_REWORDED_F1, WRITTEN_EXACT, WRITTEN_GROUPS = 0.942, 0.755, 52
"""What was reached on transitions by a writer: 0.946, 0.759, and 52 splits and merges of 58."""


@pytest.fixture(scope="module")
def tallies():
    return tallied(drawn((1, 2)))


def test_questions_that_share_words_are_linked(tallies):
    tally = tallies["in words"]
    assert tally.f1 >= FLOOR_REWORDED_F1
    assert tally.exact >= FLOOR_EXACT * tally.transitions


def test_splits_and_merges_of_reworded_questions_are_found(tallies):
    fates = tallies["all"].fates
    for fate in ("split, as one", "merged, as one"):
        assert fates[fate, True] > 0
        assert fates[fate, False] == 0


def test_nothing_is_split_or_merged_that_was_not(tallies):
    assert tallies["all"].groups_false == 0


def test_transitions_by_a_writer_keep_their_floor():
    """They are in twelve languages. Their writer had not seen what links questions; it was fitted to them."""
    tally = tallied(written())["all"]
    assert tally.f1 >= WRITTEN_REWORDED_F1
    assert tally.exact >= WRITTEN_EXACT * tally.transitions
    assert tally.groups_found >= WRITTEN_GROUPS
