"""Programs of others read what is exported: `wacz validate`, pywb, and ReplayWeb.page in a real browser.

They need packages that would change ours, or are for tests only. `make judges` installs them where they
disturb nothing; without them these tests are skipped with the reason.
"""

import json
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

import kept_web
import pytest
from kept_web import LEAK, LOW, SITE

sys.path.append(str(Path(__file__).parent))  # for replay_site, which is no test

from replay_site import serving

from harvester.archive.connection import open_readonly, select
from harvester.export.wacz import Package, to_wacz
from harvester.export.warc_files import WarcExport, to_warc
from harvester.export.webarchive import WarcOptions

pytestmark = pytest.mark.xdist_group("browser")

HERE = Path(__file__).parent
VENV = HERE.parents[1] / ".venv"


def place(name):
    """Where `make judges` puts something: in the environment beside the checkout, or in that of the tests."""
    return next((each / name for each in (VENV, Path(sys.prefix)) if (each / name).is_dir()), VENV / name)


JUDGES, REPLAY = place("judges"), place("npm/replaywebpage")
"""The second is ReplayWeb.page (Webrecorder, AGPL-3.0), which is used here only and shipped nowhere."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


def judge(name):
    """The path of a program that `make judges` installs."""
    path = JUDGES / "bin" / name
    if not path.exists():
        pytest.skip(f"no {name}; make judges installs it")
    return str(path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("judged") / "kept.db"
    kept_web.make(path)
    return path


@pytest.fixture(scope="module")
def conn(kept):
    with closing(open_readonly(kept)) as opened:
        yield opened


@pytest.fixture(scope="module")
def packed(kept, conn):
    path = kept.with_name("kept.wacz")
    to_wacz(path, Package(conn, WarcOptions(with_not_modified=False)), lambda _: None)
    return path


def test_wacz_validate(packed):
    command = [judge("wacz"), "validate", "-f", str(packed)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert found.returncode == 0, found.stdout + found.stderr


# The captures that a reader can show, with the digest of what it must show.
_SHOWN = """
    SELECT url.url, capture.captured_at, lower(hex(payload.digest)) AS digest, status
    FROM capture JOIN url ON url.id = url_id JOIN payload ON payload.id = payload_id
    WHERE payload.coding <> 'removed' AND status = 200"""


def test_pywb_replays_each_capture(kept, conn, tmp_path):
    manager, python = judge("wb-manager"), judge("python")
    warc = kept.with_name("kept.warc.gz")
    to_warc(warc, WarcExport(conn, WarcOptions()), lambda _: None)
    for command in (["init", "c"], ["add", "c", str(warc)]):
        subprocess.run([manager, *command], cwd=tmp_path, check=True, capture_output=True, env={})
    wanted = {}
    for url, at, digest, status in select(conn, _SHOWN):
        moment = datetime.fromisoformat(at).replace(microsecond=0)
        date = format_datetime(moment, usegmt=True)
        wanted[f"/c/{moment:%Y%m%d%H%M%S}id_/{url}"] = [status, digest, date]
    command = [python, str(HERE / "ask_pywb.py")]
    asked = json.dumps([*wanted])
    found = subprocess.run(
        command, cwd=tmp_path, input=asked, capture_output=True, text=True, check=True, env={}
    )
    assert json.loads(found.stdout.splitlines()[-1]) == wanted
    assert len(wanted) == 10


EDITIONS = {"20310304120001": LOW, "20310304120003": LEAK, "20310304120004": LOW}
"""What the river's page says at its times, the last one from a revisit."""


@pytest.fixture(scope="module")
def tab():
    """A tab of a browser that finds no host but this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser.new_page()
        browser.close()


def test_replayweb_page_shows_each_edition(packed, tab):
    if not (REPLAY / "sw.js").exists():
        pytest.skip("no ReplayWeb.page; make judges installs it")
    files = {"/": REPLAY / "index.html", "/ui.js": REPLAY / "ui.js", "/sw.js": REPLAY / "sw.js"}
    with serving(files | {"/kept.wacz": packed}) as home:
        for stamp, (question, answer) in EDITIONS.items():
            shown = replayed(tab, f"{home}/?source={home}/kept.wacz#view=pages&url={SITE}/river", stamp)
            assert question in shown
            assert answer in shown


def replayed(tab, address, stamp):
    """The text of the page that the reader shows for that time."""

    def is_replay(frame):
        return f"/{stamp}mp_/" in frame.url and frame.url.endswith("/river")

    tab.goto("about:blank")
    with tab.expect_event("framenavigated", is_replay, timeout=60_000) as told:
        tab.goto(f"{address}&ts={stamp}")
    told.value.wait_for_selector("h2", timeout=60_000)
    return told.value.inner_text("body")
