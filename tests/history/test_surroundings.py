"""Which text beside the pairs went and came between two pages, and what is not told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.history.surroundings import (
    REMEMBERED,
    Edited,
    Restless,
    lasting_passages,
    surroundings_edited,
    without_restless,
)
from harvester.model import WholeText

PASSING = ("Updated today", "Updated this week", "updated 5 minutes ago", "3 comments", "3 May 2027")

PAGES = {  # older and newer text beside the pairs, older and newer page, what went, what came
    "a note went": (("A", "Note"), ("A",), ("A", "Q", "Note"), ("A", "Q"), ("Note",), ()),
    "a note came twice": (("A",), ("A", "N", "N"), ("A",), ("A", "N", "Q", "N"), (), ("N",)),
    "one of two went": (("N", "N"), ("N",), ("N", "Q", "N"), ("N", "Q"), ("N",), ()),
    "only the reader left it out": (("A",), ("A", "N"), ("A", "N"), ("A", "N"), (), ()),
    "it was cut otherwise": (("A", "B C"), ("A", "B", "C"), ("A", "B C"), ("A", "B", "C"), (), ()),
    "quotes and capitals": (("“A” note",), ('"A" NOTE',), ("“A” note",), ('"A" NOTE',), (), ()),
    "a target": (("A b.",), ("A b.",), ("A ⟨/x⟩ b.",), ("A ⟨/y⟩ b.",), (), ()),
    "another order": (("A", "B"), ("B", "A"), ("A", "B"), ("B", "A"), (), ()),
}


def test_what_passes_is_left_out():
    assert lasting_passages((*PASSING, "The ferry leaves in 5 minutes")) == ("The ferry leaves in 5 minutes",)


@pytest.mark.parametrize(("old", "new", "before", "after", "went", "came"), PAGES.values(), ids=PAGES)
def test_texts_are_held_against_the_pages(old, new, before, after, went, came):
    pages = WholeText(before), WholeText(after)
    assert surroundings_edited((old, new), pages) == Edited(went, came)


def test_without_a_page_the_texts_count():
    assert surroundings_edited((("A",), ("B",)), (None, WholeText(("A", "B")))) == Edited(("A",), ("B",))


def test_two_texts_in_turn_are_told_three_times():
    restless, told = Restless(), []
    for n in range(10):
        now, then = ("A", "B") if n % 2 else ("B", "A")
        edited, restless = without_restless(Edited((then,), (now,)), restless)
        told.append(edited)
    assert told[:3] == [Edited(("A",), ("B",)), Edited(("B",), ("A",)), Edited((), ("B",))]
    assert set(told[3:]) == {Edited()}


def test_a_note_that_comes_back_once_is_told():
    edited, restless = without_restless(Edited(("note",), ()), Restless())
    assert without_restless(Edited((), ("note",)), restless)[0] == Edited((), ("note",))
    assert edited == Edited(("note",), ())


@given(st.lists(st.tuples(st.lists(st.text("ab", max_size=3)), st.lists(st.text("ab", max_size=3)))))
def test_what_is_remembered_is_bounded(steps):
    restless = Restless(tuple(map(str, range(REMEMBERED))), tuple(map(str, range(REMEMBERED))))
    for went, came in steps:
        _, restless = without_restless(Edited(tuple(went), tuple(came)), restless)
        assert max(map(len, restless)) <= REMEMBERED


@given(st.lists(st.sampled_from("ABC")), st.lists(st.sampled_from("ABC")))
def test_what_went_one_way_came_the_other_way(old, new):
    pages = WholeText(tuple(old)), WholeText(tuple(new))
    one = surroundings_edited((old, new), pages)
    other = surroundings_edited((new, old), pages[::-1])
    assert (set(one.removed), set(one.added)) == (set(other.added), set(other.removed))
