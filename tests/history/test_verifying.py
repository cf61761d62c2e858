"""Changes are held against both pages: what they show is told, and what only the reader did is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.diff import applied, compare
from harvester.diff.hunks import all_classes
from harvester.history.fates import PageReading
from harvester.history.verifying import summary, verified
from harvester.model import Pair, Snapshot, WholeText
from harvester.text import content_key

TOLL = "Who pays the toll?", "Every driver pays two crowns at the northern gate, nobody on foot pays."
FERRY = "When do the boats leave?", "Boats leave every forty minutes from the quay, the last at nine."
WORKS = "What broke in the pier?", "Divers found cracks in two of the seven piers, which ice had widened."
TABLE = "What does it cost?", "Adult | 12 crowns\nPupil | 3.5 crowns\nDog | 50 % of that"
SHORT = "And dogs?", "Yes."
TWINS = ("Who pays in winter?", "Yes."), ("Who pays in summer?", "No.")
LONG_TWINS = (
    ("May passengers with a card board without a test?", "Yes, they show it at the gate and walk on board."),
    ("May passengers who have no card board without a test?", "No, they need one of the last two days."),
)
MERGED = "Who pays the toll, and when do the boats leave?", f"{TOLL[1]}\n{FERRY[1]}"
THREE = (
    ("How much is a ticket for an adult?", "Adults pay 14 crowns for a single crossing, in cash or by card."),
    ("May I bring my bicycle on board?", "Bicycles travel free on the lower deck as long as there is room."),
    ("Who runs the service in winter?", "From November on the council runs it with the smaller boat Marga."),
)
THREE_IN_ONE = (
    "How much are tickets, may I bring a bicycle, and who runs it in winter?",
    " ".join(answer for _, answer in THREE),
)
HAN = "谁要付过桥费?", "每位司机在北门付两克朗步行者不用付。"


def page(*pairs, above=(), below=("Imprint", "Contact us"), stated=()):
    """The page that shows the pairs, with blocks above and below them."""
    texts = [line for question, answer in pairs for line in (question, *answer.split("\n"))]
    return WholeText((*above, *texts, *below), tuple(stated))


def content(*pairs, title="The bridge", lead=""):
    return Snapshot(title=title, lead=lead, pairs=tuple(Pair(*pair) for pair in pairs))


def told(before, after, pages):
    """What is told of the changes between two readings, and what is not."""
    found = verified(
        compare(before, after).changes, PageReading(before, pages[0]), PageReading(after, pages[1])
    )
    for change in found.shown:
        if change.kind == "answer edited" and change.before >= 0:
            old, new = before.pairs[change.before].answer, after.pairs[change.after].answer
            assert applied(content_key(old), change.hunks) == content_key(new)
    return summary(found.shown), summary(found.otherwise)


def edited(pair, old, new):
    assert old in pair[1]
    return pair[0], pair[1].replace(old, new)


ALL = (TOLL, FERRY, WORKS, TABLE, SHORT)
EDITS = {  # the pairs before and after, each the whole page; what is told
    "a figure": (ALL, (TOLL, FERRY, WORKS, edited(TABLE, "3.5", "35"), SHORT), "1 answer edited"),
    "a figure's point": (ALL, (TOLL, FERRY, WORKS, edited(TABLE, "50 %", "5.0 %"), SHORT), "1 answer edited"),
    "a negation": ((TOLL,), (edited(TOLL, "pays two", "does not pay two"),), "1 answer edited"),
    "a word cut": ((TOLL,), (edited(TOLL, "northern ", ""),), "1 answer edited"),
    "a word said again": ((TOLL,), (edited(TOLL, "nobody ", "nobody nobody "),), "1 answer edited"),
    "the second of three": (
        (("Why?", "It is very very very old."),), (("Why?", "It is very very old."),), "1 answer edited"
    ),
    "a question mark": ((SHORT,), (("And dogs!", "Yes."),), "1 reworded"),
    "a space": ((FERRY,), (("When do the boats leave ?", FERRY[1]),), "1 reworded"),
    "a capital": ((FERRY,), (edited(FERRY, "quay", "Quay"),), "1 answer edited"),
    "a short answer": (TWINS, (TWINS[0], (TWINS[1][0], "Yes.")), "1 answer edited"),
    "two short answers swapped": (
        TWINS, ((TWINS[0][0], "No."), (TWINS[1][0], "Yes.")), "2 answer edited"
    ),
    "two long answers swapped": (
        ALL, ((TOLL[0], FERRY[1]), (FERRY[0], TOLL[1]), WORKS, TABLE, SHORT), "2 answer edited"
    ),
    "two cells swapped": (
        (TABLE,),
        ((TABLE[0], "Adult | 3.5 crowns\nPupil | 12 crowns\nDog | 50 % of that"),),
        "1 answer edited",
    ),
    "a value in another column": (
        (("When?", "Mon | 12 boats | closed\nTue | 15 boats"),),
        (("When?", "Mon | 12 boats | closed\nTue | | 15 boats"),),
        "1 answer edited",
    ),
    "two sentences swapped": (
        (("Why?", "It rained for days on end. The gauge at the mill rose by two metres."),),
        (("Why?", "The gauge at the mill rose by two metres. It rained for days on end."),),
        "1 answer edited",
    ),
    "a sentence moved to another answer": (
        (("Why?", "It rained for days on end. The gauge rose."), TOLL),
        (("Why?", "The gauge rose."), (TOLL[0], "It rained for days on end. " + TOLL[1])),
        "2 answer edited",
    ),
    "dropped": (ALL, (TOLL, WORKS, TABLE, SHORT), "1 dropped"),
    "a short one dropped": (ALL, ALL[:-1], "1 dropped"),
    "asked": (ALL[1:], ALL, "1 asked"),
    "moved": (ALL, (*ALL[1:], TOLL), "1 moved"),
    "twins that changed places": ((TOLL, *LONG_TWINS), (TOLL, *LONG_TWINS[::-1]), "1 moved"),
    "merged": ((TOLL, FERRY, WORKS), (MERGED, WORKS), "1 reworded, 1 answer edited, 1 merged"),
    "split off": ((MERGED, WORKS), (TOLL, FERRY, WORKS), "1 reworded, 1 answer edited, 1 split"),
    "two split off": ((SHORT, THREE_IN_ONE), (SHORT, *THREE), "1 reworded, 1 answer edited, 2 split"),
    "questions that changed places above their answers": (
        ((TOLL[0], TOLL[1]), (FERRY[0], FERRY[1]), WORKS),
        ((FERRY[0], TOLL[1]), (TOLL[0], FERRY[1]), WORKS),
        "2 answer edited, 1 moved",
    ),
    "a script without spaces": ((HAN,), (edited(HAN, "两", "三"),), "1 answer edited"),
    "dropped in a script without spaces": ((HAN, TOLL), (TOLL,), "1 dropped"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_no_edit_is_hidden(old, new, expected):
    assert told(content(*old), content(*new), (page(*old), page(*new))) == (expected, "")


@pytest.mark.parametrize(("old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_no_edit_is_hidden_by_copies(old, new, expected):
    """A table of contents, another copy of it below, and all that a page states for machines."""
    listed = [question for question, _ in {*old, *new}]
    around = {
        "above": ("Contents", *listed),
        "below": ("More", *listed),
        "stated": (*listed, FERRY[1], TOLL[1]),
    }
    assert told(content(*old), content(*new), (page(*old, **around), page(*new, **around))) == (expected, "")


@pytest.mark.parametrize(("old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_the_same_pages_show_nothing(old, new, expected):
    """Both readings are of one page, which has the words of both in this order; only the reading differs."""
    both = page(*old, *(pair for pair in new if pair not in old))
    if expected not in {"1 moved", "1 reworded"} and "2" not in expected:
        shown, otherwise = told(content(*old), content(*new), (both, both))
        assert (shown, otherwise) == ("", expected)


MISREAD = {  # pairs before and after, of one page; how the differences are called
    "a question lost": (ALL, ALL[1:], "1 dropped"),
    "most questions lost": (ALL, (TABLE,), "4 dropped"),
    "all lost": (ALL, (), "5 dropped"),
    "a question swallowed": (
        ALL, ((TOLL[0], "\n\n".join((TOLL[1], *FERRY))), WORKS, TABLE, SHORT), "1 dropped, 1 answer edited"
    ),
    "a question found in an answer": (
        ((TOLL[0], "\n\n".join((TOLL[1], *FERRY))), WORKS), (TOLL, FERRY, WORKS), "1 asked, 1 answer edited"
    ),
    "the end of an answer lost": (
        ALL, (*ALL[:2], edited(WORKS, ", which ice had widened", ""), *ALL[3:]), ""
    ),
    "the middle of an answer lost": (ALL, (edited(TOLL, "two crowns at ", ""), *ALL[1:]), ""),
    "a row of a table lost": (ALL, (*ALL[:3], edited(TABLE, "Pupil | 3.5 crowns\n", ""), SHORT), ""),
    "what stands below taken into the last answer": (ALL, (*ALL[:4], ("And dogs?", "Yes.\n\nImprint")), ""),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), MISREAD.values(), ids=MISREAD)
def test_another_reading_of_the_same_words_is_no_change(old, new, expected):
    before, after = page(*ALL), page(*ALL, above=("A new menu", "Home"), below=("Imprint", "Subscribe now"))
    assert told(content(*old), content(*new), (before, after)) == ("", expected or "1 answer edited")


def test_in_a_mixed_transition_only_what_the_pages_show_is_told():
    now = (TOLL, edited(FERRY, "nine", "ten"), WORKS, TABLE)
    read = content(TOLL, now[1], TABLE)  # WORKS was not read, SHORT was dropped
    assert told(content(*ALL), read, (page(*ALL), page(*now))) == ("1 dropped, 1 answer edited", "1 dropped")


def hunks(old, new, pages):
    """Before and after of the hunks of the one edit that is told: what is shown, and what is not."""
    before, after = content(*old), content(*new)
    found = verified(
        compare(before, after).changes, PageReading(before, pages[0]), PageReading(after, pages[1])
    )
    (change,) = (each for each in found.shown if each.hunks)
    assert change.classes == all_classes(hunk for hunk in change.hunks if not hunk.read_otherwise)
    told = [hunk[:2] for hunk in change.hunks if not hunk.read_otherwise]
    return told, [hunk[:2] for hunk in change.hunks if hunk.read_otherwise]


def test_an_edit_beside_words_that_are_only_read_otherwise_is_told_alone():
    now = edited(WORKS, "seven", "eight")
    read = now[0], now[1].replace(", which ice had widened", "")
    assert hunks(ALL, (*ALL[:2], read, *ALL[3:]), (page(*ALL), page(*ALL[:2], now, *ALL[3:]))) == (
        [("seven", "eight")],
        [(", which ice had widened", "")],
    )


def test_an_edit_inside_words_that_are_only_read_otherwise_is_told_alone():
    """A question with its answer is swallowed by the one above, and a figure of it was edited."""
    now = edited(FERRY, "forty", "fifty")
    read = TOLL[0], "\n\n".join((TOLL[1], *now))
    told, otherwise = hunks(ALL, (read, *ALL[2:]), (page(*ALL), page(TOLL, now, *ALL[2:])))
    assert told == [("", " fifty")]
    assert "".join(after for _, after in otherwise) == f" {FERRY[0]} {FERRY[1].replace(' forty', '')}"


def test_a_question_whose_answer_the_page_lost_is_dropped():
    now = page(*ALL[1:], above=(TOLL[0],))
    assert told(content(*ALL), content(*ALL[1:]), (page(*ALL), now)) == ("1 dropped", "")


def test_a_table_of_contents_that_came_or_went_drops_nothing():
    listed = tuple(question for question, _ in ALL)
    plain, with_contents = page(*ALL), page(*ALL, above=listed)
    for pages in ((plain, with_contents), (with_contents, plain)):
        assert told(content(*ALL), content(*ALL[1:]), pages) == ("", "1 dropped")


LEAD = "The old bridge closes in spring. What travellers should know."
NAMED = {  # title and lead before, after, the pages' further texts before and after, what is told
    "a lead that is no longer read": (("B", LEAD), ("B", ""), (LEAD,), (LEAD,), ""),
    "a lead that is read now": (("B", ""), ("B", LEAD), (LEAD,), (LEAD,), ""),
    "another text read as the lead": (("B", LEAD), ("B", "Share"), (LEAD, "Share"), (LEAD, "Share"), ""),
    "a lead cut": (("B", LEAD), ("B", ""), (LEAD,), (), "1 lead edited"),
    "a lead's word": (
        ("B", "It closes soon."), ("B", "It opens soon."), ("It closes soon.",), ("It opens soon.",),
        "1 lead edited"
    ),
    "a lead of two paragraphs": (
        ("B", "One.\n\nTwo."), ("B", "One."), ("One.", "Ad", "Two."), ("One.", "Two."), ""
    ),
    "a title": (("Bridge", ""), ("Bridges", ""), ("Bridge",), ("Bridges",), "1 title edited"),
    "a title that the head had": (("B", ""), ("B | Paper", ""), ("B", "B | Paper"), ("B | Paper", "B"), ""),
    "a headline that takes the title of the head": (
        ("Old", ""), ("New", ""), ("Old", "New", "Old"), ("New", "New", "Old"), "1 title edited"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "had", "has", "expected"), NAMED.values(), ids=NAMED)
def test_titles_and_leads(old, new, had, has, expected):
    before, after = content(TOLL, title=old[0], lead=old[1]), content(TOLL, title=new[0], lead=new[1])
    shown, otherwise = told(before, after, (page(TOLL, above=had), page(TOLL, above=has)))
    assert shown == expected
    assert bool(otherwise) != bool(expected)


def test_what_is_not_on_its_page_is_told():
    """A site rule may read what the normal document lacks: nothing says that only the reading changed."""
    elsewhere = page(SHORT)
    assert told(content(TOLL), content(FERRY), (elsewhere, elsewhere)) == ("1 asked, 1 dropped", "")


FEW = ("not", "very", "12", "15", "the", "toll.", "|", "rose")
answers = st.lists(st.sampled_from(FEW), min_size=1, unique=True)


@settings(deadline=None)
@given(st.lists(st.tuples(answers, answers), min_size=1, max_size=4), st.booleans())
def test_whatever_differs_is_told_where_the_pages_are_what_was_read(texts, has_copies):
    """Few words in many copies: no copy of a word may stand for another one."""
    asked = ("Who pays the toll?", "When do boats leave?", "What broke in the pier?", "And dogs?")
    old = [(asked[n], " ".join(before)) for n, (before, _) in enumerate(texts)]
    new = [(asked[n], " ".join(after)) for n, (_, after) in enumerate(texts)]
    around = {"above": [question for question, _ in old] if has_copies else []}
    edits = sum(before != after for before, after in zip(old, new, strict=True))
    shown, _ = told(content(*old), content(*new), (page(*old, **around), page(*new, **around)))
    assert shown == (f"{edits} answer edited" if edits else "")
