"""``harvester backfill`` as a newcomer calls it, with archives on loopback."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "harvest"))  # kept_pages

from kept_pages import THINGS, edition
from stand_in import archives

PIER = "https://norra.example/pier"


@pytest.fixture
def stand_in(harvester):
    with archives() as stand_in:
        for year in (2015, 2016, 2017):
            stand_in.add(f"{year}0101120000", PIER, edition(THINGS[: year - 2010], year))
        settings = f'[archives]\nwayback = "{stand_in.url}/"\n\n[fetch]\ndelay = 0\n'
        (harvester.folder / "harvester.toml").write_text(settings)
        yield stand_in


def test_ten_years_on_the_first_day(harvester, stand_in):
    said = harvester("backfill", PIER, "--origin", "wayback", "--dry-run").stdout
    assert re.search(r"3 captures wanted.*\n3 captures to be asked for: \d s at least, about \d KB\n", said)
    said = harvester("backfill", PIER, "--origin", "wayback").stdout.splitlines()
    assert said == [
        "the Wayback Machine: 3 captures wanted; 3 kept",
        "3 captures added; 1 article brought up to date",
    ]
    assert harvester("log", PIER).stdout.count("\n") > 2
    said = harvester("show", PIER).stdout
    assert "ferry" in said
    said = harvester("backfill", PIER, "--origin", "wayback").stdout.splitlines()
    assert said[-1] == "0 captures added; 0 articles brought up to date"
    assert len(stand_in.paths("/cdx")) == 1
    assert "no damage found" in harvester("verify").stderr


@pytest.mark.usefixtures("stand_in")
def test_what_is_left_is_said(harvester):
    said = harvester("backfill", PIER, "--origin", "wayback", "--limit", "1", code=1).stdout
    assert "2 captures to be asked for: " in said
    assert "1 capture added" in said
    said = harvester(
        "backfill", PIER, "--origin", "wayback", "--since", "2016-01-01", "--until", "2016-12-31"
    ).stdout
    assert "1 capture wanted; 1 kept" in said


def test_what_is_refused_is_said(harvester, stand_in):
    error = {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: \x1b[31mBlocked"}
    stand_in.odd["/cdx"] = [(403, error, b"")]
    came = harvester("backfill", PIER, "--origin", "wayback", code=7)
    assert came.stderr.startswith("refused   ")
    assert "\x1b" not in came.stderr


WRONG = {
    "an origin that is none": (("--origin", "elsewhere"), "names no archive"),
    "no origin": ((), "Missing option"),
    "no address": (("--origin", "wayback", "no-such-article"), "neither an article"),
    "a day without captures": (("--origin", "wayback", "--per-day", "0"), "0 is not in the range"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_before_anything_is_asked(harvester, stand_in, arguments, said):
    assert said in harvester("backfill", PIER, *arguments, code=2).stderr
    assert stand_in.asked == []


def test_an_archive_by_its_timemap(harvester, stand_in):
    said = harvester(
        "backfill", PIER, "--origin", f"{stand_in.url}/timemap/link/", "--limit", "1", code=1
    ).stdout
    assert "3 captures wanted; 1 kept" in said


def test_new_versions_are_saved_elsewhere(harvester, stand_in, site, monkeypatch):
    monkeypatch.setenv("WAYBACK_KEYS", "access:secret")
    path = harvester.folder / "harvester.toml"
    path.write_text(path.read_text().replace("\n\n", '\nwayback_keys = { env = "WAYBACK_KEYS" }\n\n', 1))
    site.pages["/pier"] = edition(THINGS[:4])
    harvester("init")
    harvester("add", f"{site.url}/pier")
    site.pages["/pier"] = edition(THINGS[:4], 2032)
    stand_in.odd["/save/"] = [(200, {}, b'{"status": "error", "message": "It is busy."}')]
    came = harvester("run", "--save-to", "wayback")
    assert f"unsaved   {site.url}/pier  It is busy." in came.stderr
    assert "1 new version" in came.stdout
    monkeypatch.delenv("WAYBACK_KEYS")
    assert "the environment has no WAYBACK_KEYS" in harvester("run", "--save-to", "wayback", code=2).stderr
