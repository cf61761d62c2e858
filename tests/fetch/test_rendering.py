"""A rendered page reaches nobody but through our own fetcher, and nothing that it does harms a run."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chromium import chromium_path
from loopback import resolver

from harvester.chromium import BrowserEngine
from harvester.fetch import Fetcher, HostGate, RobotsCache, Session
from harvester.fetch.browser import Browser
from harvester.fetch.parts import LIMITS, Asker, KeptParts, Parts
from harvester.http.urls import authority
from harvester.model import Capture, Outcome
from harvester.rendering import Rendered

pytestmark = pytest.mark.xdist_group("browser")

BYTES = 1_000_000

LEAKS = """<!doctype html><html lang=en><head><title>Ferries</title>
<link rel=dns-prefetch href="//OTHER"><link rel=preconnect href="http://OTHER">
<link rel=prefetch href="http://OTHER/prefetch"><link rel=preload as=script href="http://OTHER/preload.js">
<link rel=modulepreload href="http://OTHER/module.js"><link rel=stylesheet href="http://OTHER/style.css">
<link rel=icon href="http://OTHER/icon.png"><link rel=manifest href="http://OTHER/manifest">
<style>@import url("http://OTHER/import.css"); body { background: url(http://OTHER/background.png) }
@font-face { font-family: f; src: url(http://OTHER/font.woff2) } p { font-family: f }</style>
<meta http-equiv=refresh content="0.3; url=http://OTHER/refresh">
<script type=speculationrules>{"prerender": [{"urls": ["http://OTHER/prerender"]}]}</script></head>
<body><p id=text>Nothing yet.</p>
<img src="http://OTHER/image.png"><iframe src="http://OTHER/frame"></iframe>
<iframe srcdoc="<img src='http://OTHER/in-frame.png'><script>fetch('http://OTHER/in-frame')</script>"></iframe>
<object data="http://OTHER/object"></object><embed src="http://OTHER/embed">
<video src="http://OTHER/video.mp4" autoplay></video><audio src="http://OTHER/sound.mp3" autoplay></audio>
<script src="http://OTHER/script.js"></script><script src="/redirect.js"></script>
<form id=form action="http://OTHER/form" method=post><input name=a></form>
<a id=ping href="#x" ping="http://OTHER/ping">x</a>
<script>
const tries = [
  () => fetch("http://OTHER/fetch"), () => fetch("http://OTHER/keep", {method: "POST", keepalive: true}),
  () => fetch("/redirect"), () => navigator.sendBeacon("http://OTHER/beacon", "x"),
  () => { const x = new XMLHttpRequest(); x.open("POST", "http://OTHER/xhr"); x.send("x") },
  () => new WebSocket("ws://OTHER/socket"), () => new WebSocket("ws://OWN/socket"),
  () => new EventSource("http://OTHER/events"), () => { new Image().src = "http://OTHER/new-image" },
  () => import("http://OTHER/imported.js"), () => new Worker("/worker.js"),
  () => new SharedWorker("/worker.js"),
  () => new Worker("/worker.js", {type: "module"}), () => navigator.serviceWorker.register("/worker.js"),
  () => new WebTransport("https://UDP/transport"),
  () => { const p = new RTCPeerConnection({iceServers: [{urls: "stun:UDP"}, {urls: "turn:OTHER?transport=tcp",
    username: "u", credential: "c"}]}); p.createDataChannel("x");
    p.createOffer().then(offer => p.setLocalDescription(offer)) },
  () => document.getElementById("ping").click(), () => window.open("http://OTHER/opened"),
  () => document.getElementById("form").submit(), () => { location = "http://OTHER/location" },
  () => { location = "/redirect" },
];
tries.forEach((each, n) => setTimeout(() => { try { each() } catch {} }, 20 * n));
setTimeout(() => { document.getElementById("text").textContent = "Written by a script." }, 20 * tries.length);
</script></body></html>"""
WORKER = """
try { importScripts("http://OTHER/in-worker.js") } catch {}
try { fetch("http://OTHER/worker").catch(() => 0) } catch {}
try { new WebSocket("ws://OTHER/worker-socket") } catch {}
"""


@contextmanager
def listening():
    """An origin that counts who comes, by TCP and by UDP, and says nothing."""
    with (
        closing(socket.create_server(("127.0.0.2", 0))) as server,
        closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as datagrams,
    ):
        datagrams.bind(server.getsockname())
        came = []

        def accept():
            with suppress(OSError):
                while True:
                    came.append(server.accept()[1])

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        datagrams.settimeout(0.0)
        yield f"127.0.0.2:{server.getsockname()[1]}", came, datagrams
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture(scope="module")
def browser():
    with Browser(BrowserEngine(chromium_path(), has_sandbox=False), BYTES) as browser:
        yield browser


@pytest.fixture
def ask():
    """Return the parts of a page that may ask hosts for which the function is true."""
    with ExitStack() as stack:

        def made(is_allowed):
            session = stack.enter_context(Session("harvester tests", resolver=resolver()))
            gate = HostGate(0.0, threading.Event())
            return Parts(
                Asker(session, Fetcher(session, gate, RobotsCache(), LIMITS), KeptParts()), is_allowed
            )

        yield made


def captured(url, body):
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture(url, datetime.now(UTC), Outcome.OK, status=200, headers=headers, body=body.encode())


def own(site):
    return lambda url: authority(url) == authority(site.url)


def js(body):
    return 200, {"Content-Type": "text/javascript"}, body


def test_nothing_gets_out(browser, ask, site):
    with listening() as (other, came, datagrams):

        def filled(text):
            return text.replace("OTHER", other).replace("UDP", other).replace("OWN", authority(site.url))

        site.pages["/worker.js"] = js(filled(WORKER))
        site.pages["/redirect.js"] = (302, {"Location": f"http://{other}/redirected.js"}, b"")
        site.pages["/redirect"] = (302, {"Location": f"http://{other}/redirected"}, b"")
        parts = ask(own(site))
        rendering = browser.render(captured(f"{site.url}/ferries", filled(LEAKS)), parts)
        with pytest.raises(BlockingIOError):
            datagrams.recv(2000)
        assert came == []
    assert rendering.outcome is Rendered.OK, rendering
    assert b"Written by a script." in rendering.body
    asked = set(site.asked())
    assert asked == {"/robots.txt", "/redirect", "/redirect.js", "/worker.js"}
    wanted = {(each.host.partition(":")[0], each.what) for each in rendering.requests}
    assert {("127.0.0.1", "asked"), ("127.0.0.2", "other_host"), ("127.0.0.2", "document")} < wanted
    assert {("127.0.0.2", "websocket"), ("127.0.0.1", "websocket"), ("127.0.0.2", "image")} < wanted


LEAVING = {
    "by a script": "<script>location = 'http://127.0.0.2:9/elsewhere'</script>",
    "by a refresh": "<meta http-equiv=refresh content='0; url=http://127.0.0.2:9/elsewhere'>",
    "by a form": "<form action='http://127.0.0.2:9/'></form><script>document.forms[0].submit()</script>",
}


@pytest.mark.parametrize("leaving", LEAVING.values(), ids=LEAVING)
def test_a_page_that_leaves_before_it_is_loaded(browser, ask, site, leaving):
    site.pages["/app.js"] = js("document.getElementById('text').textContent = 'Written by a script.'")
    page = f"<html lang=en><p id=text>Nothing yet.</p>{leaving}" + "<script src=/app.js></script>" * 3
    rendering = browser.render(captured(f"{site.url}/ferries", page), ask(own(site)))
    assert rendering.outcome is Rendered.OK, rendering


def test_parts_of_own_and_named_hosts(browser, ask, site, new_site):
    page = (
        "<html lang=en><div id=a>-</div><div id=b>-</div><div id=c>-</div><script src=/app.js></script>"
        "<script src=/private/app.js></script>"
    )
    api = new_site()
    api.pages["/data"] = (
        200, {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}, b'"of the interface"'
    )  # fmt: skip
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/")
    site.pages["/moved.js"] = js("document.getElementById('b').textContent = 'moved'")
    site.pages["/led.js"] = (301, {"Location": "/moved.js"}, b"")
    site.pages["/private/app.js"] = js("document.getElementById('c').textContent = 'private'")
    site.pages["/app.js"] = js(
        f"fetch('{api.url}/data').then(a => a.json())"
        ".then(t => { document.getElementById('a').textContent = t });"
        "document.write('<script src=/led.js><\\/script>')"
    )
    parts = ask(lambda url: authority(url) in {authority(site.url), authority(api.url)})
    rendering = browser.render(captured(site.url, page), parts)
    assert {*api.asked()} == {"/robots.txt", "/data"}
    for text in (b">of the interface<", b">moved<", b'<div id="c">-<'):
        assert text in rendering.body
    assert "/private/app.js" not in site.asked()
    wanted = {each.what: each.number for each in rendering.requests if each.host == authority(site.url)}
    assert (wanted.keys(), wanted["asked"]) == ({"asked", "robots"}, 3)
    assert [chain[-1].url.rpartition("/")[2] for chain in parts.robots] == ["robots.txt"] * 2
    assert rendering.engine.startswith("Chromium ")
    assert (rendering.viewport, bool(rendering.elapsed_ms)) == ("1280x1024", True)


def processes():
    """{process: (its parent, its command line)} of this machine."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = (int(stat[1]), (folder / "cmdline").read_text().replace("\0", " "))
    return found


def below(parent):
    """The processes that come of one."""
    found = processes()
    ours = {parent}
    while more := {pid for pid, (above, _) in found.items() if above in ours} - ours:
        ours |= more
    return {pid: found[pid][1] for pid in ours - {parent}}


def kill_renderers():
    for pid, line in below(os.getpid()).items():
        if "--type=renderer" in line:
            os.kill(pid, signal.SIGKILL)


# What it shows: (a page, what comes of it).
HARM = {
    "a script that never ends": ("<script>setTimeout(() => { for (;;); }, 50)</script>", Rendered.TIMEOUT),
    "a page that goes away": ("<script>location = 'about:blank'</script>", Rendered.LED_AWAY),
    "a renderer that dies": ("<script src=/killer.js></script>", Rendered.CRASHED),
    "a long document": (
        "<script>setTimeout(() => { document.body.append('x'.repeat(2e6)) })</script>", Rendered.TOO_LARGE
    ),
}  # fmt: skip


def test_pages_that_do_harm(browser, ask, site, monkeypatch):
    monkeypatch.setattr("harvester.fetch.tab.ANSWER_S", 3.0)
    site.pages["/killer.js"] = lambda: kill_renderers() or js("")
    for name, (body, outcome) in HARM.items():
        rendering = browser.render(captured(site.url, f"<html><body>{body}"), ask(own(site)))
        assert (name, rendering.outcome, rendering.body) == (name, outcome, b"")
        assert rendering.detail.endswith(".")
    rendering = browser.render(captured(site.url, "<p>As ever."), ask(own(site)))
    assert (rendering.outcome, b"As ever." in rendering.body) == (Rendered.OK, True)


KILLED = """
from datetime import datetime, UTC
from harvester.chromium import BrowserEngine
from harvester.fetch.browser import Browser
from harvester.fetch.parts import Parts
from harvester.model import Capture, Outcome
page = Capture("http://page.test/", datetime.now(UTC), Outcome.OK, status=200,
    body=b"<script>while(1);</script>", headers=(("Content-Type", "text/html"),))
with Browser(BrowserEngine({program!r}, {sandbox}), 1000) as browser:
    print("begins", flush=True)
    browser.render(page, Parts(None, lambda url: False))
"""


def test_it_ends_with_a_killed_program(tmp_path):
    script = KILLED.format(program=chromium_path(), sandbox=False)
    of_its_own = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=of_its_own) as program:
        assert program.stdout.readline() == b"begins\n"
        until = time.monotonic() + 30
        while not any("--type=renderer" in line for line in below(program.pid).values()):
            assert time.monotonic() < until
        left = below(program.pid)
        program.kill()
    until = time.monotonic() + 30
    while any(processes().get(pid, (0, ""))[1] == line for pid, line in left.items() if line):
        assert time.monotonic() < until
