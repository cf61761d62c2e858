"""Runs on a site whose articles are written by scripts, with a browser and without one."""

import json
import os
from dataclasses import replace

import pytest
from chromium import chromium_path

from harvester.config.access import SiteAccess
from harvester.harvest.rendering import is_allowed
from harvester.view.politeness import politeness

pytestmark = pytest.mark.xdist_group("browser")

SHELL = (
    "<html lang=en><title>Ferries</title><noscript>You need to enable JavaScript to run this app.</noscript>"
)
APP = """<div id=root></div><script src=/app.js></script>"""
SCRIPT = """fetch("/data.json").then(answer => answer.json()).then(pairs => {
  document.getElementById("root").innerHTML = "<main><h1>Ferries</h1>" + pairs.map(
    ([question, answer]) => "<h2>" + question + "</h2><p>" + answer + "</p>").join("") + "</main>";
});"""
PAIRS = [
    [f"When does ferry {n} leave?", f"Ferry {n} leaves at {n} in the morning, every day."]
    for n in range(4, 9)
]


@pytest.fixture
def shell(desk, site):
    """A source whose article is written by a script."""
    site.pages["/ferries"] = SHELL + APP
    site.pages["/app.js"] = (200, {"Content-Type": "text/javascript"}, SCRIPT)
    site.pages["/data.json"] = (200, {"Content-Type": "application/json"}, json.dumps(PAIRS))
    desk.declare(("/ferries", {"kind": "page", "access": SiteAccess(browser=True)}))
    desk.settings = replace(desk.settings, chromium_sandbox=False)
    return desk


def rendered(desk):
    return desk.column("SELECT outcome FROM rendering ORDER BY capture_id")


def test_what_scripts_write_is_read(shell, site):
    shell.settings = replace(shell.settings, chromium=chromium_path())
    assert int(shell.run().exit_code) == 0
    assert shell.asked == ["/ferries", "/app.js", "/data.json"]
    site.pages["/data.json"] = (200, {}, json.dumps([*PAIRS[:3], [PAIRS[3][0], "It leaves at noon."]]))
    assert int(shell.run().exit_code) == 0
    assert shell.kinds() == ["answer edited", "dropped"]
    assert rendered(shell) == ["ok", "ok"]
    (engine, requests) = shell.all("SELECT engine, requests FROM rendering")[0]
    assert engine.startswith("Chromium ")
    host = site.url.removeprefix("http://")
    assert [host, "asked", 2] in json.loads(requests)
    (counted,) = politeness(shell.db.conn)
    assert (counted["host"], counted["requests"], counted["parts"]) == (host, 4, 4)
    assert shell.column("SELECT is_rendered FROM reading WHERE verdict = 'content'") == [1, 1]
    site.pages["/ferries"] = (403, {}, SHELL + APP)
    shell.run()
    assert len(rendered(shell)) == 2


def test_without_a_browser_the_plain_page_is_read(shell):
    shell.settings = replace(shell.settings, chromium="/nowhere/chromium")
    report = shell.run()
    assert int(report.exit_code) == 1
    assert rendered(shell) == ["no_engine"]
    (detail,) = shell.column("SELECT detail FROM rendering")
    assert detail == "There is no /nowhere/chromium. Install it, or name its path as chromium under [fetch]."
    assert shell.asked == ["/ferries"]
    assert shell.column("SELECT verdict FROM reading") == ["bot_wall"]


@pytest.mark.skipif(os.geteuid() != 0, reason="the sandbox works for others than root")
def test_a_browser_without_sandbox_must_be_wanted(shell):
    shell.settings = replace(shell.settings, chromium_sandbox=True)
    shell.run()
    (detail,) = shell.column("SELECT detail FROM rendering")
    assert "chromium_sandbox = false" in detail


PAGE = "https://news.example/ferries"
# What it shows: (URL, whether the page may ask for it; cdn.example and what is below api.example are named).
ALLOWED = {
    "its own site": ("https://news.example/app.js", True),
    "its own site with www": ("https://www.news.example/app.js", True),
    "its own site by http": ("http://news.example/app.js", False),
    "another port": ("https://news.example:8443/app.js", False),
    "a host below its own": ("https://static.news.example/app.js", False),
    "a named host": ("https://cdn.example/app.js", True),
    "a host below a named one": ("https://a.cdn.example/app.js", False),
    "a host below a pattern": ("https://v1.api.example/data", True),
    "the host of a pattern": ("https://api.example/data", False),
    "a name that only ends so": ("https://evilapi.example/data", False),
}


@pytest.mark.parametrize(("url", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_what_a_page_may_ask(url, allowed):
    assert is_allowed(url, PAGE, ("cdn.example", "*.api.example")) is allowed
