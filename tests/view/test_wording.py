"""Times and edits as people read them."""

import pytest

from harvester.diff.spans import DiffSpan
from harvester.view.wording import CONTEXT_LENGTH, EDIT_LENGTH, excerpts, seen

FIRST = "2026-11-23T10:00:00.000Z"
SEEN = {
    "once": (FIRST, "2026-11-23 10:00 UTC"),
    "twice in a minute": ("2026-11-23T10:00:59.000Z", "2026-11-23 10:00 UTC"),
    "twice": ("2026-11-24T09:30:00.000Z", "2026-11-23 10:00 to 2026-11-24 09:30 UTC"),
}


@pytest.mark.parametrize(("last", "words"), SEEN.values(), ids=SEEN)
def test_when_something_was_seen(last, words):
    assert seen(FIRST, last) == words


def _edit(before, after):
    return DiffSpan("replace", before, after)


def _kept(text):
    return DiffSpan("equal", text, text)


FAR = "and then nothing happens for quite some time, "
EDITS = {
    "one": ([_kept("It costs "), _edit("35", "25"), _kept(" crowns.")], ["It costs [35|25] crowns."]),
    "at both ends": (
        [_edit("35", "25"), _kept(FAR), _edit("now", "then")],
        ["[35|25]and then nothing…", "…for quite some time, [now|then]"],
    ),
    "a word apart": (
        [_edit("一", "二"), _kept("億"), _edit("八", "三"), _kept("千万円")],
        ["[一|二]億[八|三]千万円"],
    ),
    "one after the other": ([_edit("a", ""), _edit("", "b"), _kept(" c")], ["[a|][|b] c"]),
    "nothing": ([_kept("It stays.")], []),
}


def _drawn(place):
    return "".join(each.after if each.op == "equal" else f"[{each.before}|{each.after}]" for each in place)


@pytest.mark.parametrize(("spans", "lines"), EDITS.values(), ids=EDITS)
def test_edits_a_few_words_apart_share_a_line(spans, lines):
    assert [_drawn(place) for place in excerpts(spans)] == lines


def test_a_line_of_edits_does_not_grow_without_end():
    many = [_edit("old", "new"), _kept(" and ")] * 100
    places = list(excerpts(many))
    assert len(places) > 1
    assert sum(each.op != "equal" for place in places for each in place) == 100
    assert all(len(_drawn(place)) <= 2 * (EDIT_LENGTH + CONTEXT_LENGTH) for place in places)
