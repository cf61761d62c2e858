"""A fold tells the same, whatever was compared ahead and whichever captures that was about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.history import fold
from harvester.history.comparing import compared
from harvester.history.fates import Seen
from harvester.history.past import Pages
from harvester.model import WholeText


def seen(snapshot):
    """A content on a page that shows it, with a menu."""
    blocks = (text for pair in snapshot.pairs for text in (pair.question, pair.answer))
    return Seen(snapshot, WholeText((snapshot.title, "Menu", *blocks)))


def steps(told, ahead):
    """The fold of a story with its pages. ahead: returns a comparison for two pages, or None."""
    shown = {each.key: seen(told.snapshot(each.snapshot)) for each in told.sightings}
    pages = Pages(lambda key: shown[key].page, lambda before, after: ahead(shown[before], shown[after]))
    return [*fold(told.sightings, told.snapshot, told.decided, pages)]


def nothing(_before, _after):
    return None


@given(words=st.lists(st.sampled_from("ABCTRFNMPQSHZX"), min_size=1, max_size=7))
def test_what_was_compared_ahead_changes_nothing(story, words):
    told = story(" ".join(words))
    assert steps(told, compared) == steps(told, nothing)


@pytest.mark.parametrize("words", ["A B C", "A C A C", "A T C R"])
def test_a_comparison_of_other_contents_is_left_alone(story, words):
    told = story(words)
    others = compared(*(seen(told.snapshot(each.snapshot)) for each in story("P Q").sightings))
    assert steps(told, lambda *_: others) == steps(told, nothing)
