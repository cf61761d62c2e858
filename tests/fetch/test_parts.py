"""Which parts of a page are asked for, and which are refused with what reason; no browser is needed."""

import socket
import threading
from contextlib import ExitStack

import pytest
from loopback import resolver

from harvester.chromium import BrowserEngine, NoEngine, program_of
from harvester.fetch import Fetcher, HostGate, RobotsCache, Session
from harvester.fetch.closed_proxy import ClosedProxy
from harvester.fetch.parts import LIMITS, MOST_PARTS, Asker, KeptParts, PartRefused, PartRequest, Parts
from harvester.rendering import HostRequests


@pytest.fixture
def made(site):
    """Make the parts of a page of the site, which share what is kept."""
    kept = KeptParts()
    with ExitStack() as stack:
        session = stack.enter_context(Session("harvester tests", resolver=resolver()))
        fetcher = Fetcher(session, HostGate(0.0, threading.Event()), RobotsCache(), LIMITS)
        yield lambda: Parts(Asker(session, fetcher, kept), lambda url: url.startswith(site.url))


def part(site, path, method="GET", kind="script", **headers):
    return PartRequest(path if "://" in path else site.url + path, method, kind, headers)


# What it shows: (URL, method, kind, why it is refused).
REFUSED = {
    "an image": ("/a.png", "GET", "image", "image"),
    "a frame": ("/", "GET", "document", "document"),
    "a beacon": ("/b", "POST", "ping", "ping"),
    "a request that changes something": ("/b", "POST", "fetch", "method"),
    "another host": ("http://127.0.0.9/a.js", "GET", "script", "other_host"),
    "another scheme": ("ftp://127.0.0.1/a.js", "GET", "script", "bad_url"),
    "what robots.txt disallows": ("/no/a.js", "GET", "script", "robots"),
    "a redirect to another host": ("/away", "GET", "fetch", "other_host"),
    "redirects without end": ("/loop", "GET", "fetch", "redirects"),
    "a page that is cut": ("/cut", "GET", "fetch", "bad_encoding"),
}


@pytest.mark.parametrize(("url", "method", "kind", "reason"), REFUSED.values(), ids=REFUSED)
def test_refusals(made, site, url, method, kind, reason):
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /no/")
    site.pages["/away"] = (302, {"Location": "http://127.0.0.9/x"}, b"")
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    site.pages["/cut"] = (200, {"Content-Encoding": "gzip"}, b"none")
    parts = made()
    with pytest.raises(PartRefused) as refusal:
        parts.answer(part(site, url, method, kind))
    assert refusal.value.reason == reason
    assert any(each.what == reason for each in parts.wanted())
    assert not {"/a.png", "/b", "/no/a.js"} & {*site.asked()}


def test_an_error_is_an_answer(made, site):
    assert made().answer(part(site, "/absent.js")).status == 404


def test_scripts_are_asked_for_once_in_a_run_and_data_each_time(made, site):
    site.pages |= {"/a.js": b"1", "/data": b"2", "/led.js": (301, {"Location": "/a.js"}, b"")}
    for _ in range(2):
        parts = made()
        for path, kind in (("/a.js", "script"), ("/led.js", "script"), ("/data", "fetch")):
            assert parts.answer(part(site, path, kind=kind)).status == 200
    asked = {path: site.asked()[path] for path in ("/a.js", "/led.js", "/data", "/robots.txt")}
    assert asked == {"/a.js": 1, "/led.js": 2, "/data": 2, "/robots.txt": 1}
    host = site.url.removeprefix("http://")
    assert parts.wanted() == (HostRequests(host, "asked", 2), HostRequests(host, "kept", 2))


def test_what_is_sent(made, site):
    site.pages["/data"] = b"1"
    headers = {"accept": "application/json", "origin": site.url, "cookie": "a=b", "authorization": "x"}
    made().answer(part(site, "/data", kind="fetch", **headers))
    (sent,) = (sent for path, sent in site.requests if path == "/data")
    assert (sent["Accept"], sent["Origin"]) == ("application/json", site.url)
    assert not {"Cookie", "Authorization", "Referer"} & {*sent}


def test_a_page_asks_so_often_and_no_more(made, site):
    site.pages["/data"] = b"1"
    parts = made()
    for _ in range(MOST_PARTS):
        parts.answer(part(site, "/data", kind="xhr"))
    with pytest.raises(PartRefused, match="limit"):
        parts.answer(part(site, "/data", kind="xhr"))
    assert site.asked()["/data"] == MOST_PARTS


REQUESTS = {
    "a tunnel": (b"CONNECT norra.example:443 HTTP/1.1\r\n\r\n", {"norra.example": 1}),
    "a request": (b"GET http://norra.example:8080/x HTTP/1.1\r\n\r\n", {"norra.example": 1}),
    "a literal": (b"CONNECT [::1]:443 HTTP/1.1\r\n\r\n", {"::1": 1}),
    "a bad literal": (b"CONNECT [::1:443 HTTP/1.1\r\n\r\n", {"": 1}),
    "noise": (b"\x16\x03\x01\n", {"": 1}),
    "nothing": (b"\n", {}),
}


@pytest.mark.parametrize(("sent", "counted"), REQUESTS.values(), ids=REQUESTS)
def test_the_proxy_connects_to_nothing(sent, counted):
    with ClosedProxy() as proxy:
        host, _, port = proxy.address.partition(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(sent)
            answer = client.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 403 ") is bool(counted)
        assert proxy.taken() == counted
        assert proxy.taken() == {}


def test_a_browser_that_is_missing_is_named():
    with pytest.raises(NoEngine, match=r"^There is no /nowhere/chromium\. Install it, or name its path"):
        program_of(BrowserEngine("/nowhere/chromium", has_sandbox=False))
