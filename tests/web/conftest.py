"""The invented archives, and a client that asks their pages as a browser does."""

import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))  # for stories, which is no test

import stories

from harvester.web.app import application
from harvester.web.guard import LOOPBACK, AccessPolicy


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    """A function that gives the file of an invented archive, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("archives")
    made = {}

    def archive(name):
        if name not in made:
            made[name] = stories.make(folder / f"{name}.db", name)
        return made[name]

    return archive


@pytest.fixture(scope="session")
def browsing(archives):
    """A function that gives a client of the archive with that name."""
    clients = {}

    def client(name):
        if name not in clients:
            app = application(archives(name), AccessPolicy(frozenset(LOOPBACK)))
            clients[name] = TestClient(app, base_url="http://127.0.0.1").__enter__()
        return clients[name]

    yield client
    for each in clients.values():
        each.__exit__(None, None, None)


@pytest.fixture
def few(browsing):
    """A client of the archive with a few articles."""
    return browsing("few")
