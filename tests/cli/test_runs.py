"""The runs of an archive: what each did, how it ended, and what its captures came to."""

import json

import pytest

WALL = """\
<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
<p>Enable JavaScript and cookies to continue</p></body></html>"""


@pytest.fixture
def mixed(site, page, ferry, archive):
    """Three articles: one is a version, one is gone, one became a wall in the second run."""
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    site.pages["/pier"] = page("The pier", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry", f"{site.url}/pier", f"{site.url}/nowhere")
    archive("run", code=1)
    site.pages["/pier"] = (403, {}, WALL)
    archive("run", code=1)
    return archive


def test_the_runs_newest_first(mixed):
    newest, first = mixed.printed("runs")
    assert [row["command"] for row in (newest, first)] == ["run", "run"]
    assert [row["exit"] for row in (newest, first)] == ["1", "1"]
    assert newest["results"] == {"gone": 1, "ok": 1, "walled": 1}
    assert first["results"] == {"gone": 1, "ok": 2}
    assert newest["seconds"] >= 0
    assert len(mixed.printed("runs", "--limit", "1")) == 1
    lines = mixed("runs").stdout.splitlines()
    assert lines[0].split()[0] == str(newest["id"])
    assert "exit 1  run: 3 captures: 1 gone, 1 ok, 1 walled" in lines[0]


def test_the_captures_of_a_run_by_what_they_came_to(site, mixed):
    newest = mixed.printed("runs")[0]
    [run] = mixed.printed("runs", "show", newest["id"])
    assert {
        row["url"].removeprefix(site.url): row["result"]
        for row in run["captures"]
        if row["role"] == "article"
    } == {
        "/ferry": "ok",
        "/pier": "walled",
        "/nowhere": "gone",
    }
    assert sum(run["results"].values()) == 3
    text = mixed("runs", "show", newest["id"]).stdout
    assert text.startswith(f"run {newest['id']}  ")
    assert "article, walled: 1\n" in text
    assert f"  {site.url}/pier" in text
    assert mixed("runs", "show", newest["key"]).stdout == text


def test_what_was_accepted_since_is_a_version_now(site, page, ferry, archive):
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry")
    archive("run")
    site.pages["/ferry"] = page("The island's ferry")
    archive("run", code=1)
    number = archive.printed("runs")[0]["id"]
    assert archive.printed("runs", "show", number)[0]["results"] == {"suspect": 1}
    archive("accept", f"{site.url}/ferry")
    assert archive.printed("runs", "show", number)[0]["results"] == {"ok": 1}
    assert next(row for row in archive.printed("runs") if row["id"] == number)["results"] == {"suspect": 1}


def test_before_the_first_run(archive):
    assert archive("runs").stderr == "There are no runs yet; 'harvester run' does one.\n"
    assert json.loads(archive("runs", "--format", "json").stdout) == []
    assert "names no run of this archive" in archive("runs", "show", "7", code=2).stderr
