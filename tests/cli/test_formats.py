"""Rows in every form: the same rows, each form as its readers take it, data on stdout only."""

import csv
import io
import json

import pytest

from harvester import __version__

# What is printed for a person of each verb, among other things.
ROWS = {
    "list": (["list"], ["The island's ferry", "4 questions, 2 versions", "last captured 20"]),
    "show": (
        ["show", "{url}"],
        ["1. Why does the ferry not sail?", "25 parts", "version 2, 4 questions, seen 20"],
    ),
    "show an earlier version": (["show", "{url}", "--version", "1"], ["35 parts", "version 1, 4 questions"]),
    "log": (["log"], ["v2  answer edited (number)", "[-35-]{+25+}"]),
    "diff": (["diff", "{url}"], ["version 1 (20", "→ version 2 (20", "and [-35-]{+25+} parts"]),
    "diff backwards": (
        ["diff", "{url}", "2", "1"],
        ["version 2 (20", "→ version 1 (20", "[-25-]{+35+} parts"],
    ),
}


@pytest.fixture
def edited(site, page, ferry, followed):
    question, answer = ferry[0]
    site.pages["/ferry"] = page("The island's ferry", (question, answer.replace("35", "25")), *ferry[1:])
    followed("run")
    return followed


def cell(value):
    """A value as a cell of CSV shows it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@pytest.mark.parametrize(("arguments", "words"), ROWS.values(), ids=ROWS)
def test_the_same_rows_in_every_form(edited, arguments, words):
    arguments = [each.format(url=edited.url) for each in arguments]
    shown = {form: edited(*arguments, "--format", form) for form in ("text", "json", "jsonl", "csv")}
    assert all(result.stderr == "" for result in shown.values())
    rows = json.loads(shown["json"].stdout)
    assert rows
    assert [json.loads(line) for line in shown["jsonl"].stdout.splitlines()] == rows
    cells = list(csv.DictReader(io.StringIO(shown["csv"].stdout)))
    assert cells == [{key: cell(value) for key, value in row.items()} for row in rows]
    assert edited(*arguments).stdout == shown["text"].stdout
    for each in words:
        assert each in shown["text"].stdout


NOTHING = {"list": ["list"], "log": ["log"]}


@pytest.mark.parametrize("arguments", NOTHING.values(), ids=NOTHING)
def test_no_rows(archive, arguments):
    for form, empty in {"text": "", "json": "[]\n", "jsonl": "", "csv": ""}.items():
        result = archive(*arguments, "--format", form)
        assert result.stdout == empty
        assert len(result.stderr.splitlines()) == 1


def test_nothing_to_compare_is_said(edited):
    same = edited("diff", edited.url, "1", "1")
    assert same.stderr == "No difference.\n"
    assert json.loads(edited("diff", edited.url, "1", "1", "--format", "json").stdout) == []


def test_log_of_one_article_and_so_many(site, page, ferry, edited):
    site.pages["/other"] = page("Another ferry", *ferry)
    edited("add", "--kind", "page", f"{site.url}/other")
    edited("run")
    site.pages["/other"] = page("Another ferry", *ferry[1:])
    site.pages["/ferry"] = page("The island's ferry", *ferry[1:])
    edited("run")
    assert [row["kind"] for row in edited.printed("log", edited.url)] == ["dropped", "answer edited"]
    assert len(edited.printed("log")) == 3
    newest = edited.printed("log", "--limit", "2")
    assert newest == edited.printed("log")[:2]
    assert {row["version"] for row in newest} == {2, 3}


def test_status(edited):
    state = edited.printed("status")
    assert {"archive", "last_run", "sources", "trouble"} <= set(state)
    counts = ("articles", "captures", "versions", "questions", "changes", "unread_captures")
    assert [state["archive"][name] for name in counts] == [1, 2, 2, 4, 1, 0]
    assert state["last_run"]["results"] == {"ok": 1}
    text = edited("status").stdout
    assert text.startswith("1 article from 0 sources: 2 captures, 2 versions, 4 questions, 1 change, 0 ev")
    assert state["warnings"] == []


def test_status_before_the_first_run(archive):
    assert "no run yet" in archive("status").stdout


def test_doctor(edited):
    text = edited("doctor").stdout
    for words in (
        f"harvester     {__version__}",
        "SQLite        ",
        "libraries     requests ",
        "archive       harvester.db, ",
    ):
        assert words in text
    assert "DAMAGED" not in text


def test_doctor_without_an_archive(harvester):
    text = harvester("doctor").stdout
    assert "none at harvester.db; 'harvester init' makes one" in text


def test_doctor_finds_damage(edited):
    path = edited.folder / "harvester.db"
    body = bytearray(path.read_bytes())
    for at in range(3, len(body) // 4096):  # a page in four is overwritten; the first ones hold the schema
        if at % 4 == 0:
            body[at * 4096 : at * 4096 + 100] = b"\xa5" * 100
    path.write_bytes(bytes(body))
    damaged = edited("doctor", code=5)
    assert damaged.stderr.startswith("harvester: harvester.db: ")
    assert "restore" in damaged.stderr
