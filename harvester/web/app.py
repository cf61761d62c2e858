"""The pages over HTTP: an ASGI application that reads one archive and never writes."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from anyio.to_thread import current_default_thread_limiter, run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.errors import ArchiveLocked, BadInput, ConfigError, HarvesterError, PayloadRemoved, fault_words
from harvester.extras import library
from harvester.web.answers import Answer, Answering, Document, Elsewhere, HtmlPage, WebRequest
from harvester.web.guard import AccessPolicy, Guard
from harvester.web.pages import sql
from harvester.web.pages.memento import REPLAY
from harvester.web.reading import ArchiveReader, TooSlow
from harvester.web.rendering import rendered
from harvester.web.routes import BUDGETS, PAGES

THREADS = 4
"""At most this many pages are made at the same time, each over a connection of its own; more only wait for
each other."""

MAX_PAGE = 1_000_000
"""A page has at most this many bytes of HTML. The pages cut their texts long before; this holds where they
forget one."""

MIN_PACKED = 1_000
"""An answer of this many bytes or more is compressed; a smaller one fits in one packet anyway."""

PACKING = 4
"""Answers are packed at this level of gzip: 100 KB of HTML take 1 ms and shrink to a sixth."""


class PageProblem(NamedTuple):
    """Why there is no page. words: in a few words. detail: what is wrong, and what to do."""

    words: str
    detail: str


_PROBLEMS: tuple[tuple[type[Exception], int, str], ...] = (
    (ConfigError, 404, "Not found"),
    (BadInput, 400, "This address has no meaning"),
    (PayloadRemoved, 410, "Taken down"),
    (ArchiveLocked, 503, "The archive is busy"),
    (HarvesterError, 500, "The archive cannot be read"),
)

_TOO_SLOW = "The archive needs more than {:g} s for this page. Ask for less."
_TOO_LARGE = "The page would be too large. Please report this address as a fault of the program."
_FAULT = "This is a fault of the program, which the server has noted. Nothing in the archive was changed."


def application(archive: Path, access: AccessPolicy, *, is_sql_open: bool = False) -> ASGIApp:
    """Return the application that shows an archive to whoever has access.

    is_sql_open: they may ask queries of their own, too.
    """
    pages = PageApplication(archive, access.scheme)
    answering = {**PAGES, **sql.answering(is_open=is_sql_open)}
    routes = [
        Route(path, pages.answering(function, BUDGETS.get(path))) for path, function in answering.items()
    ]
    tables = Mount("/data", Tables(archive, pages))
    static = Mount("/static", StaticFiles(packages=[("harvester.web", "static")]))
    app = Starlette(
        routes=[*routes, tables, static],
        lifespan=_few_threads,
        exception_handlers={HTTPException: pages.refused},
    )
    app.router.redirect_slashes = False  # a redirect of the library would be built from the Host header
    return Guard(_Packing(app), access)


@asynccontextmanager
async def _few_threads(app: Starlette) -> AsyncIterator[None]:
    del app
    current_default_thread_limiter().total_tokens = THREADS
    yield


class PageApplication:
    """Answers requests with what page functions say; problems become pages too."""

    def __init__(self, archive: Path, scheme: str) -> None:
        """Read that archive; scheme: by which it is asked."""
        self._scheme = scheme
        self._reader = ArchiveReader(archive)
        self._site = {"archive": archive.stem}

    def answering(self, function: Answering, budget_s: float | None = None) -> Callable[[Request], Response]:
        """Return an endpoint that answers with the page function; budget_s: of `ArchiveReader.reading`."""

        def endpoint(request: Request) -> Response:
            asked = self._asked(request)
            try:
                with self._reader.reading(budget_s) as conn:
                    return self._response(function(conn, asked))
            except TooSlow as error:
                return self.problem(503, PageProblem("This takes too long", _TOO_SLOW.format(*error.args)))
            except HarvesterError as error:
                return self._refusal(error)
            except Exception as error:  # noqa: BLE001  one bad page never stops the server
                sys.stderr.write(f"harvester: {request.url.path!r}: {fault_words(error)}\n")
                return self.problem(500, PageProblem("Something went wrong", _FAULT))

        return endpoint

    def _asked(self, request: Request) -> WebRequest:
        """Return what a request asks for; its Host is one that the guard lets through."""
        scope = request.scope
        target = "?".join(filter(None, (_sent(scope.get("raw_path")), _sent(scope["query_string"]))))
        headers = request.headers
        site = f"{self._scheme}://{headers.get('host', '')}"
        accepted = headers.get("accept-datetime", "")
        return WebRequest(request.path_params, dict(request.query_params), target, site, accepted)

    def refused(self, request: Request, error: Exception) -> Response:
        """Return the page for an address that no route has."""
        del request
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self.problem(status, PageProblem("Not found", "No page has this address."))

    def _response(self, answer: Answer) -> Response:
        match answer:
            case HtmlPage():
                return self._page(answer, answer.status)
            case Elsewhere():
                return RedirectResponse(answer.path, 302)
            case Document():
                return _document(answer)

    def _page(self, page: HtmlPage, status: int = 200) -> Response:
        body = rendered(page, self._site).encode("utf-8", "replace")
        if len(body) > MAX_PAGE:
            return self.problem(503, PageProblem("Too large", _TOO_LARGE))
        return HTMLResponse(body, status)

    def _refusal(self, error: HarvesterError) -> Response:
        status, words = next((code, said) for kind, code, said in _PROBLEMS if isinstance(error, kind))
        detail = f"“{error.where}” {error.problem}." if isinstance(error, ConfigError) else str(error)
        return self.problem(status, PageProblem(words, detail))

    def problem(self, status: int, problem: PageProblem) -> Response:
        """Return a page that says why there is no other."""
        return self._page(HtmlPage("problem.html", problem), status)


class Tables:
    """Datasette, which is loaded when somebody asks for it; where it is not installed, a page says so."""

    def __init__(self, archive: Path, pages: PageApplication) -> None:
        """Show the tables of that archive."""
        self._archive = archive
        self._pages = pages
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._app is None:
            self._app = await run_sync(self._loaded)
        await self._app(scope, receive, send)

    def _loaded(self) -> ASGIApp:
        try:
            app: ASGIApp = library("datasette", "harvester.web.datasette").application(self._archive)
        except ConfigError as error:
            return self._pages.problem(
                404, PageProblem("All tables", f"This page {error.problem}. {error.allowed}")
            )
        return app


def _sent(part: bytes | None) -> str:
    return (part or b"").decode("latin-1")


def _document(answer: Document) -> Response:
    response = Response(answer.body, answer.status, media_type=answer.media_type or None)
    for name, value in answer.headers:
        response.headers.append(name, value)
    if answer.name:
        response.headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    return response


class _Packing:
    """Compresses what is answered, but for mementos: their bytes and headers stay as they are."""

    def __init__(self, app: ASGIApp) -> None:
        """Compress the answers of that application."""
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=MIN_PACKED, compresslevel=PACKING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_memento = scope.get("path", "").startswith(REPLAY)
        await (self._app if is_memento else self._packing)(scope, receive, send)
