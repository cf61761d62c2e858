"""Splits and merges, and what only looks like one. All texts are invented."""

import pytest

from harvester.diff import match
from harvester.model import Pair

BOATS = (
    "Boats leave the northern quay every forty minutes from six in the morning, the last at half past nine."
)
CARS = "Every driver pays two crowns at the gate, in coins or by card, and keeps the slip behind the window."
FOOT = "Walkers take the old footbridge beside the lock, which the keeper opens at dawn and shuts at ten."
RULE = (
    "Nobody may stop on the bridge, dogs stay on the lead, and bicycles are pushed when the wind blows hard."
)
PERMIT = "The office in the harbour street hands out permits on weekdays from nine to noon."

SPLITS = {  # the whole as (question, answer), its parts
    "by what the answer told of each": (
        ("How do I cross the strait?", f"{BOATS} {CARS}"),
        [("How do I cross the strait by boat?", BOATS), ("How do I cross the strait by car?", CARS)],
    ),
    "into three": (
        ("How can people cross the strait?", f"{RULE} {BOATS} {CARS} {FOOT}"),
        [
            ("How can people cross the strait in a car?", f"{RULE} {CARS}"),
            ("How can people cross the strait in a boat?", f"{RULE} {BOATS}"),
            ("How can people cross the strait on foot?", f"{RULE} {FOOT}"),
        ],
    ),
    "by a condition": (
        ("Do I need a permit to cross?", f"{PERMIT} {RULE}"),
        [
            ("Do I need a permit to cross as a resident?", f"Yes, a free one. {PERMIT} {RULE}"),
            ("Do I need a permit to cross as a visitor?", f"Yes, for a day. {PERMIT} {RULE}"),
        ],
    ),
    "into twins": (
        ("Puis-je passer avec mon chien ?", f"{RULE} {PERMIT}"),
        [
            ("Puis-je passer avec mon chien s'il est vacciné ?", f"Oui. {RULE} {PERMIT}"),
            ("Puis-je passer avec mon chien s'il n'est pas vacciné ?", f"Non. {RULE} {PERMIT}"),
        ],
    ),
    "with every answer written anew": (
        (
            "What does the pass cost, and how long is it valid?",
            "Passes are sold for forty crowns. They run out twelve months after the purchase.",
        ),
        [
            ("What does the pass cost?", "You pay forty crowns at the gate, where passes are sold all day."),
            ("How long is the pass valid?", "It runs out twelve months after the day of purchase."),
        ],
    ),
    "into questions of which one has no word of the whole": (
        ("Who may cross, and when?", f"{RULE} {PERMIT} {BOATS}"),
        [("Who may cross?", f"{RULE} {PERMIT}"), ("What is the timetable of the ships?", BOATS)],
    ),
    "in a script without spaces": (
        (
            "海峡を渡るにはどうすればいいですか?",
            "北の埠頭から四十分ごとに船が出ます。最終便は九時半です。車の運転手は門で二クラウンを支払います。",
        ),
        [
            (
                "海峡を船で渡るにはどうすればいいですか?",
                "北の埠頭から四十分ごとに船が出ます。最終便は九時半です。",
            ),
            ("海峡を車で渡るにはどうすればいいですか?", "車の運転手は門で二クラウンを支払います。"),
        ],
    ),
}
AROUND = [("Who runs the bridge?", "A council of nine, elected each spring by both villages on the strait.")]


def pairs(texts):
    return [Pair(*text) for text in texts]


@pytest.mark.parametrize(("whole", "others"), SPLITS.values(), ids=SPLITS)
def test_splits_and_merges(whole, others):
    """What splits from left to right merges from right to left; what stands around takes no part."""
    one, many = pairs([*AROUND, whole]), pairs([*AROUND, *others])
    split, merge = match(one, many), match(many, one)
    expected = set(range(1, len(many)))
    assert {part.new for part in split.splits} | {
        after for before, after in split.links if before == 1
    } == expected
    assert {part.old for part in split.splits} == {1}
    assert {part.old for part in merge.merges} | {
        before for before, after in merge.links if after == 1
    } == expected
    assert {part.new for part in merge.merges} == {1}
    assert not split.merges
    assert not merge.splits


NEITHER = {  # older pairs, newer pairs
    "the whole stays in its words": (
        [("How do I cross?", f"{BOATS} {CARS}")],
        [("How do I cross?", BOATS), ("How do I cross by car?", CARS)],
    ),
    "a twin is dropped while the other is reworded": (
        [("Can vaccinated people cross?", f"Yes. {RULE}"), ("Can unvaccinated people cross?", f"No. {RULE}")],
        [("Can vaccinated people cross now?", f"Yes. {RULE}")],
    ),
    "a twin by a negation alone": (
        [("Mon chien est-il admis ?", f"{RULE}"), ("Mon chien n'est-il pas admis ?", f"{RULE} {PERMIT}")],
        [("Mon chien est-il désormais admis ?", RULE)],
    ),
    "a question of another season is dropped": (
        [("When do boats leave in summer?", BOATS), ("When do boats leave in winter?", f"{BOATS} So it is.")],
        [("When do the boats leave in summer?", f"{BOATS} Or later.")],
    ),
    "the one that comes is about something else": (
        [("How do I cross the strait?", BOATS)],
        [("How does one cross the strait?", BOATS), ("Do I need a permit?", PERMIT)],
    ),
    "two questions are narrowed, and a third is asked": (
        [("May I cross with a dog?", f"{RULE} {FOOT}"), ("May I cross with a cat?", f"{RULE} {CARS}")],
        [
            ("May I cross at night with a dog?", f"{RULE} {FOOT}"),
            ("May I cross at night with a cat?", f"{RULE} {CARS}"),
            ("May I cross by day with an animal?", RULE),
        ],
    ),
    "nothing but short answers": (
        [("Is it open?", "Yes."), ("Is it free?", "Yes.")],
        [("Is it open now?", "Yes.")],
    ),
}


@pytest.mark.parametrize(("old", "new"), NEITHER.values(), ids=NEITHER)
def test_what_is_neither(old, new):
    for found in (match(pairs(old), pairs(new)), match(pairs(new), pairs(old))):
        assert not found.splits
        assert not found.merges


def test_what_comes_back_is_no_part():
    whole = ("How do I cross the strait?", f"{BOATS} {CARS}")
    first, second = SPLITS["by what the answer told of each"][1]
    found = match(pairs([whole]), pairs([first, second]), pairs([second]))
    assert found.restored == ((0, 1),)
    assert not found.splits
