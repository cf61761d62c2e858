"""The static site: every link leads to a file, nothing needs a server, and words are found."""

import json
import re
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))  # for stories, which is no test

import stories

from harvester.archive.connection import open_readonly
from harvester.cli import cli
from harvester.export.site.addresses import STATIC, file_of, in_short, is_kept, relative
from harvester.export.site.words import words
from harvester.export.site.writing import SiteDescription, to_folder
from harvester.view.selection import Selection

MAX_BYTES = 250_000
"""Bytes of HTML of a page at most."""

RIVER = "25e9ccdd9aac6179"


def export(archive, folder, selection=None, *, is_indexed=False):
    folder.mkdir()
    with closing(open_readonly(archive)) as conn:
        to_folder(
            folder, (conn, selection or Selection()), SiteDescription("Tarvel", is_indexed), lambda _: None
        )
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A function that gives the folder of the site of an invented archive."""
    folder = tmp_path_factory.mktemp("sites")
    made = {}

    def site(name):
        if name not in made:
            made[name] = export(stories.make(folder / f"{name}.db", name), folder / name)
        return made[name]

    return site


def pages(site):
    return {path: LexborHTMLParser(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def links(tree):
    for node in tree.css("a, link, script, img"):
        yield node.attributes.get("href") or node.attributes.get("src")
    for form in tree.css("form"):
        yield form.attributes["action"]


@pytest.mark.parametrize("name", ["empty", "few", "scripts", "hostile"])
def test_every_link_leads_to_a_file(sites, name):
    found = pages(sites(name))
    for path, tree in found.items():
        for link in links(tree):
            if re.match("https?://", link):
                continue
            assert not link.startswith("/"), (path, link)
            target, _, fragment = link.partition("#")
            file = (path.parent / unquote(target)).resolve() if target else path
            assert file.is_file(), (path, link)
            if fragment and file.suffix == ".html" and not fragment.startswith("change-"):
                assert found[file].css(f"[id='{fragment}']"), (path, link)


def test_every_file_can_be_reached(sites):
    site = sites("few")
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            if path.suffix == ".html":
                targets = (link.partition("#")[0] for link in links(pages_of(path)))
                waiting += [(path.parent / link).resolve() for link in targets if link and "://" not in link]
    left = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    left -= {path.relative_to(site).as_posix() for path in reached}
    assert {each for each in left if not each.startswith("search/")} == set()


def pages_of(path):
    return LexborHTMLParser(path.read_text("utf-8"))


@pytest.mark.parametrize("name", ["few", "many", "huge"])
def test_pages_fit_and_hold_to_their_policy(sites, name):
    for path in sites(name).rglob("*.html"):
        text = path.read_text("utf-8")
        assert len(text.encode()) <= MAX_BYTES, path
        assert text.count('<meta http-equiv="Content-Security-Policy"') == 1
        assert "default-src 'none'" in text
        assert '<meta name="robots" content="noindex">' in text
        assert not re.search(r"<script(?! src=\")|<style|\sstyle=|\son[a-z]+=\"", text), path


def test_hostile_texts_stay_texts(sites):
    for tree in pages(sites("hostile")).values():
        assert {each.attributes["src"].rpartition("/")[2] for each in tree.css("script")} <= set(STATIC)
        assert not tree.css("iframe, img, svg, object, embed")
    for piece in (sites("hostile") / "search").glob("*.js"):
        assert re.fullmatch(r'found\("[a-z]+(-\d+)?",[\x20-\x7e]*\);\n', piece.read_text("ascii"))
        assert "<" not in piece.read_text("ascii")


def test_the_same_archive_gives_the_same_bytes(tmp_path):
    archive = stories.make(tmp_path / "few.db", "few")
    once, again = (bytes_of(export(archive, tmp_path / name)) for name in ("once", "again"))
    assert once == again


def bytes_of(site):
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_what_is_left_out_is_nowhere(tmp_path):
    archive = stories.make(tmp_path / "few.db", "few")
    site = export(archive, tmp_path / "site", Selection(articles=(RIVER,)), is_indexed=True)
    everything = b"".join(bytes_of(site).values()).decode()
    assert "The river Tarvel" in everything
    assert "The mill" not in everything
    assert "The pier" not in everything
    assert "noindex" not in everything


def test_feeds_lead_to_pages(sites):
    for name in ("changes.atom", f"article/{RIVER}/changes.atom"):
        path = sites("few") / name
        feed = ET.fromstring(path.read_bytes())
        targets = [each.attrib["href"] for each in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert len(targets) > 8
        for target in targets:
            assert (path.parent / target).resolve().is_file(), target


def piece(site, name):
    text = (site / "search" / f"{name}.js").read_text("ascii")
    return json.loads(text[text.index(",") + 1 : -3])


def test_a_word_leads_to_its_questions(sites):
    site = sites("few")
    begin = piece(site, "begin")
    rows = [row for number in range(len(begin["words"])) for row in piece(site, f"words-{number}")]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    ((_, asked, answered),) = [row for row in rows if row[0] == "pier"]
    assert (asked, len(answered)) == ([], 2)
    for file, question, *_ in (piece(site, "named-0")[number] for number in answered):
        assert question == "Do the boats still go to the island?"
        assert (site / file).is_file()


WORDS = {
    "accents and case": ("Élan VITAL, naïve", ["elan", "vital", "naive"]),
    "figures": ("35 % of 1,000", ["35", "of", "1", "000"]),
    "characters": ("水坝 2030年", ["水", "坝", "2030", "年"]),
    "kana with a mark": ("ガ", ["カ"]),
    "full width": ("ＡＢＣ１", ["abc1"]),  # noqa: RUF001
    "nothing": ("—?!", []),
}


@pytest.mark.parametrize(("text", "found"), WORDS.values(), ids=WORDS)
def test_words(text, found):
    assert [*words(text)] == found


FILES = {
    "/": "index.html",
    "/articles?skip=50": "articles~skip-50.html",
    "/article/0123456789abcdef/at/2031-03-04T12:00:00.000Z?begin=41": (
        "article/0123456789abcdef/at/2031-03-04T120000.000Z~begin-41.html"
    ),
    "/changes.atom": "changes.atom",
    "/changes.atom?article=0123456789abcdef": "article/0123456789abcdef/changes.atom",
    "/static/style.css": "static/style.css",
}


@pytest.mark.parametrize(("address", "file"), FILES.items(), ids=FILES)
def test_files_of_addresses(address, file):
    assert is_kept(address)
    assert file_of(address) == file


@pytest.mark.parametrize(
    "address", ["/health", "/changes?kind=dropped", "/capture/../x", "//evil.example/", "/sql"]
)
def test_what_needs_a_server(address):
    assert not is_kept(address)


SHORT = {
    "/a?form=inline": "/a",
    "/a?form=inline&begin=3": "/a?begin=3",
    "/a?begin=3&form=inline": "/a?begin=3",
    "/a?form=beside": "/a?form=beside",
}


@pytest.mark.parametrize(("address", "short"), SHORT.items(), ids=SHORT)
def test_addresses_in_short(address, short):
    assert in_short(address) == short


def test_links_are_relative():
    assert relative("article/a/at/b.html", "static/style.css") == "../../../static/style.css"
    assert relative("index.html", "index.html") == "index.html"


def test_the_verb(tmp_path):
    archive = stories.make(tmp_path / "few.db", "few")
    said = ["export", str(tmp_path / "site"), "--as", "site", "--archive", str(archive)]
    told = CliRunner().invoke(cli, said)
    assert (told.exit_code, told.stdout) == (0, "")
    assert "<bdi>few</bdi>" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert CliRunner().invoke(cli, said).exit_code == 2  # something is there already
