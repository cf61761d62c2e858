import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.change import Change, ChangeKind, Hunk
from harvester.diff import Comparison, applied, compare
from harvester.diff.compare import moves
from harvester.model import Pair, Snapshot
from harvester.text import content_key

TOLL = Pair(
    "How much is the toll for a car?", "Two crowns for a car, and nothing for those on foot or by bicycle."
)
FERRY = Pair(
    "When do the boats leave?", "Every forty minutes from six in the morning, the last at half past nine."
)
PIERS = Pair(
    "What is wrong with the piers?", "Divers found cracks in two of seven, to be mended before winter comes."
)
RULES = Pair("Qui peut passer ?", "Les piétons et les cyclistes passent toute l'année, sauf par grand vent.")


def reworded(pair, question=None, answer=None):
    return Pair(question or pair.question, answer or pair.answer)


def edited(kind, hunk, at=(0, 0)):
    return Change(kind, *at, hunk.classes, hunk.significance, (hunk,))


EDITS = {  # old pair, new pair, the changes
    "a number in the answer": (
        TOLL,
        reworded(TOLL, answer=TOLL.answer.replace("Two crowns", "3.5 crowns")),
        [edited(ChangeKind.ANSWER_EDITED, Hunk("Two", "3.5", 0, ("number",), 0.85))],
    ),
    "a lost decimal point": (
        reworded(TOLL, answer="The toll rose by 3.5 % in spring, says the council."),
        reworded(TOLL, answer="The toll rose by 35 % in spring, says the council."),
        [edited(ChangeKind.ANSWER_EDITED, Hunk("3.5", "35", 17, ("number",), 0.85))],
    ),
    "the question": (
        TOLL,
        reworded(TOLL, question="How much is the toll for a lorry?"),
        [edited(ChangeKind.REWORDED, Hunk("car", "lorry", 27, ("substantive",), 0.34))],
    ),
    "both": (
        FERRY,
        Pair("When do boats leave?", FERRY.answer.replace("forty", "sixty")),
        [
            edited(ChangeKind.REWORDED, Hunk("the ", "", 8, ("substantive",), 0.34)),
            edited(ChangeKind.ANSWER_EDITED, Hunk("forty", "sixty", 6, ("number",), 0.85)),
        ],
    ),
    "French spacing alone is an edit of white space": (
        RULES,
        reworded(RULES, question="Qui peut passer?"),
        [edited(ChangeKind.REWORDED, Hunk(" ", "", 15, ("whitespace",), 0.0))],
    ),
    "a capital is an edit": (
        TOLL,
        reworded(TOLL, question="How much is the Toll for a car?"),
        [edited(ChangeKind.REWORDED, Hunk("toll", "Toll", 16, ("spelling",), 0.05))],
    ),
    "another kind of white space is none": (
        RULES,
        Pair("Qui peut passer\u00a0?", RULES.answer.replace(" et ", "\n\net ")),
        [],
    ),
    "a soft hyphen is none": (
        TOLL,
        reworded(TOLL, answer=TOLL.answer.replace("bicycle", "bi\u00adcycle")),
        [],
    ),
    "how it was found is none": (TOLL, Pair(TOLL.question, TOLL.answer, "headings", 0.5), []),
}


@pytest.mark.parametrize(("old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_edits_of_one_question(old, new, expected):
    comparison = compare(Snapshot(pairs=(old,)), Snapshot(pairs=(new,)))
    assert comparison == Comparison(((0, 0),), (), tuple(expected))


def kinds(old, new, dropped=()):
    changes = compare(Snapshot(pairs=tuple(old)), Snapshot(pairs=tuple(new)), dropped).changes
    return [(change.kind.value, change.before, change.after) for change in changes]


SEQUENCES = {  # old, new, dropped, changes
    "asked at the top moves nothing": ([TOLL, FERRY], [PIERS, TOLL, FERRY], [], [("asked", -1, 0)]),
    "dropped at the top moves nothing": ([PIERS, TOLL, FERRY], [TOLL, FERRY], [], [("dropped", 0, -1)]),
    "one moved down": ([TOLL, FERRY, PIERS], [FERRY, PIERS, TOLL], [], [("moved", 0, 2)]),
    "one moved up": ([TOLL, FERRY, PIERS, RULES], [RULES, TOLL, FERRY, PIERS], [], [("moved", 3, 0)]),
    "in reverse, all but one moved": (
        [TOLL, FERRY, PIERS],
        [PIERS, FERRY, TOLL],
        [],
        [("moved", 1, 1), ("moved", 0, 2)],
    ),
    "moved and edited": (
        [TOLL, FERRY, PIERS],
        [reworded(PIERS, answer=PIERS.answer.replace("two", "three")), TOLL, FERRY],
        [],
        [("answer edited", 2, 0), ("moved", 2, 0)],
    ),
    "one for another": ([TOLL, FERRY], [TOLL, PIERS], [], [("asked", -1, 1), ("dropped", 1, -1)]),
    "a rewrite": (
        [TOLL, FERRY],
        [PIERS, RULES],
        [],
        [("asked", -1, 0), ("asked", -1, 1), ("dropped", 0, -1), ("dropped", 1, -1)],
    ),
    "restored as it was": ([TOLL], [TOLL, FERRY], [PIERS, FERRY], [("restored", -1, 1)]),
    "restored in other words": (
        [TOLL],
        [reworded(FERRY, answer=FERRY.answer.replace("forty", "sixty")), TOLL],
        [FERRY],
        [("restored", -1, 0), ("answer edited", -1, 0)],
    ),
    "nothing": ([], [], [], []),
}


@pytest.mark.parametrize(("old", "new", "dropped", "expected"), SEQUENCES.values(), ids=SEQUENCES)
def test_changes_of_several_questions(old, new, dropped, expected):
    assert kinds(old, new, dropped) == expected


def test_title_and_lead():
    old = Snapshot(title="The bridge of Arnsund", lead="It opens on 3 March.")
    new = Snapshot(title="The bridge of Arnsund", lead="It opens on 14 March.")
    edit = edited(ChangeKind.LEAD_EDITED, Hunk("3", "14", 12, ("date", "number"), 0.85), at=(-1, -1))
    assert compare(old, new).changes == (edit,)
    assert [change.kind for change in compare(old, Snapshot()).changes] == ["title edited", "lead edited"]


MOVES = {
    "none": ([(0, 0), (1, 1)], set()),
    "a gap is no move": ([(0, 3), (5, 4)], set()),
    "the fewest": ([(0, 3), (1, 0), (2, 1), (3, 2)], {(0, 3)}),
    "no links": ([], set()),
}


@pytest.mark.parametrize(("links", "expected"), MOVES.values(), ids=MOVES)
def test_moves(links, expected):
    assert moves(links) == expected


texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Why?", "Why ?", "Who pays 3.5 %?", "Who pays 35 %?", TOLL.answer, FERRY.answer]),
)
pair_lists = st.lists(st.builds(Pair, texts, texts), max_size=6).map(tuple)
snapshots = st.builds(Snapshot, title=texts, lead=texts, pairs=pair_lists)


@given(snapshots)
def test_a_snapshot_and_itself_have_no_changes(snapshot):
    comparison = compare(snapshot, snapshot, [TOLL])
    assert comparison.changes == ()
    assert comparison.links == tuple((n, n) for n in range(len(snapshot.pairs)))


@given(snapshots, snapshots, pair_lists)
def test_each_pair_has_exactly_one_fate(old, new, dropped):
    comparison = compare(old, new, dropped)
    fates = {kind: [c for c in comparison.changes if c.kind == kind] for kind in ChangeKind}
    assert sorted(
        [b for _, b in comparison.links]
        + [b for _, b in comparison.restored]
        + [change.after for change in fates[ChangeKind.ASKED] + fates[ChangeKind.SPLIT]]
    ) == list(range(len(new.pairs)))
    assert sorted(
        [a for a, _ in comparison.links]
        + [change.before for change in fates[ChangeKind.DROPPED] + fates[ChangeKind.MERGED]]
    ) == list(range(len(old.pairs)))
    assert sorted(b for _, b in comparison.restored) == [c.after for c in fates[ChangeKind.RESTORED]]
    assert {(c.before, c.after) for c in fates[ChangeKind.MOVED]} <= set(comparison.links)
    assert compare(old, new, dropped) == comparison


@given(snapshots, snapshots)
def test_no_edit_is_without_words_and_none_is_hidden(old, new):
    comparison = compare(old, new)
    edited = {(c.kind, c.before, c.after): c for c in comparison.changes if c.hunks}
    for change in edited.values():
        assert change.classes
        assert change.significance == max(hunk.significance for hunk in change.hunks)
        assert all(hunk.before != hunk.after for hunk in change.hunks)
    for before, after in comparison.links:
        for kind, field in ((ChangeKind.REWORDED, "question"), (ChangeKind.ANSWER_EDITED, "answer")):
            one, other = (
                content_key(getattr(side[at], field))
                for side, at in ((old.pairs, before), (new.pairs, after))
            )
            change = edited.get((kind, before, after))
            assert (change is not None) == (one != other)
            if change:
                assert applied(one, change.hunks) == other
