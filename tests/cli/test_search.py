"""``harvester search`` as a person calls it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from tarvel import SITE, make

from harvester.cli import cli


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "tarvel.db"
    make(path)

    def call(*arguments):
        return CliRunner().invoke(cli, ["search", "--archive", str(path), *arguments])

    return call


def test_a_hit_says_where_and_when_the_text_stood(search):
    found = search("leaks")
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "Why is the water of the river so low?",
        "    The dam [leaks] 35 % of it, says the office, and nobody has mended it since June.",
        f"    {SITE}/river  v2, 2026-11-23 13:00 to 2026-11-23 16:00",
    ]
    assert search("rain").stdout.splitlines()[-1].endswith("16:00") is False


# What it shows: (what the shell hands over, whether "leaks" is found, whose accents do not count).
TYPED = {
    "UTF-8": ("léaks", True),
    "UTF-8 in the POSIX locale": ("l\udcc3\udca9aks", True),
    "Latin-1": ("l\udce9aks", False),
}


@pytest.mark.parametrize(("typed", "is_found"), TYPED.values(), ids=TYPED)
def test_words_are_found_in_each_locale(search, typed, is_found):
    found = search(typed)
    assert (found.exit_code, "[leaks]" in found.stdout) == (0, is_found)


def test_rows_for_programs(search):
    [row] = json.loads(search("leaks", "--format", "json").stdout)
    assert row["stood"] == [
        {
            "first_version": 2,
            "last_version": 2,
            "began_at": "2026-11-23T13:00:00.000Z",
            "ended_at": "2026-11-23T16:00:00.000Z",
        }
    ]
    assert (row["language"], row["is_current"]) == ("en", False)
    [same] = csv.DictReader(io.StringIO(search("leaks", "--format", "csv").stdout))
    assert same["question_id"] == row["question_id"]


SAID = {
    "nothing": (("volcano",), 0, "Nothing was found. All words must be there"),
    "nothing shown now": (("leaks", "--current"), 0, "Nothing was found with these options."),
    "more": (("dam", "--limit", "2"), 0, "There are more; --offset 2 shows the next ones."),
    "no word": (("?",), 2, "has no word to look for"),
    "a short beginning": (("d*",), 2, "too short a beginning"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), SAID.values(), ids=SAID)
def test_what_is_said(search, arguments, code, words):
    found = search(*arguments)
    assert (found.exit_code, words in found.stderr) == (code, True), found.output


def test_excluded_words_stand_in_quotes(search):
    assert "leaks" not in search("dam -leaks").stdout
    assert search("dam -leaks").stdout.count(SITE) == 5
