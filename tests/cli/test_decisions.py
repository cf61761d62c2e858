"""Decisions, takedowns and imports on the command line: a sentence for what came of it, and the exit code."""

import os
import pty
import sqlite3
from contextlib import closing

import pytest

from harvester.errors import ExitCode

URL = "https://norra.example/pier"
AT = "2019-05-04T10:00:00Z"
LATER = "2019-05-06T10:00:00Z"
PAIRS = [
    ("What happens to the pier?", "The town repairs it until the end of May, and pays for it itself."),
    ("Who may still use it?", "Fishers with a permit may use it on weekdays until the end of June."),
    ("Where do the boats land?", "They land at the old customs house, ten minutes from the town."),
]


@pytest.fixture
def kept(harvester, page):
    """The program in a folder with an archive of two saved editions of a page; ``a.html`` is the first."""
    for name, number, at in (("a", 3, AT), ("b", 2, LATER)):
        (harvester.folder / f"{name}.html").write_text(page("The pier", *PAIRS[:number]))
        harvester("import", f"{name}.html", "--url", URL, "--at", at)

    def rows(sql):
        with closing(sqlite3.connect(harvester.folder / "harvester.db")) as conn:
            return conn.execute(sql).fetchall()

    harvester.rows = rows
    return harvester


def test_an_import_says_what_it_added(harvester, page):
    (harvester.folder / "a.html").write_text(page("The pier", *PAIRS))
    called = ("import", "a.html", "--url", URL, "--at", AT)
    assert harvester(*called).stdout == "1 capture added; 1 article brought up to date\n"
    assert harvester(*called).stdout == "0 captures added, 1 already known; 0 articles brought up to date\n"


def test_a_list_keeps_what_is_good(harvester, page):
    (harvester.folder / "pages").mkdir()
    (harvester.folder / "pages" / "a.html").write_text(page("The pier", *PAIRS))
    (harvester.folder / "pages" / "list.csv").write_text(
        f"url,file,captured_at\n{URL},a.html,{AT}\n{URL},none.html,{AT}\n{URL},a.html,2019-05-04\n"
    )
    came = harvester("import", "--list", "pages/list.csv", code=ExitCode.BAD_INPUT)
    assert came.stdout == "1 capture added, 2 refused; 1 article brought up to date\n"
    missing, zone = came.stderr.splitlines()
    assert missing.startswith("refused   list.csv, line 3: pages/none.html cannot be read")
    assert zone.startswith("refused   list.csv, line 4: The time '2019-05-04' has no zone")


BAD_IMPORTS = {
    "a time without a zone": (
        ["a.html", "--url", URL, "--at", "2019-05-04T10:00"],
        ExitCode.BAD_INPUT,
        "zone",
    ),
    "no file": (["none.html", "--url", URL, "--at", AT], ExitCode.BAD_INPUT, "cannot be read"),
    "no list": (["--list", "none.csv"], ExitCode.BAD_INPUT, "cannot be read"),
    "a page as a list": (["--list", "a.html"], ExitCode.BAD_INPUT, "no column 'file'"),
    "a bad URL": (["a.html", "--url", "norra", "--at", AT], ExitCode.BAD_INPUT, "Only http"),
    "a picture": (["p.jpg", "--url", URL, "--at", AT], ExitCode.BAD_INPUT, "unreadable"),
    "nothing": ([], ExitCode.USAGE, "--list"),
    "no time": (["a.html", "--url", URL], ExitCode.USAGE, "--at"),
    "both": (["a.html", "--list", "list.csv"], ExitCode.USAGE, "not both"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), BAD_IMPORTS.values(), ids=BAD_IMPORTS)
def test_a_bad_import_is_one_sentence(kept, arguments, code, words):
    (kept.folder / "p.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 9)
    came = kept("import", *arguments, code=code)
    assert words in came.stderr.splitlines()[-1]
    assert kept("reject", URL).stdout.endswith("1 version removed; version 1 is current now\n")


def test_reject_and_accept(kept):
    assert kept("reject", URL, "--why", "a draft").stdout.splitlines() == [
        "1 capture rejected",
        f"{URL}: 1 version removed; version 1 is current now",
    ]
    refused = kept("accept", URL, code=ExitCode.USAGE)
    assert (
        refused.stderr == f"harvester: {URL}: has no suspect or waiting captures. To accept what was"
        " rejected, name the capture by its key, which 'harvester log' shows.\n"
    )


def test_status_says_that_somebody_rejected_what_a_page_shows(kept):
    kept("add", URL, "--kind", "page")
    kept("reject", URL)
    told = kept("status").stdout
    assert "rejected: 1 article of which somebody rejected what the page shows\n" in told
    assert "article_failing" not in told


def test_a_capture_by_its_key(kept):
    [(key,)] = kept.rows("SELECT lower(hex(key)) FROM capture WHERE id = 2")
    for name in (key, key[:8], key[:12].upper(), "2"):
        assert kept("reject", name).stdout.splitlines()[0] == "1 capture rejected"


UNKNOWN = {
    "an article": (["reject", "https://norra.example/weir"], "names no article"),
    "a capture": (["accept", "0123456789abcdef"], "names no article or capture"),
    "a word": (["takedown", "pier", "--why", "x"], "names no article or capture"),
    "a source": (["pause", "https://norra.example/feed.xml"], "names no article or source"),
    "a URL to join": (["join", URL, "https://norra.example/weir"], "names no article"),
    "a URL to part": (["part", "https://norra.example/weir"], "names no article"),
    "a run": (["retime", "77", "--by", "1d"], "names no run"),
    "a run by a word": (["retime", "last", "--by", "1d"], "names no run"),
    "what nobody follows": (["pause", URL], "its state is 'kept'"),
}


@pytest.mark.parametrize(("arguments", "words"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_one_sentence(kept, arguments, words):
    refused = kept(*arguments, code=ExitCode.USAGE)
    [line] = refused.stderr.splitlines()
    assert line.startswith("harvester: ")
    assert words in line
    assert kept.rows("SELECT count(*) FROM decision") == [(0,)]


def test_following(harvester):
    harvester("add", URL)
    for verb, after in (("pause", "is paused"), ("pause", "is already paused"), ("resume", "is followed")):
        assert harvester(verb, URL).stdout == f"{URL} {after}\n"
    assert harvester("end", URL, "--why", "it is done").stdout == f"{URL} is ended\n"
    assert "'harvester add'" in harvester("resume", URL, code=ExitCode.USAGE).stderr


def test_join_and_part(kept):
    other = "https://norra.example/harbour/pier"
    kept("import", "a.html", "--url", other, "--at", "2019-05-01T10:00:00Z")
    assert kept("join", URL, other).stdout.splitlines()[0] == "The URLs are one article now"
    assert kept("part", other).stdout.splitlines()[0] == "2 articles brought up to date"


SHIFTS = {
    "back": ("-3d", "3 d earlier"),
    "ahead": ("+2h30m", "2 h 30 min later"),
    "without a sign": ("90s", "1 min 30 s later"),
    "taken back": ("0s", "as its clock said"),
}


@pytest.mark.parametrize(("by", "shown"), SHIFTS.values(), ids=SHIFTS)
def test_retime(kept, by, shown):
    assert kept("retime", "1", "--by", by).stdout.splitlines()[0] == f"1 capture of run 1 set {shown}"
    assert " set the times of run " in kept("log", "--limit", "1").stdout
    assert kept("log", "--limit", "1").stdout.endswith(f" {shown}\n")


@pytest.mark.parametrize("by", ["", "3", "d", "-", "3 days", "3d-", "1e9d", "--3d"])
def test_no_duration(kept, by):
    assert "is not a duration" in kept("retime", "1", f"--by={by}", code=ExitCode.USAGE).stderr


CONFIRMED = {
    "no": (["n"], [], "Nothing was removed.", True),
    "an empty line": ([""], [], "Nothing was removed.", True),
    "yes": (["y"], [], "2 payloads removed from 2 captures", False),
    "not asked": ([], ["--yes"], "2 payloads removed from 2 captures", False),
}


@pytest.mark.parametrize(("typed", "options", "said", "is_left"), CONFIRMED.values(), ids=CONFIRMED)
def test_a_takedown_asks_on_a_terminal(kept, process, typed, options, said, is_left):
    keyboard, terminal = pty.openpty()
    try:
        removing = process("takedown", URL, "--why", "the court", *options, stdin=terminal, cwd=kept.folder)
        os.write(keyboard, "".join(f"{each}\n" for each in typed).encode())
        out, err = removing.communicate()
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert removing.returncode == ExitCode.DONE
    assert out.splitlines()[0] == said
    assert ("Remove them?" in err) is bool(typed)
    assert (b"customs house" in (kept.folder / "harvester.db").read_bytes()) is is_left


def test_takedown(kept):
    raw = (kept.folder / "harvester.db").read_bytes()
    assert b"customs house" in raw
    came = kept("takedown", URL, "--why", "the court says so")
    assert came.stdout.splitlines() == [
        "2 payloads removed from 2 captures",
        f"{URL}: 2 versions removed; it has no version now",
    ]
    assert [line.partition("  ")[2] for line in came.stderr.splitlines()] == [URL, URL]
    assert b"customs house" not in (kept.folder / "harvester.db").read_bytes()
    again = kept("import", "a.html", "--url", URL, "--at", "2019-05-09T10:00:00Z", code=ExitCode.BAD_INPUT)
    assert "A takedown removed" in again.stderr
    assert "no bytes that could be removed" in kept("takedown", URL, "--why", "x", code=ExitCode.USAGE).stderr
    assert "--why" in kept("takedown", URL, code=ExitCode.USAGE).stderr


def test_a_run_has_no_failure_where_a_page_stays_that_was_taken_down(followed):
    followed("takedown", followed.url, "--why", "the court", "--yes")
    came = followed("run", "--all")
    assert "failed" not in came.stdout + came.stderr
    assert followed("show", followed.url, code=ExitCode.USAGE).stderr.endswith(
        "has no version. 'harvester log' says what happened to it.\n"
    )
