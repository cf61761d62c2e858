"""Real pages and a page's real history, harvested over loopback: a version only where the text changed."""

import gzip
import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from loopback import LOOPBACK

from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.bounds import Bounds
from harvester.harvest.report import summed
from harvester.harvest.run import harvest
from harvester.text import content_key

SHARED = Path(__file__).parents[3] / "shared"
PAGES = 20

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages stand beside the checkout only")


def harvested(path, *urls):
    """Harvest the URLs once more; return the run's report."""
    sources = tuple(SourceSettings(url, kind="page") for url in urls)
    settings = Settings(path, delay_s=0.0, allow_net=LOOPBACK, sources=sources, is_declared=True)
    with closing(open_archive(path, create=True)) as db:
        return summed(harvest(db, settings, bounds=Bounds(is_due=False)))


def history(name):
    """The captures of a page's history, (file's name, body), in order."""
    with tarfile.open(SHARED / "series" / f"{name}.tar.xz") as archive:
        members = (each for each in archive if each.name.endswith((".html", ".md")))
        return [
            (each.name, archive.extractfile(each).read())
            for each in sorted(members, key=lambda each: each.name)
        ]


def words(body):
    """The words of a page as BeautifulSoup reads them, white space left out: our own walk must agree."""
    return content_key(BeautifulSoup(body, "lxml").get_text(" ")).replace(" ", "")


def test_pages_harvested_twice_have_one_version(site, tmp_path):
    folders = sorted((SHARED / "corpus" / "news").glob("*/gold.json"))[:PAGES]
    with_pairs = sum(bool(json.loads(path.read_text("utf-8"))["pairs"]) for path in folders)
    for folder in folders:
        site.pages[f"/{folder.parent.name}"] = gzip.decompress((folder.parent / "page.html.gz").read_bytes())
    urls = [f"{site.url}/{folder.parent.name}" for folder in folders]
    first = harvested(tmp_path / "a.db", *urls)
    again = harvested(tmp_path / "a.db", *urls)
    assert (first.results, first.first_versions) == ({"ok": PAGES}, PAGES)
    assert (again.results, again.new_versions, again.changes) == ({"ok": PAGES}, 0, {})
    assert with_pairs > PAGES / 4


def test_a_history_has_a_version_for_each_change_of_text(site, tmp_path):
    bodies = [body for _, body in history("jhu-nyt-qa")]
    changed = [n for n, body in enumerate(bodies) if n == 0 or words(body) != words(bodies[n - 1])]
    opened = []
    for n, body in enumerate(bodies):
        site.pages["/qa"] = body
        report = harvested(tmp_path / "a.db", f"{site.url}/qa")
        if report.first_versions + report.new_versions:
            opened.append(n)
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        stood = [state for (state,) in conn.execute("SELECT state FROM standing ORDER BY at")]
    echoes = [n for n in changed if stood[n] == "echo"]  # one event tells what is shown in turn
    assert sorted(opened + echoes) == changed
    assert len(echoes) == 1
