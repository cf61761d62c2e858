"""A fold tells the same, whatever another fold found out before and whichever captures that was about."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.history import fold
from harvester.history.comparing import NOTHING
from harvester.history.past import PageLookups, nothing_found
from harvester.model import WholeText

WORDS = st.lists(st.sampled_from("ABCTRFNMPQSHZX"), min_size=1, max_size=7)


def text(snapshot):
    """A page that shows a content, with a menu."""
    blocks = (text for pair in snapshot.pairs for text in (pair.question, pair.answer))
    return WholeText((snapshot.title, "Menu", *blocks))


def steps(told, ahead, since=0):
    """The fold of a story with its pages, from a sighting on; and what it found out, by two keys.

    ahead: returns what was found out before for two keys.
    """
    texts = {each.key: text(told.snapshot(each.snapshot)) for each in told.sightings}
    found = {}
    pages = PageLookups(
        texts.get, ahead, note=lambda before, after, one: found.update({(before, after): one})
    )
    return [*fold(told.sightings[since:], told.snapshot, told.decided, pages)], found


def of(found):
    return lambda before, after: found.get((before, after), NOTHING)


@given(words=WORDS, since=st.integers(0, 6))
def test_what_was_compared_ahead_changes_nothing(story, words, since):
    """Also where the other fold knew only the end of the story."""
    told = story(" ".join(words))
    _, found = steps(told, nothing_found, since)
    assert steps(told, of(found))[0] == steps(told, nothing_found)[0]


@pytest.mark.parametrize("words", ["A B C", "A C A C", "C T C", "A T C R", "P Q S H P"])
def test_nothing_is_compared_twice(story, monkeypatch, words):
    """Not where a question comes back either, nor where what was shown in between does not count."""

    def refused(*_):
        raise AssertionError("this was compared ahead")

    told = story(words)
    expected, found = steps(told, nothing_found)
    lineage = sys.modules["harvester.history.lineage"]
    start = lineage.match(told.snapshot(told.sightings[0].snapshot).pairs, ())
    monkeypatch.setattr(lineage, "match", lambda old, *_: refused() if old else start)
    monkeypatch.setattr(lineage, "changes", refused)
    monkeypatch.setattr(sys.modules["harvester.history.fold"], "verified", refused)
    assert [each.stood for each in steps(told, of(found))[0]] == [each.stood for each in expected]


@pytest.mark.parametrize("words", ["A B C", "A C A C", "A T C R"])
def test_a_comparison_of_other_contents_is_left_alone(story, words):
    told = story(words)
    _, found = steps(story("P Q"), nothing_found)
    (other,) = found.values()
    assert steps(told, lambda *_: other)[0] == steps(told, nothing_found)[0]
