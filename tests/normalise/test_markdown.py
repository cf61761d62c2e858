"""Markdown comes to the blocks that the same page as HTML has."""

import tarfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import BadInput
from harvester.model import Kind
from harvester.normalise import normalise
from harvester.normalise.dialect import front_matter, to_commonmark
from harvester.normalise.markdown import MAX_CHARS, to_html
from harvester.parse import parse

SERIES = Path(__file__).parents[3] / "shared" / "series"


def document_of(text):
    return normalise(text.encode(), content_type="text/markdown; charset=utf-8")


def blocks_of(text):
    return [(block.kind, block.level, block.text) for block in document_of(text).blocks]


H, P, ITEM, QUOTE, CELL = Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.CELL
SUMMARY, PRE = Kind.SUMMARY, Kind.PREFORMATTED

DIRECTIVES = """.. toc:: Contents
    :depth: 2

.. section:: Tolls
    :tags: all

.. question:: Why?
    :level: 3

    Because.

    * car
    * lorry

Done."""

BLOCKS = {
    "ATX headings": ("# Ferry\n\n### Why?\nBecause.", [(H, 1, "Ferry"), (H, 3, "Why?"), (P, 0, "Because.")]),
    "setext headings": ("Ferry\n=====\n\nWhy?\n----\n", [(H, 1, "Ferry"), (H, 2, "Why?")]),
    "nested lists": (
        "- pier\n  1. north\n  2. south\n- quay\n",
        [(ITEM, 1, "pier"), (ITEM, 2, "north"), (ITEM, 2, "south"), (ITEM, 1, "quay")],
    ),
    "a quote": ("> It sails.\n> Today.", [(QUOTE, 0, "It sails. Today.")]),
    "fenced code": ("```text\n# no heading\n```", [(PRE, 0, "# no heading")]),
    "a table": ("|a|b|\n|-|-|\n|1|2|\n", [(CELL, 1, "a"), (CELL, 2, "b"), (CELL, 1, "1"), (CELL, 2, "2")]),
    "a struck word": ("It ~~sank~~ sailed.", [(P, 0, "It sailed.")]),
    "hard breaks": ("One  \ntwo\\\nthree", [(P, 0, "One\ntwo\nthree")]),
    "raw details": (
        "<details>\n<summary>Why?</summary>\n\nBecause **so**.\n\n</details>",
        [(SUMMARY, 0, "Why?"), (P, 0, "Because so.")],
    ),
    "a raw div": ("<div class='note'>\n\nMind the *gap*.\n\n</div>", [(P, 0, "Mind the gap.")]),
    "a footnote is text": (
        "Tolls rise[^1].\n\n[^1]: https://toll.example",
        [(P, 0, "Tolls rise[^1]."), (P, 0, "[^1]: https://toll.example")],
    ),
    "attributes on a line of their own": (
        "Mind.\n{: .note}\n\n{.wide #x}\nGo.",
        [(P, 0, "Mind."), (P, 0, "Go.")],
    ),
    "attributes of a heading": ("## Why? {#why}\n\n## How? {: .x}", [(H, 2, "Why?"), (H, 2, "How?")]),
    "braces in prose": ("Write {name}.", [(P, 0, "Write {name}.")]),
    "braces in code": ("```\n{: .x}\n```", [(PRE, 0, "{: .x}")]),
    "directives": (
        DIRECTIVES,
        [
            (H, 2, "Tolls"),
            (H, 3, "Why?"),
            (P, 0, "Because."),
            (ITEM, 1, "car"),
            (ITEM, 1, "lorry"),
            (P, 0, "Done."),
        ],
    ),
    "a directive inside another": (
        ".. section:: Tolls\n\n   .. question:: Why?\n\n      Because.\n\n   Also.\n",
        [(H, 2, "Tolls"), (H, 2, "Why?"), (P, 0, "Because."), (P, 0, "Also.")],
    ),
    "an aside within an answer": (
        ".. question:: Why?\n\n    .. note:: Mind.\n\n    So.",
        [(H, 2, "Why?"), (P, 0, "Mind."), (P, 0, "So.")],
    ),
    "a directive that is shown as code": ("```\n.. section:: X\n```", [(PRE, 0, ".. section:: X")]),
    "a rule is no front matter": ("---\n\nText.", [(P, 0, "Text.")]),
    "line ends of Windows": ("# Ferry\r\n\r\nSails.\r\n", [(H, 1, "Ferry"), (P, 0, "Sails.")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "blocks"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(text, blocks):
    assert blocks_of(text) == blocks


def test_marks():
    [block] = document_of("**Q:** see [the *map*](https://map.example).").blocks
    marked = [(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks]
    assert marked == [("strong", "Q:"), ("link", "the map"), ("em", "map")]


def test_front_matter_is_metadata():
    document = document_of(
        "---\ntitle: \"Tolls: who pays\"\nlang: fr\ndescription: 'In brief'\ndate: 2031-05-01\n"
        "updated: 2031-05-02\ntags:\n  - toll\n---\nText."
    )
    assert [block.text for block in document.blocks] == ["Text."]
    assert (document.title, document.lead, document.language) == ("Tolls: who pays", "In brief", "fr")
    assert (document.published, document.modified) == ("2031-05-01", "2031-05-02")


def test_front_matter_is_not_executed():
    assert document_of("---\ntitle: <b>x</b>\nlang: '\"><p>hm</p>'\n---\n").blocks == ()


FORMATS = {
    "HTML that nobody names": (b"<!DOCTYPE html><h1>Ferry</h1><p>Sails.", "", [H, P]),
    "a fragment": (b"\n <h2>Why?</h2>", "application/octet-stream", [H]),
    "text that nobody names": (b"Ferry\n\nWhy? 1 < 2\n", "", [H, P]),
    "text that is said to be text": (b"Ferry\n\n<p>Sails.", "text/plain", [H, P]),
    "HTML that is said to be HTML": (b"just words", "Text/HTML; charset=utf-8", [P]),
    "XHTML": (b"<html><p>a</p></html>", "application/xhtml+xml", [P]),
    "Markdown by its older name": (b"# Ferry", "text/x-markdown", [H]),
    "UTF-16": ("<p>a</p>".encode("utf-16"), "", [P]),
}


@pytest.mark.parametrize(("body", "content_type", "kinds"), FORMATS.values(), ids=FORMATS)
def test_the_reader_is_chosen_by_type_then_by_look(body, content_type, kinds):
    assert [block.kind for block in normalise(body, content_type=content_type).blocks] == kinds


BINARY = {
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "a PNG image": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a ZIP archive, or an office document": b"PK\x03\x04rest",
    "binary content": b"abc" + bytes(range(32)) * 4,
    "an image, sound or film": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
}


@pytest.mark.parametrize(("name", "body"), BINARY.items(), ids=BINARY)
def test_what_is_no_text_is_refused(name, body):
    with pytest.raises(BadInput) as refused:
        normalise(body, content_type="text/html", url="https://lantern.example/x")
    assert str(refused.value) == f"https://lantern.example/x: is not text: it looks like {name}"


def test_a_stray_nul_is_no_reason_to_refuse():
    assert [block.kind for block in normalise(b"<p>a\x00b</p>" * 5).blocks] == [P] * 5


LIMIT_S = 3.0
"""CPU seconds: three times what the slowest takes."""
TRIES = 3
"""Readings before a text is blamed: those who share the processor's caches slow one or two."""
HOSTILE = {
    "quotes in quotes": "> " * 500_000 + "x",
    "lists in lists": "- " * 500_000 + "x",
    "lazy lines in quotes": "> " * 18 + "a\n" + "a\n" * 400_000,
    "emphasis": "*a_ " * 260_000,
    "emphasis in words": "a**b" * 260_000,
    "struck out": "~~a " * 250_000,
    "colons": ":::" * 300_000,
    "items": "- a\n" * 250_000,
    "headings": "# a?\n" * 200_000,
    "rows of a table": "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "a\n" * 400_000,
    "columns and rows of a table": "|a" * 9_000 + "|\n" + "|-" * 9_000 + "|\n" + "|a\n" * 300_000,
    "titles of links": "[a]: b\n'" + "x\n" * 500_000,
    "references": "".join(f"[a{n}]: x\n" for n in range(50_000)) + "[a1] " * 50_000,
    "brackets": "![" * 500_000,
    "open brackets": "[" * 1_000_000,
    "a very long document": "word " * MAX_CHARS,
}


def cpu_s(text):
    start = time.process_time()
    document = document_of(text)
    assert document.blocks or document.cuts
    return time.process_time() - start


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markdown_is_read(text):
    assert any(cpu_s(text) < LIMIT_S for _ in range(TRIES))


def test_a_very_long_document_is_cut():
    assert document_of("word " * MAX_CHARS).cuts == (f"Markdown after {MAX_CHARS:,} characters",)


LINEAR = {
    "stars": "*a ",
    "backticks": "`a``",
    "tags": "<a ",
    "comments": "<!-- ",
    "attributes": "{: .",
    "directives": ".. question:: x\n  ",
    "front matter": "---\na: b\n",
    "spaces": "# a   ",
    "tables": "|a",
}


@pytest.mark.parametrize("piece", LINEAR.values(), ids=LINEAR)
def test_work_grows_with_the_length(piece):
    assert to_html(piece * (60_000 // len(piece)))


LONG_LINES = {
    "spaces in a heading": ("# a" + " " * 500_000 + "}", "a }"),
    "tabs before attributes": ("# a" + "\t" * 500_000 + "{.b", "a {.b"),
    "a word of front matter": ("---\nkey: value\n" + "A" * 16_000 + "\n---\na", "a"),
}


@pytest.mark.parametrize(("text", "shown"), LONG_LINES.values(), ids=LONG_LINES)
def test_a_long_line_is_passed_over_once(text, shown):
    assert [block.text for block in document_of(text).blocks] == [shown]  # by the square: minutes


def test_nested_keys_of_front_matter_are_not_the_page_s():
    fields, _ = front_matter("---\ntitle: Ferry\nseo:\n  title: Ferry | Harbour\n---\n")
    assert fields == {"title": "Ferry", "seo": ""}


@pytest.mark.parametrize("name", ["mcc-enfants-md", "mcc-vacciner-md"])
def test_real_markdown_gives_pairs(name):
    path = SERIES / f"{name}.tar.xz"
    if not path.exists():
        pytest.skip("no shared series beside the checkout")
    with tarfile.open(path) as tar:
        member = next(each for each in tar if each.name.endswith(".md"))
        text = tar.extractfile(member).read()
    asked = text.count(b".. question::")
    pairs = parse(normalise(text, content_type="text/markdown")).pairs
    assert len(pairs) >= 0.9 * asked > 0


@given(st.text(alphabet="a#*_`~[]()<>!|-:.{}\\ \n\t1>&\"'="))
def test_never_raises(text):
    assert to_html(text) == to_html(text)


@given(st.text(alphabet="ab \n\t"))
def test_prose_stays_as_it_is(text):
    fields, rest = front_matter(text)
    assert (fields, rest) == ({}, text)
    assert [line.strip() for line in to_commonmark(text).split("\n")] == [
        line.strip() for line in text.split("\n")
    ]
