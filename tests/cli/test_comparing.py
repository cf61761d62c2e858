"""What people see of changes: chosen rows of the log, two texts side by side, a citation. Text is data."""

import html
import json

import pytest

from harvester.cli.diff_html import page as html_page
from harvester.cli.drawing import beside, inline, unified
from harvester.cli.wording import columns
from harvester.diff import hunks

TITLE = "The island's ferry"
HOSTILE = 'Why <script>alert(1)</script> \x1b[31mred & "quoted"?'


@pytest.fixture
def edited(site, page, ferry, followed):
    """The archive with a second version: a figure, a comma, and a question that is new."""
    question, answer = ferry[0]
    pairs = [
        (question, answer.replace("35 parts", "25 parts")),
        *ferry[1:],
        ("Who pays for it?", "The town does, all of it."),
    ]
    site.pages["/ferry"] = page(TITLE, *pairs)
    followed("run")
    return followed


def test_the_log_has_only_what_is_wanted(edited):
    every = edited.printed("log")
    assert [row["kind"] for row in every] == ["answer edited", "asked"]
    assert edited.printed("log", "--class", "number") == every[:1]
    assert edited.printed("log", "--class", "date", "--class", "number") == every[:1]
    assert edited.printed("log", "--class", "date") == []
    assert edited.printed("log", "--kind", every[0]["kind"]) == every[:1]
    assert edited.printed("log", "--kind", "dropped") == []
    assert edited.printed("log", "--kind", "dropped", "--kind", every[1]["kind"]) == every[1:]
    assert "is not a source" in edited("log", "--source", "https://tarvel.example/feed", code=2).stderr
    assert edited.printed("log", "--min-significance", "0.83") == every[:1]
    assert edited.printed("log", "--question", every[1]["question_id"][:8]) == every[1:]
    assert edited.printed("log", "--until", "2020-01-01") == []
    assert edited.printed("log", "--since", "2020-01-01", "--until", "2099-01-01") == every
    assert edited("log", "--question", "abcdef0", code=2).stderr.count("names no question") == 1
    assert edited("log", "--class", "sport", code=2)


def test_a_version_is_found_by_its_time(edited):
    began = edited.rows("SELECT first_seen_at FROM version_list ORDER BY version")
    first = edited.printed("show", edited.url, "--at", began[0][0])
    assert first == edited.printed("show", edited.url, "--version", "1")
    assert edited.printed("show", edited.url, "--at", began[1][0]) == edited.printed("show", edited.url)
    assert "has no version at 2001" in edited("show", edited.url, "--at", "2001-01-01", code=2).stderr
    assert edited("show", edited.url, "--at", "2001-01-01", "--version", "1", code=2)


def test_a_comparison_by_time(edited):
    wanted = edited.printed("diff", edited.url, "1", "2")
    assert edited.printed("diff", edited.url, "--since", "2001-01-01") == wanted
    assert edited.printed("diff", edited.url, "--since", "2001-01-01", "--until", "2099-01-01") == wanted
    assert edited("diff", edited.url, "1", "--since", "2001-01-01", code=2)


def test_a_comparison_of_two_articles(site, page, ferry, edited):
    site.pages["/other"] = page(TITLE, *ferry[1:])
    edited("add", "--kind", "page", f"{site.url}/other")
    edited("run")
    kinds = [row["kind"] for row in edited.printed("diff", edited.url, "1", "--with", f"{site.url}/other")]
    assert kinds == ["dropped"]
    assert edited.printed("diff", edited.url, "--with", edited.url) == edited.printed("diff", edited.url)


def test_a_citation(edited):
    [row] = edited.printed("show", edited.url, "--cite")
    [[key, digest, reader]] = edited.rows(
        "SELECT key, payload_digest, reader FROM capture_list WHERE version = 2 AND role = 'article'"
    )
    assert (row["capture"], row["payload_digest"], row["reader"]) == (key, digest, reader)
    assert row["title"] == TITLE
    line = edited("show", edited.url, "--cite", "--version", "1").stdout
    assert line.startswith("127.0.0.1: “The island's ferry”. http://127.0.0.1")
    assert " Version 1, first seen " in line
    assert " Permanent address in the archive: /article/" in line


def test_forms_of_a_comparison(edited):
    assert "{+25+}" in edited("diff", edited.url, "--inline").stdout
    sides = edited("diff", edited.url, "--side-by-side").stdout
    assert any(
        "[-35-]" in line.partition("│")[0] and "{+25+}" in line.partition("│")[2]
        for line in sides.splitlines()
    )
    lines = edited("diff", edited.url, "--format", "unified").stdout.splitlines()
    assert [line[:3] for line in lines[:3]] == ["---", "+++", "@@ "]
    assert [line[0] for line in lines if "parts" in line] == ["-", "+"]
    written = edited("diff", edited.url, "--format", "html").stdout
    assert "<del>35</del>" in written
    assert "<ins>25</ins>" in written


def changed(before, after):
    """A row of two texts, with a question that nobody should trust."""
    row = {"kind": "answer edited", "question": HOSTILE, "other_question": None, "confidence": 1.0}
    places = {"before_position": 1, "after_position": 1, "before": before, "after": after}
    found = [hunk._asdict() for hunk in hunks(before or "", after or "")]
    return row | places | {"hunks": found, "classes": ["number"], "significance": 0.85}


HEAD = {
    "title": HOSTILE,
    "url": "https://tarvel.example/a",
    "version": 1,
    "first_seen_at": "2026-11-23T10:00:00.000Z",
}
ROWS = [changed(f"{HOSTILE} 14", f"{HOSTILE} 15"), changed(None, HOSTILE), changed(HOSTILE, None)]


def test_stored_text_is_no_markup():
    written = html_page(HEAD, HEAD, ROWS)
    assert "<script" not in written
    assert html.escape('"quoted"') in written
    assert "default-src 'none'" in written


@pytest.mark.parametrize("row", ROWS, ids=["edited", "came", "went"])
def test_stored_text_is_no_escape_sequence(row):
    drawn = [
        inline(row, colour=False),
        beside(row, 80),
        *unified(HEAD, HEAD, [row]),
        html_page(HEAD, HEAD, [row]),
    ]
    assert not any("\x1b[31m" in text for text in drawn)


WIDTHS = {
    "words": ("The ferry sails at nine from the pier. " * 9, 80),
    "a long word": ("https://tarvel.example/" + "a" * 300, 80),
    "ideographs": ("橋は三月に開く。" * 40, 160),
    "combining marks": ("पुल आज खुला है " * 30, 80),
}


@pytest.mark.parametrize(("text", "width"), WIDTHS.values(), ids=WIDTHS)
def test_two_texts_fit_a_terminal(text, width):
    lines = beside(changed(text, text.replace("t", "d") + "\n\nAnd 3 more."), width).split("\n")
    body = [line for line in lines if "│" in line]
    assert len(body) > 3
    assert max(map(columns, body)) <= width
    assert {columns(line.partition("│")[0]) for line in body} == {(width - 3) // 2 + 1}


def test_paragraphs_of_both_texts_stand_at_one_height():
    text = "One is here.\n\nTwo is there.\n\nThree is anywhere."
    drawn = beside(
        changed(
            text, text.replace("Two is there.", "Two is there, with many more words than before it had.")
        ),
        60,
    )
    [line] = [line for line in drawn.split("\n") if "Three" in line]
    assert line.count("Three") == 2


def test_texts_that_came_or_went_are_marked_in_full(site, page, ferry, followed):
    site.pages["/ferry"] = page(TITLE, *ferry[1:], ("Who pays?", "The region pays, all of it."))
    followed("run")
    for form in ((), ("--side-by-side",)):
        shown = followed("diff", followed.url, *form).stdout
        assert "[-" + ferry[0][1].split(" ")[0] in shown
        assert "{+The region pays, all of it.+}" in shown
    shown = followed("diff", followed.url, "--format", "html").stdout
    assert f"<del>{ferry[0][1]}" in shown
    assert "<ins>The region pays, all of it.</ins>" in shown


def test_rows_as_json_have_hunks_as_objects(edited):
    [hunk] = json.loads(edited("diff", edited.url, "--format", "jsonl").stdout.splitlines()[0])["hunks"]
    assert {name: hunk[name] for name in ("before", "after", "classes")} == {
        "before": "35",
        "after": "25",
        "classes": ["number"],
    }
