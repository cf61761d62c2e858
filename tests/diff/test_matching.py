import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import matching, remaining, similarity
from harvester.diff.matching import Matching, match
from harvester.diff.numbering import unnumbered
from harvester.diff.rarity import LONGEST, Rarity, pieces
from harvester.diff.similarity import Wording
from harvester.model import Pair

TOLL = "The council of Arnsund set the toll in spring: two crowns for a car, nothing for those on foot."
FERRY = (
    "Boats leave the northern quay every forty minutes from six in the morning, the last at half past nine."
)
SCHOOL = (
    "Pupils from the island get a free pass, which the school office hands out in the first week of term."
)
WORKS = (
    "Divers found cracks in two of the seven piers; engineers want to see them mended before the ice comes."
)


def pairs(*texts):
    return [Pair(*text) if isinstance(text, tuple) else Pair(text, "") for text in texts]


CASES = {  # old, new, (old, new) links
    "the same": ([("Why?", TOLL)], [("Why?", TOLL)], {(0, 0)}),
    "the same in other spaces and quotes": (
        [("Wer zahlt die „Maut“?", TOLL)],
        [('Wer zahlt\u00a0die "Maut" ?', TOLL)],
        {(0, 0)},
    ),
    "the same question, answered anew": ([("Who pays?", TOLL)], [("Who pays?", FERRY)], {(0, 0)}),
    "a capital and a curly quote": (
        [("What's new?", TOLL)],
        [("WHAT’S NEW?", FERRY)],  # noqa: RUF001
        {(0, 0)},
    ),
    "another question, the same answer": (
        [("Is there another way across?", FERRY)],
        [("Where can I get a boat to Arnsund?", FERRY)],
        {(0, 0)},
    ),
    "both touched": (
        [("How much is the toll for a car?", TOLL)],
        [("How much will the toll be for cars?", TOLL.replace("two crowns", "three crowns"))],
        {(0, 0)},
    ),
    "a rewrite is no match": (
        [("How much is the toll?", TOLL), ("When do the boats leave?", FERRY)],
        [("What is wrong with the piers?", WORKS), ("Do pupils have to pay?", SCHOOL)],
        set(),
    ),
    "the same short answer says nothing": (
        [("Is it safe to swim?", "Yes.")],
        [("Will the shops open?", "Yes.")],
        set(),
    ),
    "no answers at all": ([("Who pays for it?", "")], [("Who has to pay for it?", "")], {(0, 0)}),
    "no answers, other questions": ([("Who pays for it?", "")], [("When is it open?", "")], set()),
    "a placeholder filled in": (
        [("When will the bridge open?", "To be announced.")],
        [("When does the bridge open?", WORKS)],
        {(0, 0)},
    ),
    "moved": (
        [("Who pays?", TOLL), ("Where from?", FERRY), ("What broke?", WORKS)],
        [("What broke?", WORKS), ("Who pays?", TOLL), ("Where from?", FERRY)],
        {(0, 1), (1, 2), (2, 0)},
    ),
    "twins stay what they are when both are reworded": (
        [("Can vaccinated people cross?", TOLL), ("Can unvaccinated people cross?", FERRY)],
        [("May unvaccinated people cross now?", FERRY), ("May vaccinated people cross now?", TOLL)],
        {(0, 1), (1, 0)},
    ),
    "twins with much the same answer": (
        [("Can vaccinated people cross?", f"Yes. {TOLL}"), ("Can unvaccinated people cross?", f"No. {TOLL}")],
        [
            ("Can unvaccinated people cross on foot?", f"No, they cannot. {TOLL}"),
            ("Can vaccinated people cross on foot?", f"Yes, they can. {TOLL}"),
        ],
        {(0, 1), (1, 0)},
    ),
    "a twin that goes is not the one that comes": (
        [("Can vaccinated people cross?", TOLL)],
        [("Can unvaccinated people cross?", FERRY)],
        set(),
    ),
    "a French twin": (
        [("Mon enfant est-il concerné ?", SCHOOL)],
        [("Mon enfant n'est-il pas concerné ?", FERRY)],
        set(),
    ),
    "exact first, so that the one near it is new": (
        [("Can children cross alone?", SCHOOL)],
        [("Can small children cross alone?", SCHOOL), ("Can children cross alone?", SCHOOL)],
        {(0, 1)},
    ),
    "one question, split: one of the two goes on": (
        [("When can I cross?", f"{TOLL} {FERRY}")],
        [("When can I cross by boat?", FERRY), ("When can I cross by car?", TOLL)],
        {(0, 1)},
    ),
    "the same question to each respondent, one answer edited": (
        [("And you?", TOLL), ("And you?", FERRY), ("And you?", SCHOOL)],
        [("And you?", SCHOOL), ("And you?", f"{TOLL} Or so."), ("And you?", FERRY)],
        {(0, 1), (1, 2), (2, 0)},
    ),
    "the same question to each respondent, all answers new": (
        [("And you?", TOLL), ("And you?", FERRY)],
        [("And you?", SCHOOL), ("And you?", WORKS)],
        {(0, 0), (1, 1)},
    ),
    "one respondent less": (
        [("And you?", TOLL), ("And you?", FERRY)],
        [("And you?", f"{FERRY} So they say.")],
        {(1, 0)},
    ),
    "copies in their order": ([("Why?", TOLL)] * 3, [("Why?", TOLL)] * 2, {(0, 0), (1, 1)}),
    "French, reworded": (
        [("Quel délai respecter avant de passer le pont ?", WORKS)],
        [("À partir de quand peut-on passer le pont ?", WORKS)],
        {(0, 0)},
    ),
    "Japanese, reworded": (
        [("橋はいつ開きますか?", "北の橋は三月に開きます。料金は車が二百円、歩行者は無料です。")],
        [("北の橋はいつ開通しますか?", "北の橋は四月に開きます。料金は車が二百円、歩行者は無料です。")],
        {(0, 0)},
    ),
    "Japanese, another question": (
        [("橋はいつ開きますか?", "北の橋は三月に開きます。料金は車が二百円、歩行者は無料です。")],
        [("学校は休みですか?", "島の生徒には無料の定期券が配られ、授業は通常どおり行われます。")],
        set(),
    ),
    "Arabic, reworded": (
        [("متى يفتح الجسر الشمالي؟", "يفتح الجسر في شهر مارس بعد إصلاح الأعمدة")],
        [("متى سيفتح الجسر الشمالي أمام السيارات؟", "يفتح الجسر في شهر أبريل بعد إصلاح الأعمدة")],
        {(0, 0)},
    ),
    "nothing before": ([], [("Why?", TOLL)], set()),
    "nothing after": ([("Why?", TOLL)], [], set()),
    "empty pairs": ([("", "")], [("", "")], {(0, 0)}),
}


@pytest.mark.parametrize(("old", "new", "links"), CASES.values(), ids=CASES)
def test_links(old, new, links):
    assert set(match(pairs(*old), pairs(*new)).links) == links


def test_numbers_of_questions_tell_nothing():
    old = pairs(("1. Who pays?", "Drivers."), ("2. Is it safe?", "Yes."), ("3. Is it open?", "Yes."))
    new = pairs(("1. Is it open?", "No."), ("2. Who pays?", "Drivers."), ("3. Is it long?", "Yes."))
    found = match(old, new)
    assert found.links == ((2, 0), (0, 1))
    assert (found.splits, found.merges) == ((), ())


def test_a_number_before_one_question_is_part_of_it():
    [one], [two] = unnumbered(pairs("3 doses: enough?")), unnumbered(pairs("4 doses: enough?"))
    assert one.question != two.question


AROUND = [("May I swim?", "Yes."), ("May I fish?", "No."), ("What does a lorry pay?", "Nine crowns.")]

EXCHANGED = {  # an old and a new question between the same others, whether they are one
    "a subject for another": (("May I camp?", "No."), ("May I ride?", "No."), False),
    "a fee for another": (
        ("What does a car pay?", "Ten crowns."),
        ("What does a bicycle pay?", "Two crowns."),
        False,
    ),
    "a word for another, with much the same answer": (
        ("When was the pier renovated?", WORKS),
        ("When was the pier rebuilt?", WORKS.replace("seven", "nine")),
        True,
    ),
}


@pytest.mark.parametrize(("before", "after", "is_one"), EXCHANGED.values(), ids=EXCHANGED)
def test_a_word_exchanged_makes_another_question_unless_the_answer_goes_on(before, after, is_one):
    found = match(pairs(*AROUND, before), pairs(*AROUND, after))
    assert ((3, 3) in found.links) == is_one


def test_rare_words_link_what_letters_do_not():
    """Another question with another answer is the same entry if it is about the same rare things."""
    old = pairs(("Who pays?", TOLL), ("Is there a boat?", FERRY), ("Do pupils pay?", SCHOOL))
    new = pairs(
        (
            "How do I get across at night?",
            "The last of the boats leaves the northern quay at half past nine.",
        ),
        (
            "My daughter goes to class on the island. What does she owe?",
            "Pupils of the island get a pass at the office.",
        ),
        ("And by car?", "The council of Arnsund kept its toll."),
    )
    assert set(match(old, new).links) == {(0, 2), (1, 0), (2, 1)}


def test_pieces_of_words_link_what_whole_words_do_not():
    """A compound has the words in it that the older page has alone: "Sommertaler", "Segelbootsbesitzer"."""
    old = pairs(
        ("Wer läutet?", "Der Küster."),
        ("Was kostet ein Liegeplatz?", "Bootsbesitzer zahlen neun Taler im Sommer, Fischer nichts."),
    )
    new = pairs(
        ("Wer läutet?", "Der Küster."),
        ("Wie hoch ist die Gebühr?", "Elf Sommertaler für Segelbootsbesitzer, keine für Berufsfischer."),
        ("Gibt es Strom?", "Nur am Steg."),
    )
    assert match(old, new).links == ((0, 0), (1, 1))


PIECES = {  # the words of a pair, their pieces
    "short words are whole": (("a toll", "ok"), {" a", " tol", "toll", " ok"}),
    "a number": (("1200", ""), {" 120", "1200"}),
    "a compound has those of its second word but the first": (
        ("netzboot", ""),
        {" net", "netz", "etzb", "tzbo", "zboo", "boot"},
    ),
    "two signs are a word": (("駅前", ""), {" 駅前"}),
    "nothing": (("", ""), set()),
}


@pytest.mark.parametrize(("texts", "wanted"), PIECES.values(), ids=PIECES)
def test_pieces(texts, wanted):
    assert pieces([Wording(*texts)]) == [wanted]


def test_an_endless_word_has_few_pieces():
    letters = "".join(random.Random(4).choices("абвгдежзик", k=100_000))
    [found] = pieces([Wording("", letters)])
    assert len(found) <= LONGEST


REPLACED = (
    Pair(
        "What did you learn at your first workshop?",
        "To wait, because steel that is forged cold cracks in spring.",
    ),
    Pair(
        "Who bought the first knife?", "A cook from the harbour bought it, and she still has it on her wall."
    ),
    Pair("Would you do it again?", "Tomorrow, if my back agreed and the rent of the yard were what it was."),
)
REPLACING = (
    Pair(
        "Is broccoli better steamed or roasted?",
        "Roasted, for steam washes out what the wall of the oven browns.",
    ),
    Pair("How long does it keep?", "Three days in the fridge, in a box with a lid that closes tightly."),
    Pair("Which oil is best?", "One that stands great heat, such as the oil of grapes or of rape."),
)
LINKED_BY_CLUES = {"the page was replaced": REPLACING, "one question goes on": (*REPLACING[:2], REPLACED[2])}


@pytest.mark.parametrize("new", LINKED_BY_CLUES.values(), ids=LINKED_BY_CLUES)
def test_few_clues_do_not_make_one_page_of_two(monkeypatch, new):
    """One of three links by clues alone counts beside a question that goes on, else it does not."""
    monkeypatch.setattr(matching, "linked_by_clues", lambda *_: {(0, 0): 0.7})
    goes_on = new[2] is REPLACED[2]
    assert match(REPLACED, new).links == (((0, 0), (2, 2)) if goes_on else ())


def test_rare_words_are_compared_in_bounded_time(monkeypatch):
    """Beyond a number of comparisons, each is compared with those about as far down."""
    compared = []
    monkeypatch.setattr(Rarity, "cosine", lambda *words: compared.append(words) or 0.0)
    monkeypatch.setattr(remaining, "MAX_COMPARED", 100)
    old, new = ([(word * n, word * 70) for n in range(10, 70)] for word in ("a ", "b "))
    match(pairs(*old), pairs(*new))
    assert 0 < len(compared) <= 2 * 120  # the words of the questions, and pieces of all words


RETURNS = {  # old, new, dropped, matching
    "in full": ([], [("Why?", TOLL)], [("Why?", TOLL)], Matching((), ((0, 0),))),
    "with another answer": ([], [("Who pays?", FERRY)], [("Who pays?", TOLL)], Matching((), ((0, 0),))),
    "reworded": (
        [],
        [("How much will the toll be for cars?", TOLL)],
        [("Why?", FERRY), ("How much is the toll for a car?", TOLL)],
        Matching((), ((1, 0),)),
    ),
    "not what is still there": (
        [("Who pays?", TOLL)],
        [("Who pays?", TOLL)],
        [("Who pays?", TOLL)],
        Matching(((0, 0),), ()),
    ),
    "not what is still there in other words": (
        [("Who pays the toll for cars?", TOLL)],
        [("Who has to pay the toll for cars?", TOLL)],
        [("Who pays tolls?", FERRY)],
        Matching(((0, 0),), ()),
    ),
    "in full, though its twin is still there": (
        [("Can cars cross in winter?", TOLL)],
        [("Can cars cross in summer?", TOLL)],
        [("Can cars cross in summer?", TOLL)],
        Matching((), ((0, 0),)),
    ),
    "once": (
        [],
        [("Why?", TOLL), ("Why?", TOLL)],
        [("Why?", TOLL)],
        Matching((), ((0, 0),)),
    ),
    "the latest of several": (
        [],
        [("Why?", TOLL)],
        [("Why?", TOLL), ("Why?", TOLL)],
        Matching((), ((0, 0),)),
    ),
    "nothing like it": ([], [("Why?", TOLL)], [("What broke?", WORKS)], Matching((), ())),
}


@pytest.mark.parametrize(("old", "new", "dropped", "expected"), RETURNS.values(), ids=RETURNS)
def test_restored(old, new, dropped, expected):
    assert match(pairs(*old), pairs(*new), pairs(*dropped))[:2] == expected[:2]


some = st.lists(
    st.builds(
        Pair,
        st.sampled_from(["Why?", "why ?", "Why now?", "Why not now?", "Who pays the toll?", "", "橋?"]),
        st.sampled_from([TOLL, f"{TOLL} Or so.", FERRY, "", "Yes."]),
    ),
    max_size=8,
)


@given(some, some, some)
def test_matching_is_one_to_one(old, new, dropped):
    found = match(old, new, dropped)
    links, restored = found[:2]
    assert len({a for a, _ in links}) == len(links)
    assert len({a for a, _ in restored}) == len(restored)
    positions = [b for _, b in links + restored]
    assert len(set(positions)) == len(positions)
    assert match(old, new, dropped) == found
    gone, come = set(range(len(old))) - {a for a, _ in links}, set(range(len(new))) - set(positions)
    assert {part.new for part in found.splits} <= come
    assert {part.old for part in found.merges} <= gone
    assert found.confidences.keys() <= set(positions)
    assert all(0 <= each < 1 for each in found.confidences.values())


@given(some)
def test_a_version_and_itself_are_linked_in_place(version):
    assert match(version, version).links == tuple((n, n) for n in range(len(version)))


def test_of_too_many_those_about_as_far_down_are_compared(monkeypatch):
    monkeypatch.setattr(similarity, "MAX_CELLS", 40)
    old = [Pair(f"Who pays the toll at gate {n} of the bridge?", f"{TOLL} {n}") for n in range(20)]
    new = [Pair(f"Who has to pay the toll at gate {n} of the bridge?", f"{TOLL} {n}") for n in range(20)]
    assert match(old, new).links == tuple((n, n) for n in range(20))
    assert match(old, new[:1]).links == ((0, 0),)


CROWDS = {  # older and newer questions, of which each resembles or equals many others
    "one question": (
        [f"And you? {n // 400}" for n in range(400)],
        [f"And you? {n // 400}" for n in range(400)],
    ),
    "many questions": ([f"And you? {n % 9}" for n in range(900)], [f"And you? {n % 9}" for n in range(900)]),
    "resembling each other": (
        [f"Who pays the toll at gate {n} of the bridge?" for n in range(400)],
        [f"Who has to pay the toll at gate {n} of the bridge?" for n in range(400)],
    ),
    "much longer": (
        [f"Who pays the toll at gate {n} of the bridge? {TOLL * 9}" for n in range(300)],
        [f"Who has to pay the toll at gate {n} of the bridge? {TOLL * 9}" for n in range(300)],
    ),
}


@pytest.mark.parametrize(("old", "new"), CROWDS.values(), ids=CROWDS)
def test_all_comparisons_of_a_stage_have_one_bound(monkeypatch, old, new):
    made = []

    def counted(compare):
        def comparing(one, others):
            made.append(len(others))
            return compare(one, others)

        return comparing

    monkeypatch.setattr(similarity, "MAX_CELLS", 4000)
    for stage in ("answers_alike", "evidence"):
        monkeypatch.setattr(matching, stage, counted(getattr(matching, stage)))
    linked = match(
        pairs(*((question, f"{n} {TOLL}") for n, question in enumerate(old))),
        pairs(*((question, f"{n} {FERRY}") for n, question in enumerate(new))),
    ).links
    assert sum(made) <= 4000
    assert len(linked) == len(new)


def test_twins_are_told_apart_late_as_early():
    """Where the best candidate turns out to be the twin, the next one counts."""
    old = pairs(("Can vaccinated people cross?", TOLL), ("Can people who are not vaccinated cross?", FERRY))
    new = pairs(("Can people who are vaccinated cross?", TOLL), ("Can unvaccinated people cross?", FERRY))
    assert match(old, new).links == ((0, 0), (1, 1))


def test_the_likeliest_assignment_as_a_whole_counts():
    """The best candidate by itself would leave the other question without a partner."""
    old = pairs(("How much is the toll for a car?", TOLL), ("How much do cars pay?", TOLL))
    new = pairs(("How much is the toll for cars?", f"{TOLL} {FERRY}"), ("How much is the car toll?", TOLL))
    assert len(match(old, new).links) == 2


SURE = {  # old, new, whether the link of the first new question is nearly certain
    "the same words": ([("Why?", TOLL)], [("Why?", TOLL)], True),
    "the same question": ([("Who pays?", TOLL)], [("Who pays?", FERRY)], True),
    "reworded": ([("How much is the toll for a car?", TOLL)], [("How much is the car toll?", TOLL)], True),
    "a rewording of little resemblance": (
        [("When will the bridge open?", "To be announced.")],
        [("From what day on is the bridge open?", WORKS)],
        False,
    ),
    "one of two that are asked alike": (
        [("And you?", TOLL), ("And you?", FERRY)],
        [("And you?", SCHOOL), ("And you?", WORKS)],
        False,
    ),
}


@pytest.mark.parametrize(("old", "new", "sure"), SURE.values(), ids=SURE)
def test_confidence(old, new, sure):
    assert (match(pairs(*old), pairs(*new)).confidences.get(0, 1.0) > 0.95) == sure
