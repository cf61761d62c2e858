"""The examples of README and docs are run, page by page, in an archive of two editions."""

import doctest
import gzip
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))  # shown, which is no test

from shown import ELSEWHERE, LANGUAGES, PAGES, READ_ONLY, ROOT, blocks, commands, reason
from stand_in import archives
from tarvel import make

from harvester.cli import cli

PIER = "https://norra.example/pier"
PLACES = {"/mnt/backup": "backup", "/tmp/restored": "restored", "/var/lib/node_exporter": "."}
"""Folders of the examples, and where they are here."""

RUNNABLE = [page for page in PAGES if any(map(commands, blocks(page)))]
PYTHON = [page for page in PAGES if page != "docs/python.md" and ">>>" in PAGES[page]]


@pytest.mark.parametrize("page", PAGES)
def test_each_block_is_of_a_known_kind(page):
    assert {block.language for block in blocks(page)} <= LANGUAGES.keys()
    assert all(">>>" in block.text for block in blocks(page) if block.language == "python")


@pytest.fixture(scope="module")
def world(open_site, page):
    """A site that answers whatever it is asked for, with an edit each time, and a web archive."""
    numbers = count(35)

    def article():
        asked = [
            (f"Why does the ferry of quay {n} not sail?", f"Its engine failed {n} times.") for n in (1, 2)
        ]
        return page("The island's ferry", *asked, ("What is broken?", f"{next(numbers)} parts of it."))

    with open_site() as site, archives() as kept:
        site.pages = Everything(site, article)
        for year in (2016, 2017):
            kept.add(f"{year}0101120000", PIER, article())
        site.archive = kept.url
        yield site


class Everything(dict):
    """Pages of a site at every path: feeds, sitemaps and listings by their names, else articles."""

    def __init__(self, site, article):
        self.site, self.article = site, article

    def get(self, path, default=None):
        if path == "/robots.txt":
            return default
        here = f"{self.site.url}/explainers/ferry"
        if path.endswith("feed.xml"):
            item = f"<item><title>Ferry</title><link>{here}</link></item>"
            return (
                200,
                {"Content-Type": "application/rss+xml"},
                f"<rss version='2.0'><channel>{item}</channel></rss>",
            )
        if path.endswith("sitemap.xml"):
            urls = f"<url><loc>{self.site.url}/faq/tariff</loc></url>"
            space = "http://www.sitemaps.org/schemas/sitemap/0.9"
            return 200, {"Content-Type": "application/xml"}, f"<urlset xmlns='{space}'>{urls}</urlset>"
        if path == "/explainers/":
            return f"<html><main><h3><a href='{here}'>Why the ferry does not sail</a></h3></main></html>"
        return self.article


@pytest.fixture(scope="module")
def told(world, tmp_path_factory):
    """A folder with an archive of two versions of the article that the examples name."""
    folder = tmp_path_factory.mktemp("told")
    settings = f'contact = "a@b.example"\n[fetch]\ndelay = 0\n[archives]\nwayback = "{world.archive}"\n'
    settings += f'commoncrawl = "{world.archive}"\ncommoncrawl_files = "{world.archive}"\n'
    (folder / "harvester.toml").write_text(settings + 'wayback_keys = { env = "WAYBACK_KEYS" }\n')
    before = Path.cwd()
    os.chdir(folder)
    try:
        for line in (
            f"add {world.url}/faq",
            "run --all",
            "export crawl-00001.warc.gz",
            "export captures.wacz",
        ):
            assert CliRunner().invoke(cli, line.split()).exit_code == 0
    finally:
        os.chdir(before)
    return folder


class Reader:
    """Somebody who types what a page shows, in a folder of their own."""

    def __init__(self, page, folder, world, told):
        self.page, self.folder, self.world, self.told = page, folder, world, told
        shown = PAGES[page]
        made = {"harvester init": "harvester.", "harvester export captures": "captures."}
        ours = tuple(start for command, start in made.items() if command in shown)
        for path in told.iterdir():
            if not path.name.startswith(ours):
                shutil.copy(path, folder)
        for name, body in self.files().items():
            if name in shown:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(body)
        (folder / "backup").mkdir()

    def files(self):
        article = self.world.pages.article().encode()
        warc, archive = ((self.told / name).read_bytes() for name in ("crawl-00001.warc.gz", "harvester.db"))
        lists = [block.text for block in blocks(self.page) if block.language == "csv"]
        return {
            "saved.html": article,
            "pier.html": article,
            "2019/pier.html": article,
            "2020/pier.html.gz": gzip.compress(article),
            "notes.md": b"# Notes\n\n## Why?\n\nBecause of the rain.\n\n## When?\n\nIn the spring.\n",
            "pages.csv": "".join(lists).encode(),
            "crawl-00002.warc.gz": warc,
            "urls.txt": f"{self.world.url}/faq/a\n".encode(),
            "desk.db": archive,
            "archive-2019.db": archive,
        }

    def types(self, line):
        """Run a line as a shell would; return what it prints, None where it is not run."""
        for there, here in PLACES.items():
            line = line.replace(there, here)
        if line.startswith(("mkdir ", "cp ")):
            subprocess.run(shlex.split(line), cwd=self.folder, check=True)
            return None
        line = line.partition(" | head")[0]
        fed = line.startswith("curl ") and "| harvester" in line
        if fed:
            line = line.partition("| ")[2]
        return None if reason(line, ELSEWHERE) else self.calls(line, fed=fed)

    def calls(self, line, *, fed):
        """Call the program with a line, with a web archive on its standard input if it is fed one."""
        words, _, target = self.here(line).partition(" > ")
        program, *arguments = shlex.split(words)
        assert program == "harvester", line
        if reason(line, READ_ONLY):
            return parsed(cli, arguments)
        if arguments[0] == "run" and {"--source", "--url", "--all"}.isdisjoint(arguments):
            arguments.append("--all")  # nothing is due again a second later
        given = (self.folder / "crawl-00001.warc.gz").read_bytes() if fed else None
        came = CliRunner().invoke(cli, arguments, input=given)
        assert not came.exit_code, f"{line}\n{came.output}"
        if target:
            (self.folder / target).write_text(came.stdout)
        if arguments[0] == "init":
            shutil.copy(self.told / "harvester.toml", self.folder)  # no delay; web archives on loopback
        return printed(came)

    def here(self, line):
        """Return the line with the hosts of the examples where they are here."""
        if line.startswith("harvester backfill"):
            return line.replace("https://archive.example", self.world.archive)
        if "--against HEAD" in line:
            line = line.replace("HEAD", self.head())
        line = re.sub(r"https?://[\w.-]+\.example", self.world.url, line)
        line = line.replace("http://127.0.0.1:8000", self.world.url)
        return re.sub(r"(--host )\S+", r"\g<1>127.0.0.1", line)

    def head(self):
        with closing(sqlite3.connect(self.folder / "harvester.db")) as conn:
            return conn.execute("SELECT lower(hex(head)) FROM manifest ORDER BY id DESC").fetchone()[0]


def parsed(command, arguments):
    """Read the arguments as the command does, and do nothing."""
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        command, arguments = command.get_command(click.Context(command), arguments[0]), arguments[1:]
    command.make_context("harvester", [*arguments])


@pytest.fixture
def reader(request, tmp_path, world, told, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYBACK_KEYS", "me:secret")
    return Reader(request.param, tmp_path, world, told)


@pytest.mark.parametrize(
    "reader", [each for each in RUNNABLE if each != "docs/tutorial.md"], indirect=True, ids=str
)
def test_the_commands_of_a_page(reader):
    for block in blocks(reader.page):
        for line, expected in commands(block):
            said = reader.types(line)
            assert expected is None or matches(said, expected)


def printed(came):
    """Return what a terminal shows: there, a run draws a bar in place of its log."""
    return re.sub(r"^\d{4}-\d\d-\d\dT\S+Z  .*\n", "", came.output, flags=re.MULTILINE)


def matches(said, expected):
    """Whether an output is the expected one, in which "…" stands for anything."""
    pattern = ".*?".join(map(re.escape, expected.strip().split("…")))
    assert re.fullmatch(pattern, said.strip(), re.DOTALL), f"{said}\nis not\n{expected}"
    return True


@pytest.mark.parametrize("page", PYTHON)
def test_the_python_of_a_page(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "harvester.db")
    found = doctest.testfile(
        str(ROOT / page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert found.attempted
    assert not found.failed


def test_the_tutorial(tmp_path, open_site, monkeypatch):
    (page,) = (block.text for block in blocks("docs/tutorial.md") if block.language == "html")
    monkeypatch.chdir(tmp_path)
    with open_site() as site:
        asked, path = "http://127.0.0.1:8000", "/ferry.html"
        site.pages[path] = page
        doing = {
            "4. Follow the page": lambda: allow(tmp_path / "harvester.toml"),
            "5. Edit the page, and see it": lambda: site.pages.update({path: page.replace("35", "38")}),
            "6. Break the page": site.pages.clear,
        }
        for block in blocks("docs/tutorial.md"):
            doing.pop(block.heading, lambda: None)()
            for line, expected in commands(block):
                if expected is None:
                    assert reason(line, {**ELSEWHERE, **READ_ONLY}) or line == "harvester --version"
                    continue
                came = CliRunner().invoke(cli, shlex.split(line.replace(asked, site.url))[1:])
                assert matches(printed(came), expected.replace(asked, site.url))
        assert not doing


def allow(settings):
    text = settings.read_text()
    assert "\nallow_net = []" in text
    settings.write_text(text.replace("\nallow_net = []", '\nallow_net = ["127.0.0.0/8"]'))
