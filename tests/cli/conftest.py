"""An archive in an empty folder that asks loopback without delay, an article to follow, real processes."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fetch"))  # for fault_server, which is no test
sys.path.insert(0, str(Path(__file__).parents[1]))  # for derived_rows, which is no test

from derived_rows import derived_rows
from fault_server import FaultServer

from harvester.archive.writing import open_archive
from harvester.sql import scripts

DERIVED_TABLES = re.findall(r"CREATE TABLE (\w+)", scripts("migrations")["0003_derived"])

SETTINGS = """\
contact = "archive@tests.example"

[fetch]
delay = 0.0
"""

FERRY = {
    "Why does the ferry not sail?": "Its engine failed on Monday, and 35 parts were ordered. They come from"
    " the north by train. Nobody can say when they arrive.",
    "Who pays for the repairs?": "The county pays half of the bill. The rest falls to the owner, a company on"
    " the mainland. Both agreed to that in the spring.",
    "When does it sail again?": "The owner hopes for the first week of March. A smaller boat takes over until"
    " then. It holds forty cars and leaves every hour.",
    "How do the pupils reach their school?": "A fishing boat brings them across in the morning. It waits for"
    " them at the pier until three. On stormy days they are taught at home.",
}


@pytest.fixture
def ferry():
    """The questions and answers of an article, as a list to edit."""
    return list(FERRY.items())


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory):
    """An archive with nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "harvester.db"
    open_archive(path, create=True).close()
    return path


@pytest.fixture
def archive(harvester, empty_archive):
    """The program beside a fresh archive: ``rows`` by SQL, ``printed`` what a verb prints as JSON."""
    settings = harvester.folder / "harvester.toml"
    settings.write_text(SETTINGS)
    shutil.copy(empty_archive, harvester.folder)

    def rows(sql, *parameters):
        with closing(sqlite3.connect(harvester.folder / "harvester.db")) as conn:
            return conn.execute(sql, parameters).fetchall()

    def derived():
        with closing(sqlite3.connect(harvester.folder / "harvester.db")) as conn:
            return derived_rows(conn)

    def printed(*arguments):
        return json.loads(harvester(*arguments, "--format", "json").stdout)

    harvester.settings, harvester.rows, harvester.printed = settings, rows, printed
    harvester.derived = derived
    return harvester


@pytest.fixture
def followed(site, page, ferry, archive):
    """The archive after one run on one article, whose URL is ``followed.url``."""
    archive.url = f"{site.url}/ferry"
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    archive("add", "--kind", "page", archive.url)
    archive("run")
    return archive


@pytest.fixture
def process():
    """Start the program as a process of its own; what still runs at the end of the test is killed.

    A run asks for everything, due or not, unless it goes on for ever.
    """
    started = []

    def start(*arguments, **options):
        if arguments[:1] == ("run",) and "--forever" not in arguments:
            arguments = ("run", "--all", *arguments[1:])
        command = [sys.executable, "-m", "harvester", *map(str, arguments)]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, **streams | options))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()
        for stream in filter(None, (each.stdout, each.stderr)):
            stream.close()


@pytest.fixture
def server():
    """A server that misbehaves as told."""
    server = FaultServer()
    yield server
    server.close()
