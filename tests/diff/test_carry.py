"""Where the words of one page stand in another: moved blocks, copies, drops."""

import sys
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import carry
from harvester.diff.runs import GONE, Signs

words = st.lists(st.sampled_from("abcdefg"), max_size=40)
blocks = st.permutations(("one two three four five", "six seven eight nine", "ten ten ten ten twelve zero"))


def carried(older, newer):
    """`harvester.diff.carry.carried` of any items: places and origins."""
    signs = Signs()
    return carry.carried(signs.of(older), signs.of(newer))


def located(part, whole):
    """`harvester.diff.carry.located` of any items."""
    signs = Signs()
    return carry.located(signs.of(part), signs.of(whole))


def kept(older, newer):
    """The items of the newer sequence that each older one became; "-" for what is gone."""
    newer = newer.split()
    return " ".join("-" if at == GONE else newer[at] for at in carried(older.split(), newer).places)


CARRIED = {  # older, newer, what the newer one has of the older one
    "nothing changed": ("a b c d e", "a b c d e", "a b c d e"),
    "nothing on either side": ("", "", ""),
    "one is empty": ("a b", "", "- -"),
    "a word replaced": ("a b c d e f g h i", "a b c d X f g h i", "a b c d - f g h i"),
    "a word cut": ("a b c d not e f g h", "a b c d e f g h", "a b c d - e f g h"),
    "two cells swapped": ("a b c d 12 e 15 f g h i", "a b c d 15 e 12 f g h i", "a b c d - - - f g h i"),
    "short": ("a b c", "a b", "a b -"),
}


@pytest.mark.parametrize(("older", "newer", "expected"), CARRIED.values(), ids=CARRIED)
def test_what_is_carried(older, newer, expected):
    assert kept(older, newer) == expected


@given(blocks, blocks)
def test_moved_blocks_lose_nothing(older, newer):
    old, new = " ".join(older).split(), " ".join(newer).split()
    assert GONE not in carried(old, new).places


@given(words, words)
def test_each_place_is_taken_once_by_the_same_word(older, newer):
    places, origins = carried(older, newer)
    taken = [place for place in places if place != GONE]
    assert len(set(taken)) == len(taken)
    assert all(newer[place] == older[at] for at, place in enumerate(places) if place != GONE)
    assert {at: origin for at, origin in enumerate(origins) if origin != GONE} == {
        place: at for at, place in enumerate(places) if place != GONE
    }


def test_context_decides_between_copies():
    contents, asked, answer = "menu who pays the toll here", "who pays the toll here", "nobody does in winter"
    older = f"{contents} and {asked} {answer} here ends it all".split()
    newer = f"{contents} and other things come in between, here ends it all".split()
    places = carried(older, newer).places
    assert [at for at, place in enumerate(places) if place == GONE] == list(range(7, 16))


@given(words, st.integers(0, 5))
def test_a_text_is_located_in_its_page_in_spite_of_what_stands_between(text, step):
    page = [
        word for n, word in enumerate(text) for word in ((word, "|") if step and n % step == 0 else (word,))
    ]
    places = located(text, page)
    assert all(page[place] == word for word, place in zip(text, places, strict=True) if place != GONE)
    if not step or len(set(text)) == len(text):
        assert GONE not in places


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_a_text_of_one_word_is_located_in_spite_of_what_stands_between(lengths):
    page = [word for length in lengths for word in (*["a"] * length, "|")]
    assert GONE not in located(["a"] * sum(lengths), page)


def steps(work):
    """The lines of Python that the work runs through."""
    count = 0

    def trace(_frame, event, _value):
        nonlocal count
        count += event == "line"
        return trace

    known = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(known)
    return count


GROWING = {  # n to the older and the newer sequence
    "every tenth word is another": lambda n: (
        [f"w{at}" for at in range(n)],
        [f"x{at}" if at % 10 == 0 else f"w{at}" for at in range(n)],
    ),
    "one word alone": lambda n: (["toll"] * n, ["toll"] * (n - 3)),
    "two words in turn, and one of them doubled": lambda n: (
        ["a", "b"] * (n // 2),
        ["a", "b", "b"] * (n // 3),
    ),
    "nothing in common": lambda n: ([f"w{at}" for at in range(n)], [f"x{at}" for at in range(n)]),
    "halves that changed places": lambda n: (
        [f"w{at}" for at in range(n)],
        [f"w{at}" for at in (*range(n // 2, n), *range(n // 2))],
    ),
}


@pytest.mark.parametrize("sequences", GROWING.values(), ids=GROWING)
@pytest.mark.parametrize("find", [carried, located])
def test_four_times_the_words_are_four_times_the_steps(find, sequences):
    few, many = (steps(partial(find, *sequences(n))) for n in (600, 2_400))
    assert many <= 4.5 * few
