from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvester.diff import DiffSpan, applied, hunks
from harvester.diff import spans as drawn
from harvester.diff.differences import MAX_CHARS
from harvester.diff.folded import visible
from harvester.diff.tokens import token_places
from harvester.text import content_key

words = st.sampled_from(
    ["the", "toll", "3.5", "35", "%", "l'", "pont", "。", "橋", "?", " ", "\n\n", "\u00a0", "."]
)
prose = st.lists(words, max_size=30).map(" ".join)
texts = st.one_of(prose, st.text(max_size=60))


hunks("once", "twice")  # reads the language files, which must not count to the first example's time


def spans(before, after):
    return drawn(before, after, hunks(before, after))


@given(texts, texts)
def test_spans_give_both_texts_back(before, after):
    parts = spans(before, after)
    assert "".join(part.before for part in parts) == visible(before).strip()
    assert "".join(part.after for part in parts) == visible(after).strip()


@given(texts, texts)
def test_spans_are_what_they_say(before, after):
    parts = spans(before, after)
    for part in parts:
        if part.op == "equal":
            assert part.before.split() == part.after.split()
            assert part.before
            assert part.after
        else:
            wanted = "insert" if not part.before else "replace" if part.after else "delete"
            assert part.op == wanted
            assert part.before != part.after
    kinds = [part.op == "equal" for part in parts]
    assert all(one != other for one, other in pairwise(kinds))


@given(texts, texts)
def test_hunks_applied_to_the_old_give_the_new(before, after):
    assert applied(content_key(before), hunks(before, after)) == content_key(after)


@given(texts, texts)
@example("the the", ". the")  # the second one could slide to where the first one stands
def test_hunks_stand_apart_at_borders_of_words(before, after):
    old, new = content_key(before), content_key(after)
    end = to = 0
    for n, hunk in enumerate(hunks(before, after)):
        assert hunk.at > end or n == 0
        assert old[end : hunk.at] == new[to : to + hunk.at - end]
        to += hunk.at - end
        for text, start, run in ((old, hunk.at, hunk.before), (new, to, hunk.after)):
            assert text[start : start + len(run)] == run
            assert {start, start + len(run)} <= borders(text)
        end, to = hunk.at + len(hunk.before), to + len(hunk.after)


def borders(text):
    """Where tokens begin and end, and where the text does."""
    return {0, len(text)}.union(*token_places(text))


@given(texts, texts)
def test_there_are_hunks_exactly_when_the_words_differ(before, after):
    found = hunks(before, after)
    assert bool(found) == (content_key(before) != content_key(after))
    assert all(hunk.before != hunk.after and hunk.classes for hunk in found)


@given(texts)
def test_a_text_and_itself_have_no_hunks(text):
    assert hunks(text, text) == ()
    shown = visible(text).strip()
    assert spans(text, text) == ((DiffSpan("equal", shown, shown),) if shown else ())


CUTS = {  # before, after, the spans that are not equal
    "a number is replaced whole": ("It is 3.5 % now.", "It is 35 % now.", [("3.5", "35")]),
    "an inserted word takes its space along": ("The bridge opens.", "The old bridge opens.", [("", "old ")]),
    "an inserted sentence is one": ("One. Three.", "One. Two is new. Three.", [("", "Two is new. ")]),
    "a deleted word": ("The old bridge", "The bridge", [("old ", "")]),
    "two changes with a word between": (
        "in 2024 and 2025",
        "in 2025 and 2026",
        [("2024", "2025"), ("2025", "2026")],
    ),
    "short leftovers of a rewritten sentence drown": (
        "The ferries of the northern line were taken out of service",
        "A replacement for buses of any kind comes when winter ends",
        [
            (
                "The ferries of the northern line were taken out of service",
                "A replacement for buses of any kind comes when winter ends",
            )
        ],
    ),
    "a dropped space before a question mark": ("Où ?", "Où?", [(" ", "")]),
    "another kind of space is equal": ("12\u00a0km de long", "12 km de long", []),
    "a paragraph joined to the next is equal": ("One.\n\nTwo.", "One. Two.", []),
    "characters in Japanese": ("橋は三月に開く。", "橋は四月に開く。", [("三", "四")]),
    "words in Arabic": ("الجسر مفتوح اليوم", "الجسر مغلق اليوم", [("مفتوح", "مغلق")]),
    "words in Hindi": ("पुल आज खुला है", "पुल कल खुला है", [("आज", "कल")]),
    "a sentence that was replaced": (
        "It opens. Nobody has asked the council of Arnsund so far. It is free.",
        "It opens. Two boats will carry those who have no car. It is free.",
        [("Nobody has asked the council of Arnsund so far.", "Two boats will carry those who have no car.")],
    ),
    "a sentence before an edited one": (
        "It opens in spring, says the council of Arnsund.",
        "Nobody may swim there. It opens in autumn, says the council of Arnsund.",
        [("", "Nobody may swim there. "), ("spring", "autumn")],
    ),
    "a copy of a sentence": ("One. Two. Three.", "One. Two. Two. Three.", [("", "Two. ")]),
    "a line of a list": ("A boat\n\nA tram\n\nA bus", "A boat\n\nA bus", [("A tram\n\n", "")]),
    "words that may stand at two places": (
        "They like a big and a small boat",
        "They like a big and a red and a small boat",
        [("", "and a red ")],
    ),
    "a clause": (
        "It is open, it is free, and it is wide.",
        "It is open, it is safe, it is free, and it is wide.",
        [("", "it is safe, ")],
    ),
    "cells swapped": ("East | 12 | 30", "East | 30 | 12", [("12 | 30", "30 | 12")]),
    "Thai vowels stay with their letter": ("คนที่นี่", "คนที่นั่น", [("นี่", "นั่น")]),
    "a colour of an emoji": ("so 👍🏽 it is", "so 👍🏿 it is", [("👍🏽", "👍🏿")]),
    "from nothing": ("", "All new", [("", "All new")]),
    "to nothing": ("All gone", "", [("All gone", "")]),
}


@pytest.mark.parametrize(("before", "after", "expected"), CUTS.values(), ids=CUTS)
def test_spans(before, after, expected):
    found = [(part.before, part.after) for part in spans(before, after) if part.op != "equal"]
    assert found == expected


def test_a_very_long_text_is_one_change_between_what_both_share():
    middle = "word " * MAX_CHARS
    parts = spans(f"Same start. {middle}old. Same end.", f"Same start. {middle}new one. Same end.")
    assert [part.op for part in parts] == ["equal", "replace", "equal"]
    assert parts[1] == DiffSpan("replace", "old.", "new one.")


HOSTILE = {
    "one word over and over": ("a " * 30_000, "a b " * 20_000),
    "one sentence over and over": ("a. " * 30_000, "b. a. " * 15_000),
    "no spaces at all": ("x" * 190_000, "y" * 190_000),
    "one ideograph": ("橋" * 60_000, "川橋" * 30_000),
    "half a million characters": ("a b " * 125_000, "a c " * 125_000),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end(before, after):
    parts = spans(before, after)
    assert "".join(part.after for part in parts) == after.strip()
