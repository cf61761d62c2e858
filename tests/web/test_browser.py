"""The pages in a real browser: nothing runs, nothing is asked of other hosts, everybody can read them.

Without Chromium and axe-core these tests are skipped with the reason, but where CI=true they fail.
"""

import os
import re
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from addresses import addresses
from chromium import chromium_path, missing

from harvester.archive.connection import open_readonly
from harvester.export.site.writing import SiteDescription, to_folder
from harvester.view.selection import Selection

pytestmark = pytest.mark.xdist_group("browser")

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".venv" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
"""Where `make test` puts axe-core (Deque, MPL-2.0), which is used here only and shipped nowhere."""

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {"light": (1280, "light"), "phone in the dark": (360, "dark")}
HOSTILE_PAGES = 40
NO_PAGE = re.compile(
    r"\.(atom|csv|json|svg|bib|ris)\b|/body$|/answer/"
    "|^/(data|favicon|timegate|timemap|web)"
)
"""Addresses of files to save and of plain texts."""

NARROW = 320
"""Pixels: what WCAG 2.2, 1.4.10 asks a page to fit into."""


@pytest.fixture(scope="module")
def chromium():
    """A browser; its event loop ends with the module, for other tests have loops of their own."""
    found = chromium_path()
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving(archives):
    """A function that gives the address at which `harvester serve` shows the archive of that name."""
    with ExitStack() as stack:
        known = {}

        def address(name):
            if name not in known:
                known[name] = stack.enter_context(Serving(archives(name))).address
            return known[name]

        yield address


class Serving:
    """The program itself, as a user starts it."""

    def __init__(self, archive):
        command = [sys.executable, "-m", "harvester", "serve", "--archive", str(archive), "--port", "0"]
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = os.environ | {"PYTHONPATH": paths}
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        told = self._process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert found, told + self._process.stderr.read()
        self.address = found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.communicate(timeout=60)


class Watched:
    """A tab whose every complaint is written down."""

    def __init__(self, browser, home, width=1280, scheme="light", **context):
        self._context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **context
        )
        self.page = self._context.new_page()
        self.home = home
        self.complaints = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.complaints.append("a dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self._asked(request.url))

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, url):
        if not url.startswith((self.home, "data:image/svg")):
            self.complaints.append(f"asked for {url}")

    def goto(self, path):
        return self.page.goto(self.home + path, wait_until="load")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._context.close()


def shown(archive):
    """The addresses of all kinds of pages; files to save and plain texts are none."""
    return [address for pattern, address in addresses(archive).items() if not NO_PAGE.search(address)]


@pytest.mark.parametrize("name", ["few", "scripts", "many", "huge"])
def test_no_page_is_wider_than_a_phone(chromium, serving, archives, name):
    with Watched(chromium, serving(name), NARROW) as tab:
        for address in shown(archives(name)):
            assert tab.goto(address).status == 200
            assert tab.page.evaluate("document.documentElement.scrollWidth") <= NARROW, address
            drawn = "[...document.images].every(each => each.complete && each.naturalWidth > 0)"
            assert tab.page.evaluate(drawn), address
        assert tab.complaints == []


def violations(page):
    """The rules of axe that a page violates, with the first element that does."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


NAMED = [("few", "light"), ("few", "phone in the dark"), ("scripts", "light"), ("empty", "light")]


@pytest.mark.parametrize(("name", "look"), NAMED)
def test_nothing_hinders_anybody(chromium, serving, archives, name, look):
    if not AXE.is_file():
        missing("axe-core")
    told = []
    with Watched(chromium, serving(name), *LOOKS[look]) as tab:
        for address in shown(archives(name)):
            tab.goto(address)
            told += [(address, *each) for each in violations(tab.page)]
        assert told == []


def test_hostile_text_runs_nothing(chromium, serving):
    with Watched(chromium, serving("hostile")) as tab:
        waiting, known = ["/"], {"/"}
        for _ in range(HOSTILE_PAGES):
            tab.goto(waiting.pop(0))
            addresses_of = "all => all.map(link => link.getAttribute('href'))"
            links = tab.page.eval_on_selector_all("a[href^='/']", addresses_of)
            for link in links:
                path = link.partition("#")[0]
                if path not in known and not re.search(
                    r"\.(atom|csv|json|svg|bib|ris)\b|/body$|/answer/|^/data/", path
                ):
                    known.add(path)
                    waiting.append(path)
        assert len(known) > HOSTILE_PAGES
        assert tab.complaints == []


def test_datasette_runs_its_own_scripts_and_no_others(chromium, serving):
    with Watched(chromium, serving("hostile")) as tab:
        for path in ("", "pair_as_of", "wording?_search=number", "corrections"):
            assert tab.goto(f"/data/harvester/{path}").status == 200
        tab.goto("/data/harvester/wording")
        tab.page.locator("th .dropdown-menu-icon").first.click()
        assert tab.page.locator(".dropdown-menu").first.is_visible()
        assert tab.complaints == []


@pytest.fixture(scope="session")
def site(archives, tmp_path_factory):
    """The folder of the site of an archive."""
    folder = tmp_path_factory.mktemp("site")
    with closing(open_readonly(archives("scripts"))) as conn:
        to_folder(folder, (conn, Selection()), SiteDescription("Tarvel", is_indexed=False), lambda _: None)
    return folder


SEARCHED = {
    "水位": "川の水位",
    "dam": "Nothing was found",
    "السد 53": "من يملك",
    "1931 -السد": "מי הבעלים",
    "193*": "4 questions",
}
"""What a search of the site finds."""


def test_a_site_is_searched_from_a_disk(chromium, site):
    with Watched(chromium, site.as_uri()) as tab:
        for words, found in SEARCHED.items():
            tab.goto("/index.html")
            tab.page.locator("#find").fill(words)
            tab.page.keyboard.press("Enter")
            tab.page.wait_for_selector("#found h2, #found .notice")
            tab.page.wait_for_selector(f"#found :text('{found}')")
        tab.goto("/search.html?q=水位")
        tab.page.locator("#found a").first.click()
        assert "水位" in tab.page.locator("h1").inner_text()
        assert tab.complaints == []
        if AXE.is_file():  # which asks for the styles itself, and may not
            tab.goto("/search.html?q=水")
            tab.page.evaluate(AXE.read_text("utf-8"))
            assert tab.page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"] == []


def test_a_site_without_script_has_its_lists(chromium, site):
    with Watched(chromium, site.as_uri(), java_script_enabled=False) as tab:
        tab.goto("/search.html?q=dam")
        tab.page.locator("#help a").click()
        assert tab.page.locator(".cards li").count() == 4


def test_without_script_everything_is_there(chromium, serving):
    river = "/article/25e9ccdd9aac6179"
    with Watched(chromium, serving("few"), java_script_enabled=False) as tab:
        tab.goto(river)
        assert tab.page.locator(".slide").is_hidden()
        tab.page.locator("input[name=at]").fill("2031-03-05T13:00")
        tab.page.get_by_role("button", name="Show").click()
        assert "Version 2" in tab.page.locator("main").inner_text()
        tab.page.goto(serving("few") + river)
        tab.page.locator("input[name=older]").fill("1")
        tab.page.get_by_role("button", name="Compare").click()
        assert "changes" in tab.page.locator("h2").first.inner_text()


def test_by_keyboard_alone(chromium, serving):
    with Watched(chromium, serving("few")) as tab:
        tab.goto("/article/25e9ccdd9aac6179")
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.textContent") == "Skip to the content"
        tab.page.keyboard.press("Enter")
        assert tab.page.evaluate("document.activeElement.id") == "main"
        slider = tab.page.locator(".slide input")
        slider.focus()
        tab.page.keyboard.press("Home")
        assert slider.get_attribute("aria-valuetext") == "version 1, 2031-03-04 12:00"
        with tab.page.expect_navigation():
            tab.page.keyboard.press("Enter")
        assert tab.page.url.endswith("/at/2031-03-04T12:00:00.000Z")
        assert tab.complaints == []


def test_on_paper(chromium, serving):
    with Watched(chromium, serving("few")) as tab:
        tab.goto("/article/25e9ccdd9aac6179")
        tab.page.emulate_media(media="print")
        assert tab.page.locator(".find").is_hidden()
        assert tab.page.locator(".lanes table").is_visible()
        assert tab.page.pdf(format="A4")[:5] == b"%PDF-"
