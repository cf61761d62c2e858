"""One page in a browser: its document is the captured body, its parts are handed in, and it is written out.

All of it runs in the event loop of `harvester.fetch.browser.Browser`. Objects of Playwright have no types
here, because the library is an extra.
"""

import asyncio
import time
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from harvester.errors import MAX_MESSAGE, HarvesterError
from harvester.fetch.parts import PartRefused, PartRequest, Parts
from harvester.fetch.politeness import RunStopped
from harvester.http.headers import Headers
from harvester.http.urls import BadUrl, origin
from harvester.model import Capture

PAGE_S = 15.0
"""A page may take this many seconds besides those in which its parts are fetched."""

PAGE_WITH_PARTS_S = 120.0
"""A page may take this many seconds in all, waits for the turns of hosts included."""

QUIET_S = 0.5
"""A page that has asked for nothing for this many seconds is taken to be written."""

ANSWER_S = 10.0
"""The browser may take this many seconds to begin a page, to hand out its document, and to end."""

VIEWPORT = {"width": 1280, "height": 1024}

_LOOK_S = 0.05  # how often it is looked whether the page is written

_DROPPED = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie"}
    | {
        "set-cookie2",
        "location",
        "refresh",
        "link",
        "alt-svc",
        "strict-transport-security",
        "report-to",
        "nel",
    }
)
"""The browser does not get these headers: the body is unpacked, and nothing but the page leads anywhere."""


class TabCrashed(HarvesterError):
    """The process that renders the page ended."""


class LedAway(HarvesterError):
    """A script put another document in the page's place."""


@dataclass
class Tab:
    """A page that is rendered.

    errors: what Playwright raises. busy_s: seconds in which its parts were fetched. last: when the page asked
    last, or got an answer, on the monotonic clock.
    """

    page: Capture
    parts: Parts
    pool: Executor
    errors: type[Exception]
    began: float = field(default_factory=time.monotonic)
    last: float = 0.0
    busy_s: float = 0.0
    busy_since: float = 0.0
    under_way: int = 0
    has_document: bool = False
    is_loaded: bool = False
    is_crashed: bool = False
    stopped: RunStopped | None = None

    async def document(self, browser: Any) -> bytes:
        """Return the document when the page is written, as HTML in UTF-8.

        Raises TimeoutError, TabCrashed, LedAway, RunStopped, and what Playwright raises.
        """
        context = await browser.new_context(
            viewport=VIEWPORT, service_workers="block", accept_downloads=False
        )
        try:
            return await self._document(context)
        finally:
            self.parts.is_over = True
            with suppress(TimeoutError, self.errors):
                await asyncio.wait_for(context.close(), ANSWER_S)

    async def _document(self, context: Any) -> bytes:
        await context.route("**/*", self._routed)
        await context.route_web_socket("**/*", self._refuse_socket)
        tab = await context.new_page()
        context.on("page", _close)  # a tab that the page opens
        tab.on("load", self._loaded)
        tab.on("crash", self._crashed)
        await tab.goto(self.page.url, wait_until="commit", timeout=ANSWER_S * 1000)
        await self._written()
        html = await asyncio.wait_for(tab.content(), ANSWER_S)
        if not _same_origin(tab.url, self.page.url):
            raise LedAway(f"A script of the page put {tab.url[:MAX_MESSAGE]} in its place.")
        return str(html).encode("utf-8", "replace")

    async def _written(self) -> None:
        """Wait until the page has all its parts and asks for no more."""
        while True:
            await asyncio.sleep(_LOOK_S)
            now = time.monotonic()
            if self.stopped:
                raise self.stopped
            if self.is_crashed:
                raise TabCrashed("the renderer ended")
            if self.is_loaded and not self.under_way and now - self.last >= QUIET_S:
                return
            busy_s = self.busy_s + (now - self.busy_since if self.under_way else 0.0)
            if now - self.began - busy_s > PAGE_S or now - self.began > PAGE_WITH_PARTS_S:
                raise TimeoutError

    def _loaded(self, *_: object) -> None:
        self.is_loaded, self.last = True, time.monotonic()

    def _crashed(self, *_: object) -> None:
        self.is_crashed = True

    async def _routed(self, route: Any) -> None:
        """Give the page what it asks for, or refuse it."""
        request = route.request
        with suppress(self.errors):  # the page was closed meanwhile
            if request.is_navigation_request() and not self.has_document:
                self.has_document = True
                await _fulfil(route, self.page)
                return
            answer = await self._answer(
                PartRequest(request.url, request.method, request.resource_type, request.headers)
            )
            if answer is None:
                await route.abort("aborted")
                if request.is_navigation_request() and request.frame.parent_frame is None:
                    self._loaded()  # a page that was on its way elsewhere may never be told that it is loaded
            else:
                await _fulfil(route, answer)

    async def _answer(self, part: PartRequest) -> Capture | None:
        """Return what the page gets for a part, None for nothing; fetching it does not count as its time."""
        self.under_way += 1
        if self.under_way == 1:
            self.busy_since = time.monotonic()
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, self.parts.answer, part)
        except PartRefused:
            return None
        except RunStopped as stopped:
            self.stopped = stopped
            return None
        finally:
            self.last = time.monotonic()
            self.under_way -= 1
            if not self.under_way:
                self.busy_s += self.last - self.busy_since

    async def _refuse_socket(self, socket: Any) -> None:
        self.parts.note(socket.url, "websocket")
        await socket.close()


async def _close(tab: Any) -> None:
    await tab.close()


async def _fulfil(route: Any, answer: Capture) -> None:
    await route.fulfill(status=answer.status or 200, headers=_given(answer.headers), body=answer.body)


def _given(headers: Headers) -> dict[str, str]:
    """Return the headers that the browser gets; those of one name are joined (RFC 9110, 5.3)."""
    given: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key not in _DROPPED:
            given[key] = f"{given[key]}, {value}" if key in given else value
    return given


def _same_origin(one: str, other: str) -> bool:
    try:
        return origin(one) == origin(other)
    except BadUrl:
        return False
