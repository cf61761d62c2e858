"""Questions that ask the same are nearer than others; every sentence here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.search.likeness import grams, likenesses

OTHERS = (
    "When does the museum of salt open on Sundays?",
    "How much does a day ticket for the harbour tram cost?",
    "Who may vote in the election of the parish council?",
    "Wann öffnet das Freibad am Lindenanger?",
    "Wie viel kostet der Anschluss an das Glasfasernetz?",
    "Pourquoi le pont de Varenne est-il fermé ?",
    "Combien de temps dureront les travaux ?",
    "¿Cuándo empieza la campaña de vacunación?",
    "プールはいつ開きますか。",
    "図書館の工事はどれくらいかかりますか。",
    "متى يفتح المتحف أبوابه؟",
    "Когда откроют мост через Тихую?",
)


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("On which days is the salt museum open?", OTHERS[0]),
        ("What is the price of a ticket for the tram to the harbour?", OTHERS[1]),
        ("Who is allowed to vote for the parish council?", OTHERS[2]),
        ("Wann macht das Freibad Lindenanger auf?", OTHERS[3]),
        ("Was kostet ein Glasfaseranschluss?", OTHERS[4]),
        ("Quelle est la raison de la fermeture du pont de Varenne ?", OTHERS[5]),
        ("Les travaux dureront combien de temps ?", OTHERS[6]),
        ("¿En qué fecha se empieza a vacunar?", OTHERS[7]),
        ("プールが開くのはいつですか。", OTHERS[8]),
        ("図書館の工事はいつまでですか。", OTHERS[9]),
        ("ما هو موعد افتتاح المتحف؟", OTHERS[10]),
        ("Когда будет открыт мост?", OTHERS[11]),
    ],
)
def test_the_same_question_comes_first(asked, same):
    found = likenesses(asked, OTHERS)
    assert OTHERS[found.index(max(found))] == same


TEXTS = st.text(max_size=40)


@given(TEXTS, st.lists(TEXTS, max_size=5))
def test_a_likeness_is_a_share(asked, others):
    assert all(0 <= each <= 1.0000001 for each in likenesses(asked, others))


@given(st.text(alphabet="abcdefgh ", min_size=3, max_size=30), st.lists(TEXTS, max_size=5))
def test_a_question_is_most_like_itself(asked, others):
    found = likenesses(asked, [asked, *others])
    assert found[0] == max(found)
    if grams(asked):
        assert found[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Où est l\u2019École ?", "ou est l'ecole?"),
        ("ＡＢＣの橋", "abcの橋"),
        ("WANN?", "wann"),
        ("ガソリン", "ｶﾞｿﾘﾝ"),
    ],
)
def test_case_accents_and_width_do_not_count(one, other):
    assert grams(one) == grams(other)


def test_no_text_is_like_nothing():
    assert likenesses("", ["", "a"]) == [0, 0]
    assert likenesses("?!", []) == []
