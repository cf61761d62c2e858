"""The demo: the main job on a press site of its own, in a folder that is its own."""

import re
from pathlib import Path

import pytest

from harvester.errors import ExitCode


@pytest.fixture
def shown(harvester):
    return harvester("demo")


def test_the_demo_shows_every_kind_of_change_and_refusal(shown):
    kinds = set(re.findall(r"^\S+ \S+  v\d+  (\w+(?: edited)?)", shown.stdout, re.MULTILINE))
    assert kinds >= {"asked", "dropped", "restored", "reworded", "answer edited", "title edited", "moved"}
    assert set(re.findall(r"^failed    \S+  (\w+): ", shown.stderr, re.MULTILINE)) == {
        "gone",
        "bot_wall",
        "robots_refused",
    }
    assert shown.stdout.count("== The site's edition") == 3


def test_what_the_demo_tells_to_try_works(shown, harvester):
    told = re.findall(r"^  harvester (.+)$", shown.stdout, re.MULTILINE)
    assert [line.split()[0] for line in told] == ["list", "status", "diff", "show"]
    for line in told:
        assert harvester(*line.split()).stdout


def test_the_demo_begins_anew_each_time(shown, harvester):
    first, again = (
        re.sub(r":\d+|\b[0-9a-f]{16}\b", "", each.stdout).partition("== What changed")[2].splitlines()
        for each in (shown, harvester("demo"))
    )
    assert sorted(again) == sorted(first)  # which of two articles is captured first is the threads' affair


def test_the_demo_leaves_other_archives_alone(archive, harvester):
    before = Path("harvester.db").read_bytes()
    refused = harvester("demo", ".", code=ExitCode.USAGE)
    assert "was not made by the demo" in refused.stderr
    assert Path("harvester.db").read_bytes() == before
    assert archive.settings.read_text().startswith("contact")


def test_the_demo_leaves_other_settings_alone(harvester):
    Path("mine").mkdir()
    Path("mine/harvester.toml").write_text('archive = "elsewhere.db"')
    harvester("demo", "mine", code=ExitCode.USAGE)
    assert Path("mine/harvester.toml").read_text() == 'archive = "elsewhere.db"'
    assert not Path("mine/harvester.db").exists()


def test_no_folder_for_the_demo(harvester):
    Path("file").write_text("")
    assert "file: cannot be made" in harvester("demo", "file", code=ExitCode.USAGE).stderr
