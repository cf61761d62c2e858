from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import Span, applied, hunks, spans
from harvester.diff.spans import MAX_CHARS
from harvester.text import content_key

words = st.sampled_from(
    ["the", "toll", "3.5", "35", "%", "l'", "pont", "。", "橋", "?", " ", "\n\n", "\u00a0", "."]
)
prose = st.lists(words, max_size=30).map(" ".join)
texts = st.one_of(prose, st.text(max_size=60))


@given(texts, texts)
def test_spans_give_both_texts_back(before, after):
    parts = spans(before, after)
    assert "".join(part.before for part in parts) == before
    assert "".join(part.after for part in parts) == after


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
def test_there_are_hunks_exactly_when_the_words_differ(before, after):
    found = hunks(before, after)
    assert bool(found) == (content_key(before) != content_key(after))
    assert all(hunk.before != hunk.after and hunk.classes for hunk in found)


@given(texts)
def test_a_text_and_itself_have_no_hunks(text):
    assert hunks(text, text) == ()
    assert spans(text, text) == ((Span("equal", text, text),) if text else ())


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
    assert parts[1] == Span("replace", "old.", "new one.")


HOSTILE = {
    "one word over and over": ("a " * 30_000, "a b " * 20_000),
    "one sentence over and over": ("a. " * 30_000, "b. a. " * 15_000),
    "no spaces at all": ("x" * 190_000, "y" * 190_000),
    "one ideograph": ("橋" * 60_000, "川橋" * 30_000),
    "five million characters": ("a b " * 1_250_000, "a c " * 1_250_000),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_end(before, after):
    parts = spans(before, after)
    assert "".join(part.after for part in parts) == after
