import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.diff.tokens import cut, features, is_punctuation, sentence_places, token_places

TOKENS = {
    "a number keeps its separators": ("3.5 or 3,5 or 1'000.5", ["3.5", "or", "3,5", "or", "1'000.5"]),
    "a number keeps its sign": ("from -5 to +7", ["from", "-5", "to", "+7"]),
    "a hyphen between letter and digit is no sign": ("B-12", ["B", "-", "12"]),
    "thousands may be set apart": ("12 000 t, 9\u202f500 t", ["12 000", "t", ",", "9\u202f500", "t"]),
    "two numbers in a row are two": ("in 2024 17 boats", ["in", "2024", "17", "boats"]),
    "a range, a time and a date are one each": (
        "5-11 at 18:30, 2026-03-01",
        ["5-11", "at", "18:30", ",", "2026-03-01"],
    ),
    "letters written onto a number stay": ("the 3rd, 18h30", ["the", "3rd", ",", "18h30"]),
    "contractions and possessives are one word": (
        "don't Anna’s",  # noqa: RUF001
        ["don't", "Anna’s"],  # noqa: RUF001
    ),
    "elided articles are their own": ("l'eau qu’il", ["l'", "eau", "qu’", "il"]),  # noqa: RUF001
    "an address is one": ("see https://a.example/b?c=1.", ["see", "https://a.example/b?c=1", "."]),
    "an address without scheme": ("www.a.example/b, then", ["www.a.example/b", ",", "then"]),
    "three w do not make one": ("wwww. www", ["wwww", ".", "www"]),
    "Han and kana by character": ("橋は3月に開く", ["橋", "は", "3", "月", "に", "開", "く"]),
    "Thai by character": ("ไป", ["ไ", "ป"]),
    "Hindi by word, marks and all": ("पुल कब खुलेगा?", ["पुल", "कब", "खुलेगा", "?"]),
    "decomposed accents stay on their letter": ("e\u0301te\u0301 ou", ["e\u0301te\u0301", "ou"]),
    "punctuation one by one": ("« Oui » …", ["«", "Oui", "»", "…"]),
    "nothing": (" \n\t", []),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS)
def test_cut(text, expected):
    assert cut(text) == expected


SENTENCES = {
    "a full stop before white space": ("One. Two! Three", ["One.", "Two!", "Three"]),
    "none inside a number": ("It is 3.5 m. Long.", ["It is 3.5 m.", "Long."]),
    "ideographic ones always": ("一つ。二つ。", ["一つ。", "二つ。"]),
    "a line break": ("Title\n\nText. ", ["Title", "Text."]),
    "white space around is left out": ("  A.   B  ", ["A.", "B"]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentence_places(text)] == expected


FEATURES = {
    "words and digits": ("The toll is 3.5 €", ["The", "toll", "is", "3", "5"]),
    "pairs of characters without spaces": ("橋が開く", ["橋が", "が開", "開く"]),
    "one character alone": ("橋 A", ["橋", "A"]),
}


@pytest.mark.parametrize(("text", "expected"), FEATURES.values(), ids=FEATURES)
def test_features(text, expected):
    assert list(features(text)) == expected


@given(st.text())
def test_tokens_hold_everything_but_white_space(text):
    assert "".join(cut(text)) == "".join(text[a:b] for a, b in token_places(text))
    kept = "".join("".join(token.split()) for token in cut(text))
    assert kept == "".join(text.split())


@given(st.text())
def test_sentences_hold_everything_but_white_space(text):
    pieces = [text[start:end] for start, end in sentence_places(text)]
    assert all(piece == piece.strip() != "" for piece in pieces)
    assert "".join("".join(piece.split()) for piece in pieces) == "".join(text.split())


@given(st.characters(categories=["L", "M", "N"]))
def test_letters_are_no_punctuation(char):
    if unicodedata.category(char) not in {"No", "Nl"}:  # circled digits and the like are signs
        assert not is_punctuation(char)


LINEAR = {
    "white space": " " * 200_000,
    "full stops": "." * 200_000,
    "an address that never ends": "http://" + "." * 200_000,
    "addresses": "www." * 50_000,
    "groups of digits": "111 " * 50_000,
    "separators": "1." * 100_000,
    "apostrophes": "a'" * 100_000,
    "line breaks and spaces": "\n " * 100_000,
}


@pytest.mark.parametrize("text", LINEAR.values(), ids=LINEAR)
def test_hostile_text_is_cut_in_linear_time(text):
    assert len(cut(text)) <= len(text)
    assert len(sentence_places(text)) <= len(text)
