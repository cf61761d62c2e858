import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.change import EditClass, Hunk
from harvester.diff import hunks
from harvester.diff.classes import classify
from harvester.diff.edit import Edit, EditSide
from harvester.diff.hunks import all_classes
from harvester.diff.negation import negates
from harvester.diff.significance import significance

CASES = {  # before, after, the classes
    "French spacing": ("Pourquoi ?", "Pourquoi?", "whitespace"),
    "thousands joined": ("12 000 tonnes", "12000 tonnes", "whitespace"),
    "digits joined are another number": ("3 5 pupils", "35 pupils", "number"),
    "quotes": ("He said “no”.", 'He said "no".', "punctuation"),
    "a full stop": ("It is open", "It is open.", "punctuation"),
    "a hyphen": ("by e-mail", "by email", "punctuation"),
    "an apostrophe": ("we don't know", "we don’t know", "punctuation"),  # noqa: RUF001
    "a typing error": ("the goverment decides", "the government decides", "spelling"),
    "an accent": ("le reglement du port", "le règlement du port", "spelling"),
    "a capital": ("the internet", "the Internet", "spelling"),
    "two letters swapped": ("they recieve it", "they receive it", "spelling"),
    "a short word is another word": ("it is hot", "it is hat", "substantive"),
    "an address": ("see https://a.example/x now", "see https://a.example/y now", "link"),
    "a name": ("says Vera Lindqvist of the port", "says Otto Brandl of the port", "name"),
    "a name after which nothing comes": (
        "so said the mayor Vera Lindqvist",
        "so said the mayor Otto Brandl",
        "name",
    ),
    "a noun in German is no name": (
        "Wir nehmen den Zug nach Hause",
        "Wir nehmen den Bus nach Hause",
        "substantive",
    ),
    "a headline in capitals tells nothing": (
        "When The Old Bridge Opens",
        "When The New Bridge Opens",
        "substantive",
    ),
    "a sentence's first word is no name": ("Ferries cross it.", "Boats cross it.", "substantive"),
    "a day": ("opens on 3 March", "opens on 14 March", "date number"),
    "a month": ("ouvre le 3 mars", "ouvre le 3 avril", "date"),
    "a weekday": ("jeden Montag", "jeden Dienstag", "date"),
    "a year": ("built in 1987", "built in 1978", "date number"),
    "a time": ("until 18:00", "until 19:30", "date number"),
    "a Japanese date": ("3月5日から", "3月8日から", "date number"),
    "a Russian date": ("до 5 июня", "до 7 июня", "date number"),
    "a number that may end a sentence with may": ("about 30 may cross", "about 40 may cross", "number"),
    "a lost point": ("3.5 %", "35 %", "number"),
    "a decimal comma": ("3,5 %", "3.5 %", "number"),
    "a sign": ("at 5 degrees", "at -5 degrees", "number"),
    "a currency": ("costs €5", "costs $5", "number"),
    "per cent or not": ("5 % of it", "5 of it", "number"),
    "millions and billions": ("5 million people", "5 billion people", "number"),
    "an English not": ("You must pay it", "You must not pay it", "negation"),
    "do not have to": ("You must pay it", "You do not have to pay it", "substantive negation"),
    "a contraction": ("They can cross", "They can't cross", "substantive negation"),
    "a curly contraction": ("They can cross", "They can’t cross", "substantive negation"),  # noqa: RUF001
    "vaccinated": ("for vaccinated people", "for unvaccinated people", "negation"),
    "legal": ("it is legal here", "it is illegal here", "negation"),
    "French": ("Il faut payer", "Il ne faut pas payer", "negation"),
    "German": ("Das ist erlaubt", "Das ist nicht erlaubt", "negation"),
    "kein": ("ein Grund", "kein Grund", "substantive negation"),
    "Spanish": ("Se puede cruzar", "No se puede cruzar", "substantive negation"),
    "Russian": ("Это разрешено", "Это не разрешено", "negation"),
    "Arabic": ("الجسر مفتوح", "الجسر غير مفتوح", "negation"),
    "Chinese": ("可以通行", "不可以通行", "negation"),
    "Japanese": ("危険がある", "危険がない", "substantive negation"),
    "not in a whole new paragraph": (
        "It opens.",
        "It opens. The council has not yet decided who will pay for the work on the banks.",
        "substantive",
    ),
    "words in another order": ("boats and trams", "trams and boats", "substantive"),
    "other words": ("The bridge is open", "The bridge is closed", "substantive"),
    "weekdays": ("open on Mondays", "open on Tuesdays", "date"),
    "a check mark": ("✅ Dogs", "❌ Dogs", "substantive"),
    "check marks that change places": ("Morvik ✅ Skarnes ❌", "Morvik ❌ Skarnes ✅", "substantive"),
    "flags that change places": ("🇩🇪 oui, 🇫🇷 non", "🇫🇷 oui, 🇩🇪 non", "substantive"),
    "ticked boxes": ("Hund ☑ Katze ☐", "Hund ☐ Katze ☑", "substantive"),
    "a thumb": ("👍 les chiens", "👎 les chiens", "substantive"),
    "stars as emoji": ("Note ⭐⭐⭐ ici", "Note ⭐⭐ ici", "substantive"),
    "an arrow that points down": ("El precio ↑ hoy", "El precio ↓ hoy", "substantive"),
    "a triangle that points down": ("Pegel ▲ heute", "Pegel ▼ heute", "substantive"),
    "an arrow of another shape": ("Weiter → hier", "Weiter ⇒ hier", "punctuation"),
    "an arrow as an ornament": ("Weiter → hier", "Weiter hier", "punctuation"),
    "words in another order, with other marks": ("chats, chiens", "chiens; chats", "substantive"),
    "a check mark in colours": ("✔ Dogs", "✔\ufe0f Dogs", "punctuation"),
    "stars": ("Rated ★★☆ here", "Rated ★★★ here", "substantive"),
    "an arrow": ("Menu ➔ Wi-Fi", "Menu > Wi-Fi", "punctuation"),
    "a bullet": ("• one point", "- one point", "punctuation"),
    "a dash between hours": ("open 9-17", "open 9–17", "punctuation"),  # noqa: RUF001
    "a Persian letter": ("کتاب يك", "کتاب یک", "spelling"),
    "in capitals": ("you must pay it", "you MUST pay it", "emphasis"),
    "between asterisks": ("you must pay it", "you *must* pay it", "emphasis"),
    "words of a quotation": (
        "She said “we will pay” today.",
        "She said “they will pay” today.",
        "substantive quotation",
    ),
    "beside a quotation": ("She said “we pay” today.", "He said “we pay” today.", "substantive"),
    "a name by one letter": ("says Vera Lindqvist of it", "says Vera Lindquist of it", "spelling"),
    "a name in a longer edit": (
        "They left it.",
        "The council left it to Vera Lindqvist.",
        "substantive name",
    ),
    "a name in a text that is replaced as a whole": (
        "It is known to few people.",
        "The boats that come from Skarnes stop there as before, says Vera Lindqvist.",
        "substantive name",
    ),
    "capitals in a headline that is replaced as a whole": (
        "Old Bridges Close",
        "New Boats Sail",
        "substantive",
    ),
    "an equation": ("as E = mc² says", "as E = mc³ says", "formula number"),
    "a molecule": ("pure H₂O here", "pure H₃O here", "formula number"),
    "a note": (
        "It is open.",
        "It is open. Correction: an earlier version gave the wrong day.",
        "substantive correction",
    ),
    "a note in French": (
        "Il ouvre.",
        "Il ouvre. Une première version donnait un autre jour.",
        "substantive correction",
    ),
    "a course correction is no note": ("It turned.", "It turned after a course correction.", "substantive"),
    "all that apply": ("On 3 March boats stop.", "On 4 March trams stop.", "substantive date number"),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_classes(before, after, expected):
    language = "de" if "Wir nehmen" in before else ""
    assert " ".join(all_classes(hunks(before, after, language))) == expected


def test_each_hunk_has_its_own_classes():
    found = hunks("It costs 5 €, said Vera Lindqvist.", "It costs 6 €, wrote Vera Lindqvist.")
    assert found == (Hunk("5", "6", 9, ("number",), 0.85), Hunk("said", "wrote", 14, ("substantive",), 0.34))


WEIGHTS = (  # each edit weighs no less than the one before it: before, after
    ("Who pays ?", "Who pays?"),
    ("It is open", "It is open."),
    ("the goverment pays", "the government pays"),
    ("you must pay", "you MUST pay"),
    ("nine boats", "9 boats"),
    ("the bridge is open", "the bridge is closed"),
    ("see https://a.example/x now", "see https://a.example/y now"),
    ("the bridge is open", "the bridge is closed to those who come by bicycle"),
    ("says Vera Lindqvist of it", "says Otto Brandl of it"),
    ("it opens on 3 March", "it opens on 3 April"),
    ("14 boats", "41 boats"),
    ("You must pay", "You must not pay"),
    ("It is open.", "It is open. Correction: an earlier version gave the wrong day."),
)


def test_significance_grows_as_a_reader_expects():
    weights = [max(hunk.significance for hunk in hunks(*texts, "en")) for texts in WEIGHTS]
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weights[-1] == 1


@given(st.sets(st.sampled_from(EditClass)), st.sampled_from(EditClass), st.integers(0, 500), st.booleans())
def test_a_class_or_a_word_more_never_weighs_less(classes, one, words, equal):
    weight = significance(classes, words, figures_are_equal=equal)
    assert weight <= significance({*classes, one}, words, figures_are_equal=equal)
    assert weight <= significance(classes, words + 1, figures_are_equal=equal) <= 1


NEGATES = {
    "not": (["open"], ["not", "open"], True),
    "an opposite": (["Possible"], ["impossible"], True),
    "another word": (["open"], ["closed"], False),
    "no in both": (["no"], ["not"], False),
    "a short word with such a beginning": (["to"], ["into"], False),
}


@pytest.mark.parametrize(("old", "new", "expected"), NEGATES.values(), ids=NEGATES)
def test_negates(old, new, expected):
    assert negates(old, new) is expected


@given(st.text(), st.text(), st.text(), st.text(), st.sampled_from(["", "de", "fr-FR"]))
def test_classify_never_raises(before, after, left, right, language):
    sides = [EditSide(left + run + right, len(left), len(left + run)) for run in (before, after)]
    classes, weight = classify(Edit(*sides, language))
    assert set(classes) <= set(EditClass)
    assert 0 <= weight <= 1


def test_no_hunks_have_no_classes():
    assert all_classes(()) == ()


SPOKEN = {  # before, after, language: class of the hunk
    "Italian six": ("i sei ponti", "i sette ponti", "it", "number"),
    "German sei is no number": ("es sei denn", "es war denn", "de", "substantive"),
    "a short month of the language": ("le 3 janv.", "le 3 févr.", "fr-CH", "date"),
    "a short month of another": ("we pro it", "we tra it", "en", "substantive"),
    "a negation of the language": ("podul este închis", "podul nu este închis", "ro", "negation"),
    "a word that is no negation there": ("het is open", "het is nu open", "nl", "substantive"),
    "Luxembourgish nouns": ("mir huelen den Zuch haut", "mir huelen den Bus haut", "lb", "substantive"),
}


@pytest.mark.parametrize(("before", "after", "language", "expected"), SPOKEN.values(), ids=SPOKEN)
def test_words_weigh_by_language(before, after, language, expected):
    assert " ".join(all_classes(hunks(before, after, language))) == expected
