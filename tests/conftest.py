"""A site on loopback whose pages a test may change at any moment, and the program as a user calls it."""

import gc
import os
import sys
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from harvester.cli import cli

sys.path.insert(0, str(Path(__file__).parent))  # derived_rows, chronicle, loopback
from forks import warm

sys.path.append(str(Path(__file__).parents[1]))  # benchmarks; last: an installed harvester comes first

# The sites of the tests are on loopback, which the policy refuses unless it is told; it stays on.
os.environ["HARVESTER_ALLOW_NET"] = "127.0.0.0/8"

settings.register_profile("harvester", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("harvester")


def pytest_addoption(parser):
    parser.addoption(
        "--orders",
        type=int,
        default=0,
        help="in how many orders whole real histories are told (test_real_orders.py)",
    )
    parser.addoption(
        "--responses",
        type=int,
        default=200,
        help="how many random answers of a server are fetched (test_random_responses.py)",
    )
    parser.addoption(
        "--flips",
        type=int,
        default=200,
        help="how many web archives with a flipped bit are read (test_hostile.py)",
    )
    parser.addoption(
        "--one-write-in",
        type=int,
        default=0,
        help="a process dies at one write in so many; 1 tries every write (test_killed*.py)",
    )


LONGEST = ("soak/test_minute.py", "web/test_browser.py", "parse/test_rewritten.py")
"""Each keeps one worker busy for half a minute or more."""


def pytest_collection_modifyitems(items):
    """Begin with the longest, so that no worker is alone with one while the others have nothing to do."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONGEST))


def pytest_collection_finish():
    """Set apart what collecting has made, which stays: each look for garbage went through all of it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def processes():
    """Processes of a server that has the program loaded: made in no time, and with no thread in them."""
    return warm()


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Keep the turns at web archives apart from those of the user who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class Site:
    """``pages`` maps a path to its body, to (status, headers, body), or to a function that returns either.

    What is not there is a 404. The function may block, for a page that is slow.
    """

    def __init__(self, url):
        self.url = url
        self.pages = {}
        self.requests = []

    def asked(self):
        """How often each path was asked for."""
        return Counter(path for path, _ in self.requests)

    def answer(self, path):
        page = self.pages.get(path, (404, {}, b"gone"))
        page = page() if callable(page) else page
        status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
        body = body.encode() if isinstance(body, str) else body
        return status, {"Content-Type": "text/html; charset=utf-8", **headers}, body


def handler_for(site):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave together, else each answer waits for an acknowledgement

        def do_GET(self):
            site.requests.append((self.path, dict(self.headers)))
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def serving():
    site = Site("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(site))
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


OWN_CHOICE = {"--source", "--url", "--forever"}
"""Options of a run with which it is not asked for everything besides."""


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def new_site():
    """Start another site, at another port: another host to whoever asks."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serving())


def explainer(title, *pairs, lead="What is known so far about the matter, in five questions."):
    """A page in the shape of an explainer: a title, a lead, a heading for each question."""
    body = "".join(f"<h2>{question}</h2><p>{answer}</p>" for question, answer in pairs)
    head = f"<title>{title}</title><meta name='description' content='{lead}'>"
    main = f"<main><article><h1>{title}</h1><p>{lead}</p>{body}</article></main>"
    return f"<html lang='en'><head>{head}</head><body>{main}</body></html>"


@pytest.fixture(scope="session")
def page():
    return explainer


@pytest.fixture(scope="session")
def open_site():
    """Start a site that several tests share: ``with open_site() as site``."""
    return serving


@pytest.fixture
def harvester(tmp_path, monkeypatch):
    """Call the program as in an empty folder: ``harvester("list")`` gives exit code, stdout, stderr.

    Nothing is due again a second later. So runs ask for everything, unless ``harvester.waits`` is set.
    """
    monkeypatch.chdir(tmp_path)

    def call(*arguments, code=0, stdin=None):
        if not call.waits and arguments[:1] == ("run",) and OWN_CHOICE.isdisjoint(arguments):
            arguments = ("run", "--all", *arguments[1:])
        result = CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    call.folder, call.waits = tmp_path, False
    return call
