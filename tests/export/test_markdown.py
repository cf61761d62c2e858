"""Markdown shows the characters that were stored, whatever they are."""

import json
import re
from html import unescape
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.archive.connection import open_readonly
from harvester.export.markdown import document, escaped, on_one_line
from harvester.view.selection import EVERYTHING
from harvester.view.tables import TABLES, rows

NAUGHTY = Path(__file__).parents[3] / "shared" / "hostile" / "naughty-strings.json"


def rendered(markdown):
    """The text that a reader sees, and the elements that it stands in."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split()), set(re.findall(r"<(\w+)", html))


MARKS = st.text(alphabet=st.sampled_from("a1 \n#*_-+=.)(>[]<`~|\\&!:;\"'$^{}\t"), max_size=60)


@given(MARKS)
def test_marks_are_shown_as_they_are(text):
    shown, elements = rendered(escaped(text))
    assert shown == " ".join(text.split())
    assert elements <= {"p", "br"}


@given(MARKS)
def test_a_heading_holds_its_whole_text(text):
    shown, elements = rendered(f"# x {on_one_line(text)} x")
    assert shown == " ".join(f"x {text} x".split())
    assert elements == {"h1"}


def test_an_article_shows_what_was_stored(hostile):
    conn = open_readonly(hostile)
    article = next(rows(conn, TABLES["articles"]))
    shown, elements = rendered(document(conn, article["article_id"]))
    for pair in rows(conn, TABLES["pairs"], EVERYTHING):
        assert " ".join(pair["answer"].split()) in shown
    assert elements <= {"h1", "h2", "p", "a", "br"}
    conn.close()


def test_changes_are_marked(reader):
    ids = [row["article_id"] for row in rows(reader, TABLES["articles"]) if row["versions"] > 1]
    text = document(reader, ids[0])
    shown, _ = rendered(text)
    assert "What changed" in shown
    assert "[-" in shown
    assert "{+" in shown


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the naughty strings are not beside the checkout")
def test_naughty_strings_make_no_element_but_links_to_websites():
    for text in json.loads(NAUGHTY.read_text("utf-8")):
        html = cmarkgfm.github_flavored_markdown_to_html(escaped(text))
        assert set(re.findall(r"<(\w+)", html)) <= {"p", "br", "a"}, text
        assert all(re.match(r"https?:|mailto:", each) for each in re.findall(r'href="([^"]*)', html)), text
