"""What a person types becomes expressions that FTS5 takes, whatever it is, and marks in texts."""

# ruff: noqa: RUF001  texts in many scripts

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.search.characters import is_by_characters, spaced
from harvester.search.passages import Passage, excerpt, passages
from harvester.search.query import MOST_TERMS, Term, by_characters, by_words, terms, too_short

# What it shows: (what was typed, its terms).
TYPED = {
    "words": ("low  water", (Term("low"), Term("water"))),
    "a phrase": ('the "low water" mark', (Term("the"), Term("low water"), Term("mark"))),
    "typographic quotes": ("“low water”", (Term("low water"),)),
    "a quote that does not end": ('dam "low wa', (Term("dam"), Term("low wa"))),
    "a beginning": ("drought*", (Term("drought", is_beginning=True),)),
    "excluded": ('-dam -"low water"', (Term("dam", is_excluded=True), Term("low water", is_excluded=True))),
    "a hyphen inside": ("e-mail", (Term("e-mail"),)),
    "operators are words": ("dam OR (NEAR AND", (Term("dam"), Term("OR"), Term("(NEAR"), Term("AND"))),
    "a column is a word": ("question:dam", (Term("question:dam"),)),
    "marks alone are nothing": ('? * - -- "" \' ; ...', ()),
    "Chinese": ("水位-下降", (Term("水位-下降"),)),
    "nothing": ("", ()),
}


@pytest.mark.parametrize(("typed", "found"), TYPED.values(), ids=TYPED)
def test_terms(typed, found):
    assert terms(typed) == found


def test_only_so_many_terms_count():
    assert len(terms("dam " * 300)) == MOST_TERMS


def test_a_short_beginning_is_named():
    assert too_short(terms("dam ab*")) == "ab"
    assert too_short(terms("dam* 水*")) == ""


# What it shows: (what was typed, the expression by words, the one by characters).
WRITTEN = {
    "all of them": ("low water", '("low" AND "water")', '("low" AND "water")'),
    "without": ("low -dam", '("low") NOT "dam"', '("low") NOT "dam"'),
    "a beginning": ("drou*", '("drou" *)', '("drou" *)'),
    "only excluded": ("-dam", "", ""),
    "characters": ("水位", '("水位")', '(" 水  位 ")'),
    "a beginning of characters": ("水位*", '("水位" *)', '(" 水  位 ")'),
    "mixed": ("GDP成長", '("GDP成長")', '("GDP 成  長 ")'),
    "wide digits": ("２０３０年", '("２０３０年")', '("2030 年 ")'),
}


@pytest.mark.parametrize(("typed", "words", "characters"), WRITTEN.values(), ids=WRITTEN)
def test_expressions(typed, words, characters):
    assert (by_words(terms(typed)), by_characters(terms(typed))) == (words, characters)


@pytest.fixture(scope="module")
def indexes():
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE w USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    conn.execute(
        "CREATE VIRTUAL TABLE c USING fts5(t, content='',"
        " tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\")"
    )
    yield conn
    conn.close()


HOSTILE = [
    '"', '""', '"""', "'", "*", "**", "-", "--", "- -", "^a", "a^", "a:b", "{a b}:c", "NEAR(a b, 2)", "AND",
    "a NEAR b", "OR", "NOT", "NOT a", "a NOT", "a AND", "(a", "a)", "()", "+", "a + b", "a+b", ";", "\\", "%",
    "_", "a*b", "*a", '-"a', "\0", "a\0b", "\ud800", "\U0001f600", "\u202e", "\u0301", "水*", "-水", '"水',
    "rank:1", "a,b", "x' OR 1=1 --", "[a]", "`a`", "“a", "\u1ccb0", "\U000e0041", "ก็", "\u0e48", "ꟲ*",
    "\U00016e80*",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_are_no_errors(indexes, typed):
    asked(indexes, typed)
    asked(indexes, f"dam {typed} leak")


@given(typed=st.text() | st.text(alphabet='"*-()^:+a水ก \0\ud800NEARANDOT'))
def test_whatever_is_typed_is_no_error(indexes, typed):
    asked(indexes, typed)


def asked(conn, typed):
    found = terms(typed)
    for index, expression in (("w", by_words(found)), ("c", by_characters(found))):
        if expression:
            conn.execute(f"SELECT * FROM {index} WHERE {index} MATCH ?", (expression,)).fetchall()


SPACED = {
    "Chinese": ("水位下降", " 水  位  下  降 "),
    "Thai keeps a vowel with its consonant": ("กินที่", " กิ  น  ที่ "),
    "half width": ("ﾀﾞﾑ", " ダ  ム "),
    "a word between": ("約GDP", " 約 GDP"),
    "none": ("Dämme", "Dämme"),
}


@pytest.mark.parametrize(("text", "expected"), SPACED.values(), ids=SPACED)
def test_spaced(text, expected):
    assert spaced(text) == expected
    assert is_by_characters(text) is (expected != text)


def marked(found):
    return "".join(f"[{each.text}]" if each.is_match else each.text for each in found)


# What it shows: (text, search, the text with marks).
MARKED = {
    "words": ("The dam leaks at the dam.", "dam", "The [dam] leaks at the [dam]."),
    "case and accents": ("L'ÉTÉ, l’été", "ete", "L'[ÉTÉ], l’[été]"),
    "decomposed": ("l'e\u0301te\u0301 sec", "été", "l'[e\u0301te\u0301] sec"),
    "no part of a word": ("damage, dams", "dam", "damage, dams"),
    "a beginning": ("damage, dams, Adam", "dam*", "[damage], [dams], Adam"),
    "a phrase over marks": ("low, water level", '"low water"', "[low, water] level"),
    "excluded words are not marked": ("a dam leaks", "dam -leaks", "a [dam] leaks"),
    "characters": ("地下水位下降", "水位", "地下[水位]下降"),
    "characters beside a word": ("約2030年に", "2030年", "約[2030年]に"),
    "a word beside characters": ("新GDP成長", "gdp", "新[GDP]成長"),
    "wide digits": ("２０３０年", "2030", "[２０３０]年"),
    "Thai": ("น้ำลดลง", "น้ำ", "[น้ำ]ลดลง"),
    "Korean inside a word": ("수위가 낮다", "수위", "[수위]가 낮다"),
    "a letter that folds to two": ("Große Straße", "strasse", "Große [Straße]"),
    "overlaps": ("low water level", '"low water" "water level"', "[low water level]"),
}


@pytest.mark.parametrize(("text", "typed", "expected"), MARKED.values(), ids=MARKED)
def test_passages(text, typed, expected):
    assert marked(passages(text, terms(typed))) == expected


@given(text=st.text(), typed=st.text())
def test_passages_are_the_text(text, typed):
    assert "".join(each.text for each in passages(text, terms(typed))) == text
    assert all(each.text for each in passages(text, terms(typed)))


def test_an_excerpt_is_round_the_first_match():
    text = "So it was. " * 40 + "The dam leaks. " + "It is known. " * 40
    found = excerpt(text, terms("dam"), width=60)
    assert Passage("dam", is_match=True) in found
    assert (found[0].text, found[-1].text) == ("…", "…")
    assert len(marked(found)) < 90
    assert excerpt("Short.", terms("dam")) == (Passage("Short."),)
    assert marked(excerpt(text, (), width=12)) == "So it was. …"


def test_a_long_text_takes_linear_time():
    text = "ab " * 200_000
    assert len(excerpt(text, terms('"ab ab ab ab c" a* "ab b"'))) >= 2
