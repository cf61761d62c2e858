"""Pages that a browser renders in a run: which ones, what they may request, and what is stored.

The plain answer is stored first. The rendering is stored beside it, before the page is read.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit

from sqlite_utils import Database

from harvester.archive.captures import Recording, add_chain, asked_url
from harvester.archive.renderings import add_rendering
from harvester.archive.writing import evidence
from harvester.chromium import BrowserEngine
from harvester.config import Settings
from harvester.errors import fault_words
from harvester.fetch import PRODUCT, SiteOptions, site_key
from harvester.fetch.browser import Browser
from harvester.fetch.limits import MIB
from harvester.fetch.parts import Asker, Parts
from harvester.harvest.fetching import Fetching
from harvester.http.urls import host_of
from harvester.model import Capture
from harvester.normalise.noarchive import archiving_refusal
from harvester.reading import received
from harvester.reading.received import RENDERED_TYPE
from harvester.reading.scripted import may_be_rendered
from harvester.rendering import Rendered, Rendering
from harvester.text import printable


class PageRenderer:
    """The rendered pages of a run; one after another, in the thread that writes. Close it at the end."""

    def __init__(self, db: Database, settings: Settings, fetching: Fetching, run_id: int) -> None:
        self._db, self._settings, self._fetching, self._run_id = db, settings, fetching, run_id
        self._stack = ExitStack()
        self._tools: tuple[Browser, Asker] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def render(self, capture_id: int, end: Capture) -> str:
        """Render the page of a capture that was just stored, if its site wants that and the page allows it.

        The rendering is on the disk when this returns. Returns why it has no document; ``""`` if it has one,
        or if the page was not to be rendered.
        """
        options = self._fetching.options(end.url)
        if options is None or not options.browser:
            return ""
        if not may_be_rendered(received(end, asked_url(self._db.conn, capture_id))):
            return ""
        rendering, parts = self._render(end, options)
        with evidence(self._db):
            for chain in parts.robots if parts else ():
                add_chain(self._db, Recording(self._run_id, "robots"), chain)
            add_rendering(self._db, capture_id, rendering)
        return rendering.detail

    def _render(self, end: Capture, options: SiteOptions) -> tuple[Rendering, Parts | None]:
        if self._fetching.stopped:
            stopped = Rendering(end.captured_at, Rendered.STOPPED, "The run was stopped.")
            return stopped, None
        browser, asker = self._tools = self._tools or self._open_tools()
        parts = Parts(asker, lambda url: is_allowed(url, end.url, options.browser_hosts))
        try:
            rendering = browser.render(end, parts)
        except Exception as error:  # noqa: BLE001  the boundary round what a page does to our program
            words = f"The program failed: {fault_words(error)}."
            return Rendering(end.captured_at, Rendered.FAULT, words), parts
        return self._obey_noarchive(rendering), parts

    def _obey_noarchive(self, rendering: Rendering) -> Rendering:
        """Return a rendering without a document that asks not to be archived, where the settings obey."""
        if not self._settings.obey_noarchive or not rendering.body:
            return rendering
        asked = archiving_refusal((("Content-Type", RENDERED_TYPE),), rendering.body, PRODUCT)
        return _without_document(rendering, asked) if asked else rendering

    def _open_tools(self) -> tuple[Browser, Asker]:
        settings = self._settings
        engine = BrowserEngine(settings.chromium, settings.chromium_sandbox)
        browser = self._stack.enter_context(Browser(engine, settings.max_body_mib * MIB))
        asker = self._fetching.asker()
        self._stack.callback(asker.fetcher.close)
        return browser, asker


def _without_document(rendering: Rendering, asked: str) -> Rendering:
    """Return a rendering without its document, which asks not to be archived."""
    detail = f"The rendered page asks not to be archived: {asked}."
    return replace(rendering, outcome=Rendered.ARCHIVING_REFUSED, detail=printable(detail), body=b"")


def is_allowed(url: str, page: str, hosts: Sequence[str]) -> bool:
    """Return whether a rendered page may ask for a URL: it is of the page's own site, or of one of the hosts.

    http is not asked for a page that came by https. Pure.
    """
    if urlsplit(page).scheme == "https" and urlsplit(url).scheme != "https":
        return False
    if site_key(url) == site_key(page):
        return True
    host = host_of(url)
    return any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in hosts)
