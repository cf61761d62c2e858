"""JSON-LD as pages hold it, and as an enemy would write it."""

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise import normalise
from harvester.normalise.structured import MAX_CHARS, main_things, read_json_ld, text_of, things

CASES = {
    "an object": ('{"a": 1}', [{"a": 1}]),
    "a comment around it": ('<!-- {"a": 1} -->', [{"a": 1}]),
    "a CDATA section around it": ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
    "a CDATA section in a comment": ('/*<![CDATA[*/{"a": 1}/*]]>*/', [{"a": 1}]),
    "a line break in a string": ('{"a": "b\nc\td"}', [{"a": "b\nc\td"}]),
    "a comma too many": ('{"a": [1, 2, ], }', [{"a": [1, 2]}]),
    "a comma in a string": ('{"a": ",]", }', [{"a": ",]"}]),
    "several objects in a row": ('{"a": 1}{"b": 2};\n{"c": 3}', [{"a": 1}, {"b": 2}, {"c": 3}]),
    "remarks": ('{"a": 1, // why\n "b": /* not */ 2}', [{"a": 1, "b": 2}]),
    "an address is no remark": ('{"a": "http://x.example/", }', [{"a": "http://x.example/"}]),
    "wrong escapes": (r'{"a": "it\'s \d"}', [{"a": "it's d"}]),
    "entities for quotes": ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
    "half of a surrogate pair": (r'{"a": "\ud83d x \ude00"}', [{"a": "\ufffd x \ufffd"}]),
    "a whole surrogate pair": (r'{"a": "\ud83d\ude00"}', [{"a": "😀"}]),
    "a good value before a bad end": ('{"a": 1} {"b": ', [{"a": 1}]),
    "an endless number": ('{"a": ' + "9" * 5000 + "}", []),
    "no JSON": ("var a = 1;", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "values"), CASES.values(), ids=CASES)
def test_read_json_ld(text, values):
    assert list(read_json_ld(text)) == values


HOSTILE = {  # each would take minutes, or the stack, if it were read as it asks to be
    "brackets": "[" * 100_000,
    "braces": '{"a":' * 100_000,
    "10 MB": '{"a": "' + "x" * 10_000_000 + '"}',
    "space before a bad end": "[" + " " * (MAX_CHARS - 10) + "x",
    "quotes that never close": '"' + '\\"' * (MAX_CHARS // 2 - 10),
    "comments that never close": "/*" * (MAX_CHARS // 2 - 10),
    "closings": "x" + "//" * (MAX_CHARS // 2 - 10),
    "commas": "," * (MAX_CHARS - 10),
    "entities": "&quot;" * (MAX_CHARS // 6 - 10),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_blocks_are_ignored(text):
    assert all(not value or isinstance(value, list | str) for value in read_json_ld(text))


def test_a_bomb_leaves_the_rest_of_the_page():
    bomb = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    good = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2031-05-01"}</script>'
    assert normalise((bomb + good).encode(), content_type="text/html").published == "2031-05-01"


def test_wide_bombs_are_searched_up_to_a_limit():
    assert sum(1 for _ in things(([{"@type": "Article"}] * 100_000,))) < 100_000


def test_articles_come_before_the_page():
    page, article = {"@type": "FAQPage"}, {"@type": "http://schema.org/NewsArticle"}
    assert main_things(({"@graph": [page, article, {"@type": "Person"}]},)) == (article, page)


def test_what_is_about_other_pages_is_no_main_thing():
    listed = {"@type": "ItemList", "itemListElement": [{"item": {"@type": "Article"}}]}
    assert main_things((listed,)) == ()


TEXTS = {
    "a text": ("a &amp;  b", "a & b"),
    "the first of several": (["a", "b"], "a"),
    "the name of an object": ({"@type": "Person", "name": "a"}, "a"),
    "a number": (5, ""),
    "nothing": (None, ""),
    "an empty list": ([], ""),
}


@pytest.mark.parametrize(("value", "text"), TEXTS.values(), ids=TEXTS)
def test_text_of(value, text):
    assert text_of(value) == text


@given(st.text(alphabet='{}[]",:/*\\<!-&;ud83 \n1a') | st.text())
def test_any_text_gives_objects_with_a_type_or_nothing(text):
    assert all("@type" in thing for thing in main_things(read_json_ld(text)))


SUITE = Path(__file__).parents[3] / "shared" / "hostile" / "json-test-suite.tar.xz"


@pytest.mark.skipif(not SUITE.exists(), reason="the JSON test suite is not here")
def test_json_test_suite():
    with tarfile.open(SUITE) as archive:
        files = [(one.name, archive.extractfile(one).read()) for one in archive if one.name.endswith(".json")]
    assert len(files) > 300
    for name, body in files:
        page = b'<h1>Ferry</h1><script type="application/ld+json">' + body.replace(b"</", b"") + b"</script>"
        document = normalise(page, content_type="text/html; charset=utf-8")
        assert document.title == "Ferry", name
        repr(document.structured).encode("utf-8")
