"""The written form of an answer: where targets and alternatives stand, and what an edit of them is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.archive.wordings import pair_of, wording_row
from harvester.change import ChangeKind
from harvester.diff import applied, compare
from harvester.diff.tokens import cut
from harvester.diff.written import numbered, without_notes, written
from harvester.model import Image, Link, Pair, Snapshot
from harvester.text import content_key


def pair(text, images=()):
    """Return a pair whose answer is the text; a link is written [words](key) in it."""
    answer, links = "", []
    for piece in text.split("["):
        words, mark, rest = piece.partition("](")
        if mark:
            key, _, rest = rest.partition(")")
            links.append(Link(len(answer), len(answer) + len(words), f"https://quay.example{key}", key))
            answer += words + rest
        else:
            answer += piece
    return Pair("Who pays?", answer, links=tuple(links), images=tuple(Image(*each) for each in images))


FORMS = {  # what it shows: (pair, written form)
    "nothing": (pair("Nobody."), "Nobody."),
    "a link": (pair("See [the decree](/a) now."), "See the decree ⟨/a⟩ now."),
    "marks in the link and behind it": (pair("See [the decree.](/a)"), "See the decree ⟨/a⟩."),
    "part of a word": (pair("[Decree](/a)s of today"), "Decrees ⟨/a⟩ of today"),
    "a script without spaces": (pair("请看[法令](/a)原文"), "请看法令 ⟨/a⟩ 原文"),
    "a script with vowel signs": (pair("[योजना](/a) देखें"), "योजना ⟨/a⟩ देखें"),
    "a link in two pieces": (pair("[the](/a) [decree](/a) now"), "the decree ⟨/a⟩ now"),
    "a link over two paragraphs": (pair("[One](/a)\n\n[two](/a)"), "One\n\ntwo ⟨/a⟩"),
    "two links side by side": (pair("[a](/a) [b](/b)"), "a ⟨/a⟩ b ⟨/b⟩"),
    "a link of a sign": (pair("More [→](/a)"), "More → ⟨/a⟩"),
    "a link that is its target": (
        pair("See [https://www.tarvel.example/a/](tarvel.example/a) or [quay.example/b](/b)."),
        "See https://www.tarvel.example/a/ or quay.example/b.",
    ),
    "an address that is its target": (
        pair("Write to [desk@quay.example](mailto:desk@quay.example), call [020 7946](tel:+44207946)."),
        "Write to desk@quay.example, call 020 7946.",
    ),
    "a link that is another target": (pair("[quay.example/a](/b)"), "quay.example/a ⟨/b⟩"),
    "an image": (pair("Blue is free.", [(4, "Map")]), "Blue ⟦Map⟧ is free."),
    "an image before the text": (pair("Blue is free.", [(0, "Map")]), "⟦Map⟧ Blue is free."),
    "an image behind the text": (pair("Blue.", [(5, "Map")]), "Blue. ⟦Map⟧"),
    "brackets in an alternative": (pair("Blue.", [(5, "a⟧ ⟨/b⟩")]), "Blue. ⟦a] </b>⟧"),
    "a link and an image at one place": (pair("[Blue](/a) is", [(4, "Map")]), "Blue ⟨/a⟩ ⟦Map⟧ is"),
}


@pytest.mark.parametrize(("given_pair", "form"), FORMS.values(), ids=FORMS)
def test_written_form(given_pair, form):
    assert written(given_pair) == form


@pytest.mark.parametrize("given_pair", [given_pair for given_pair, _ in FORMS.values()], ids=FORMS)
def test_a_row_gives_the_written_form_back_and_itself(given_pair):
    row = wording_row(given_pair)
    again = pair_of(*row[:4])
    assert written(again) == written(given_pair)
    assert wording_row(again) == row


def test_a_row_does_not_depend_on_how_a_target_or_a_place_was_written():
    one = pair("Blue [decree](/a) is", [(4, "Map")])
    other = pair("Blue [decree](/a) is", [(5, "Map")])
    other = replace(
        other, links=tuple(link._replace(target="http://www.quay.example/a/") for link in other.links)
    )
    assert written(one) == written(other)
    assert wording_row(one) == wording_row(other)


def test_numbers_lead_to_targets():
    text, targets = numbered(pair("[A](/a), [b](/b) and again [a](/a).", [(0, "Map")]))
    assert text == "⟦Map⟧ A ⟨1⟩, b ⟨2⟩ and again a ⟨1⟩."
    assert targets == ("https://quay.example/a", "https://quay.example/b")


EDITS = {  # what it shows: (before, after, [(words that stood there, words that stand there, classes)])
    "another target": (
        pair("See [the decree](/d-2030.pdf)."),
        pair("See [the decree](/d-2031.pdf)."),
        [("⟨/d-2030.pdf⟩", "⟨/d-2031.pdf⟩", ("link",))],
    ),
    "another query": (
        pair("See [it](/d?x=1)."),
        pair("See [it](/d?x=2)."),
        [("⟨/d?x=1⟩", "⟨/d?x=2⟩", ("link",))],
    ),
    "the front page": (pair("See [it](/a)"), pair("See [it](/)"), [("⟨/a⟩", "⟨/⟩", ("link",))]),
    "a link where none was": (
        pair("See the decree."),
        pair("See [the decree](/a)."),
        [("", " ⟨/a⟩", ("link",))],
    ),
    "a link less": (
        pair("See [the decree](/a) now."),
        pair("See the decree now."),
        [("⟨/a⟩ ", "", ("link",))],
    ),
    "another alternative": (
        pair("Blue.", [(5, "Map of 5 roads. Paper.")]),
        pair("Blue.", [(5, "Map of 6 roads. Paper.")]),
        [("⟦Map of 5 roads. Paper.⟧", "⟦Map of 6 roads. Paper.⟧", ("image",))],
    ),
    "words and their target": (
        pair("It costs [12 crowns](/a) a day."),
        pair("It costs [14 pounds](/b) a day."),
        [("12 crowns ⟨/a⟩", "14 pounds ⟨/b⟩", ("substantive", "link", "number"))],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit_of_what_an_answer_refers_to(before, after, expected):
    [change] = compare(Snapshot(pairs=(before,)), Snapshot(pairs=(after,))).changes
    assert change.kind is ChangeKind.ANSWER_EDITED
    assert [(hunk.before, hunk.after, hunk.classes) for hunk in change.hunks] == expected


def test_notes_are_one_token_each_and_other_brackets_are_none():
    assert cut("the decree ⟨/a-2030.pdf⟩.") == ["the", "decree", "⟨/a-2030.pdf⟩", "."]
    assert cut("⟦Map of 5 roads⟧") == ["⟦Map of 5 roads⟧"]
    assert cut("⟨ψ⟩") == ["⟨", "ψ", "⟩"]
    assert without_notes("a ⟨/b⟩ ⟨ψ⟩ ⟦c⟧") == "a      ⟨ψ⟩    "


WORDS = st.lists(
    st.sampled_from(["toll", "12", "crowns.", "⟨", "⟩", "⟦", "⟧", "\n\n", "法令", "योजना", "quay.example/a"]),
    min_size=1,
    max_size=8,
)


@st.composite
def pairs(draw):
    """Return a pair with links and images anywhere in its answer."""
    answer = " ".join(draw(WORDS)).strip() or "x"
    place = st.integers(0, len(answer))
    ends = sorted(draw(st.lists(place, max_size=6)))
    keys = st.sampled_from(["/", "/a", "tarvel.example/b?c=⟩", "mailto:a@b.example", "quay.example/a"])
    links = [
        Link(start, end, "https://x.example", draw(keys))
        for start, end in zip(ends[::2], ends[1::2], strict=False)
        if start < end
    ]
    images = [
        Image(at, draw(st.sampled_from(["Map", "a⟧b", "5 roads. No"])))
        for at in draw(st.lists(place, max_size=2))
    ]
    return Pair("Who pays?", answer, links=tuple(links), images=tuple(images))


@given(pairs(), pairs())
def test_hunks_make_the_new_written_form_of_the_old_one(before, after):
    changes = compare(Snapshot(pairs=(before,)), Snapshot(pairs=(after,))).changes
    edits = [change for change in changes if change.kind is ChangeKind.ANSWER_EDITED]
    old, new = content_key(written(before)), content_key(written(after))
    if len(changes) == 2 and not edits:  # another question
        return
    assert applied(old, edits[0].hunks if edits else ()) == new
