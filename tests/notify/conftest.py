"""Targets on loopback, and an archive whose history grows."""

import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest
from listeners import MailServer, WebServer, served

sys.path.insert(0, str(Path(__file__).parent))  # notice_desk

from notice_desk import SECRET, Desk, to

from harvester.archive.writing import open_archive
from harvester.config.access import IndirectValue
from harvester.config.notices import Notice


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory):
    """An archive with nothing in it, to be copied: making one costs a fifth of a second."""
    path = tmp_path_factory.mktemp("new") / "harvester.db"
    with closing(open_archive(path, create=True)) as db:
        db.conn.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture
def desk(tmp_path, new_archive):
    shutil.copy(new_archive, tmp_path)
    desk = Desk(tmp_path)
    with closing(desk.chronicle):
        yield desk


@pytest.fixture
def feed(tmp_path):
    """A notice of all changes and events, to a file, which is there at once."""
    return Notice("x", to("atom", tmp_path / "changes.atom"))


@pytest.fixture
def post():
    with served(MailServer()) as server:
        yield server


@pytest.fixture
def hook():
    with served(WebServer()) as server:
        yield server


@pytest.fixture
def all_kinds(tmp_path, post, hook):
    """A notice for each kind of target, and what hands `[notify]` the mail server."""
    url = f"127.0.0.1:{hook.port}"
    took = tmp_path / "took"
    notices = (
        Notice("mail", to("email", ("desk@news.example",))),
        Notice(
            "hook", to("webhook", IndirectValue(f"http://{url}/hook/token-7"), secret=IndirectValue(SECRET))
        ),
        Notice("file", to("atom", tmp_path / "changes.atom")),
        Notice("call", to("command", ("sh", "-c", f"cat >> {took}; echo >> {took}"))),
        Notice("chat", to("apprise", IndirectValue(f"json://ada:pass-word-7@{url}/chat"))),
    )
    return notices, {"mail_server": ("127.0.0.1", post.port), "mail_from": "archive@news.example"}
