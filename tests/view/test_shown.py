"""The verbs that look at an archive: events beside the questions, the bytes as they came, a quick start."""

import hashlib
import json
import subprocess
import sys
from functools import partial

import pytest

from harvester.archive.connection import select

SITE = "https://tarvel.example"
MOVED = "moved\r\n\x00\x1b[31mÿ"


@pytest.fixture
def look(harvester, path):
    """The program, asked about the archive in which much happened."""
    return lambda *arguments, **how: harvester(*arguments, "--archive", path, **how)


# What it shows: (arguments, words of the output).
SHOWN = {
    "gone, in the list": (["list"], ["last captured 2026-11-24 18:00: gone; gone since 2026-11-23 18:00"]),
    "ended, in the list": (["list"], [f"{SITE}/lock\n", "0 versions; not captured yet; ended"]),
    "gone": (["show", f"{SITE}/mill"], ["gone since 2026-11-23 18:00. The page is gone; version 1 is kept."]),
    "moved": (
        ["show", f"{SITE}/pier"],
        [f"{SITE}/quay\nmoved since 2026-11-23 17:00. The page moved from {SITE}/pier to {SITE}/quay."],
    ),
    "structured data that has other words": (
        ["show", f"{SITE}/pier"],
        ["has melted.\n\n[The structured data of the page says “autumn” where the page shows “spring”.]\n"],
    ),
    "an earlier version, without today's events": (
        ["show", f"{SITE}/river", "--version", "2"],
        ["seen 2026-11-23 13:00 to 2026-11-23 15:00 UTC\n" + f"{SITE}/river\n\n1. "],
    ),
    "what happened": (
        ["log"],
        [
            "A wall hid the page: bot wall; until 2026-11-23 15:00",
            "The page shows version 1 again",
            "The page is gone; version 1 is kept",
            "Ada ended it: asked by the owner",
            "v2  answer edited",
        ],
    ),
    "status": (
        ["status"],
        [
            "4 articles (1 ended) from 1 source: 10 captures, 5 versions,",
            "6 ok, 2 gone, 1 not modified, 1 walled",
            f"{SITE}/mill  since 2026-11-23 18:00: The server answered 404; version 1 is kept",
            f"article  {SITE}/lock  ended since 2026-11-24 19:00 by Ada: asked by the owner",
        ],
    ),
}


@pytest.mark.parametrize(("arguments", "words"), SHOWN.values(), ids=SHOWN)
def test_what_happened_is_told(look, arguments, words):
    text = look(*arguments).stdout
    for each in words:
        assert each in text


def test_the_log_has_one_form_for_all_that_happened(look):
    rows = [json.loads(line) for line in look("log", "--format", "jsonl").stdout.splitlines()]
    assert {row["record"] for row in rows} == {"change", "event", "decision"}
    assert len({tuple(row) for row in rows}) == 1
    assert all(row["kind"] and row["url"] for row in rows)


def test_raw_gives_the_bytes_and_nothing_else(look, reader):
    [(key, digest)] = select(
        reader, "SELECT key, payload_digest FROM capture_list WHERE outcome = 'redirected'"
    )
    shown = look("show", "--raw", key)
    assert (shown.stdout_bytes, shown.stderr) == (MOVED.encode(), "")
    assert hashlib.sha256(shown.stdout_bytes).hexdigest() == digest


@pytest.mark.parametrize("arguments", [["show"], ["show", "--raw", "ffffffff"], ["show", f"{SITE}/nowhere"]])
def test_what_is_not_there_is_a_sentence(look, arguments):
    refused = look(*arguments, code=2)
    assert refused.stdout == ""
    assert refused.stderr


HEAVY = ("sqlite_utils", "requests", "bs4", "zstandard", "selectolax", "w3lib")
READERS = ("list", "show", "log", "status", "diff")


@pytest.mark.parametrize("verb", READERS)
def test_verbs_that_only_read_load_nothing_heavy(verb):
    code = f"import sys, harvester.cli.{verb}; print([name for name in {HEAVY} if name in sys.modules])"
    run = partial(subprocess.run, capture_output=True, text=True, check=True)
    assert run([sys.executable, "-c", code]).stdout == "[]\n"
