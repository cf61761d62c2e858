"""A browser that renders pages without any network of its own.

It is Chromium, driven by Playwright. Its page is the body that was captured, and each part of it comes from
`harvester.fetch.parts`. All else that it tries goes to `harvester.fetch.closed_proxy`; it looks no names up,
and has no UDP. A page has a fresh profile, no service workers, no downloads and no other tabs.
"""

import asyncio
import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple, Self

from harvester.chromium import BrowserEngine, NoEngine, program_of
from harvester.errors import MAX_MESSAGE, ConfigError
from harvester.extras import library
from harvester.fetch.closed_proxy import ClosedProxy
from harvester.fetch.parts import Parts
from harvester.fetch.politeness import RunStopped
from harvester.fetch.tab import ANSWER_S, VIEWPORT, LedAway, Tab, TabCrashed
from harvester.fetch.wire import utc_now
from harvester.model import Capture
from harvester.rendering import HostRequests, Rendered, Rendering
from harvester.text import printable

PAST = "proxy"
"""These requests went past the interception, to the closed proxy; so do those of the browser itself."""

START_S = 30.0
"""The browser may take this many seconds to start."""

MEMORY_KIB = 4 << 20
"""Each process of the browser may have this much memory of its own (setrlimit, RLIMIT_DATA), in KiB."""

SCRIPT_MIB = 512
"""The scripts of a page may have this much memory, in MiB."""

_ARGUMENTS = (
    "--proxy-bypass-list=<-loopback>",  # loopback goes to the proxy, too
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # no name is looked up
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # without it, STUN goes round the proxy
    "--disable-quic",
    "--dns-prefetch-disable",
    "--no-pings",
    f"--js-flags=--max-old-space-size={SCRIPT_MIB}",
)
_OUTCOMES: dict[type[Exception], Rendered] = {
    NoEngine: Rendered.NO_ENGINE,
    RunStopped: Rendered.STOPPED,
    LedAway: Rendered.LED_AWAY,
    TimeoutError: Rendered.TIMEOUT,
    TabCrashed: Rendered.CRASHED,
}
"""A page comes to this where no document comes of it; whatever else Playwright raises is a crash."""


class Browser:
    """The browser of a run, for one thread. It starts with its first page, and again if a page broke it."""

    def __init__(self, engine: BrowserEngine, most_bytes: int) -> None:
        """Use that browser; most_bytes: of a rendered document."""
        self._engine, self._most_bytes = engine, most_bytes
        self._stack = ExitStack()
        self._missing = ""
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        self._runner = self._stack.enter_context(asyncio.Runner())
        self._proxy = self._stack.enter_context(ClosedProxy())
        self._pool = ThreadPoolExecutor(1)  # parts are fetched one after another
        self._stack.callback(self._pool.shutdown, wait=False, cancel_futures=True)
        self._stack.callback(self._end)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def render(self, page: Capture, parts: Parts) -> Rendering:
        """Return the rendering of a captured page, also if it failed."""
        at, began = utc_now(), time.monotonic()
        outcome, detail, body = self._try_document(page, parts)
        name = self._running.name if self._running else ""
        if outcome is not Rendered.OK:
            self._end()  # what a page did to the browser must not reach the next one
        past = (HostRequests(host, PAST, number) for host, number in sorted(self._proxy.taken().items()))
        return Rendering(
            rendered_at=at,
            outcome=outcome,
            detail=printable(detail),
            engine=name,
            viewport="{width}x{height}".format_map(VIEWPORT),
            elapsed_ms=round((time.monotonic() - began) * 1000),
            requests=(*parts.wanted(), *past),
            body=body,
        )

    def _try_document(self, page: Capture, parts: Parts) -> tuple[Rendered, str, bytes]:
        """Return the outcome of a page, its detail, and the document."""
        try:
            body = self._runner.run(self._document(page, parts))
        except (*_OUTCOMES, _errors()) as error:
            outcome = _OUTCOMES.get(type(error), Rendered.CRASHED)
            detail = _first_line(error)
            self._missing = detail if outcome is Rendered.NO_ENGINE else ""
            return outcome, detail, b""
        if len(body) > self._most_bytes:
            return Rendered.TOO_LARGE, f"The document has {len(body)} bytes.", b""
        return Rendered.OK, "", body

    async def _document(self, page: Capture, parts: Parts) -> bytes:
        if self._missing:
            raise NoEngine(self._missing)
        if self._running is None:
            self._running = await _start(self._engine, self._proxy.address)
        return await Tab(page, parts, self._pool, _errors()).document(self._running.browser)

    def _end(self) -> None:
        """End the browser, if it runs."""
        if self._running is not None:
            running, self._running = self._running, None
            self._runner.run(running.end())


class _Running(NamedTuple):
    """A browser that runs. folder: its own, where its files and its process id are."""

    name: str
    browser: Any
    playwright: Any
    folder: tempfile.TemporaryDirectory[str]

    async def end(self) -> None:
        """End the browser: ask it to close, then kill it in any case."""
        for ending in (self.browser.close, self.playwright.stop):
            with suppress(TimeoutError, _errors()):
                await asyncio.wait_for(ending(), ANSWER_S)
        _kill(Path(self.folder.name))
        self.folder.cleanup()


async def _start(engine: BrowserEngine, proxy: str) -> _Running:
    """Start a browser that knows no way to the network but the proxy; raises NoEngine."""
    program = program_of(engine)
    folder = tempfile.TemporaryDirectory(prefix="harvester-browser-", ignore_cleanup_errors=True)
    playwright = await library("browser", "playwright.async_api").async_playwright().start()
    try:
        browser = await playwright.chromium.launch(
            executable_path=_write_start_script(program, Path(folder.name)),
            chromium_sandbox=engine.has_sandbox,
            args=[f"--proxy-server={proxy}", *_ARGUMENTS],
            # No TMPDIR: the path of its socket there must be short (sockaddr_un has 108 bytes).
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": folder.name},
            timeout=START_S * 1000,
        )
    except _errors() as error:
        await playwright.stop()
        folder.cleanup()
        raise NoEngine(f"{program} does not start: {_first_line(error)}") from error
    return _Running(f"Chromium {browser.version}", browser, playwright, folder)


def _write_start_script(program: str, folder: Path) -> str:
    """Return the path of a script that starts the browser with bounded memory, and notes its process id."""
    script = folder / "start"
    script.write_text(
        f"#!/bin/sh\nulimit -d {MEMORY_KIB}\necho $$ > {quote(str(folder / 'pid'))}\n"
        f'exec {quote(program)} "$@"\n'
    )
    script.chmod(0o700)
    return str(script)


def _kill(folder: Path) -> None:
    """Kill the browser that was started from the folder, if it still runs."""
    with suppress(OSError, ValueError):
        os.kill(int((folder / "pid").read_text()), signal.SIGKILL)


def _errors() -> type[Exception]:
    """Return what Playwright raises; a class that nothing raises where it is missing."""
    try:
        error: type[Exception] = library("browser", "playwright.async_api").Error
    except ConfigError:
        return NoEngine
    return error


def _first_line(error: Exception) -> str:
    """Return what an error says, as a sentence; a deadline says nothing."""
    words = (
        str(error).strip().partition("\n")[0].rstrip(".")[:MAX_MESSAGE] or "The page was not written in time"
    )
    return f"{words}."
