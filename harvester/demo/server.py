"""The press site's web server: HTTP/1.1 on a free port of the loopback address."""

import gzip
import socket
import threading
from collections import Counter
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from harvester.demo.articles import EDITIONS
from harvester.demo.pages import DemoResponse, Visit, page_at

_LOOPBACK = "127.0.0.1"


class PressSite:
    """The site while it runs: ``with PressSite() as site: … site.url … site.edition = 2``.

    edition: which one is out; the site moves on when it is set. answers: how often each
    (path, status) was answered.
    """

    def __init__(self, edition: int = EDITIONS[0]) -> None:
        self.edition = edition
        self.answers: Counter[tuple[str, int]] = Counter()
        self._numbers = count(1)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The site's address, without a slash at the end."""
        return f"http://{_LOOPBACK}:{self._server.server_port}"

    @property
    def feed_url(self) -> str:
        """The feed that lists every article."""
        return f"{self.url}/feed.xml"

    def requests(self, path: str) -> int:
        """Return how often the path was asked for, whatever the answer."""
        return sum(times for (asked, _), times in self.answers.items() if asked == path)

    def page(self, path: str) -> DemoResponse:
        """Return what a visitor gets at that path right now."""
        return page_at(path, Visit(self.url, self.edition, next(self._numbers)))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """Ends when told to, even while clients keep their connections open."""

    daemon_threads = False  # so that server_close() waits for them
    request_queue_size = 128

    def __init__(self, site: PressSite) -> None:
        self.site = site
        self.counting = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__((_LOOPBACK, 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Take no more connections, end those that wait for another request, and wait for the threads."""
        self.shutdown()
        for connection in tuple(self._connections):
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:  # the client was faster
                continue
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One connection. Silent: what was asked is in ``PressSite.answers``."""

    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together, else Nagle and delayed ACK cost 40 ms a page
    disable_nagle_algorithm = True
    timeout = 30.0

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def version_string(self) -> str:
        return "LanternPress"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        page = self.server.site.page(path)
        tag = f'"{sha256(page.body).hexdigest()[:20]}"'
        status = 304 if page.status == HTTPStatus.OK and self._unchanged(page, tag) else page.status
        with self.server.counting:
            self.server.site.answers[path, status] += 1
        body = b"" if status == HTTPStatus.NOT_MODIFIED else self._encoded(page.body)
        self.send_response(status)
        self._send_headers(page, tag, body)
        if with_body:
            self.wfile.write(body)

    def _unchanged(self, page: DemoResponse, tag: str) -> bool:
        """Tell whether the visitor has this page already (RFC 9110, 13.1.2 and 13.1.3)."""
        if "Cache-Control" in dict(page.headers):
            return False
        if known := self.headers.get("If-None-Match"):
            return tag in (each.strip().removeprefix("W/") for each in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if not since or page.modified is None:
            return False
        try:
            return page.modified == parsedate_to_datetime(since)  # a restored text has an older date
        except (ValueError, TypeError):  # no date, or one without its zone
            return False

    def _encoded(self, body: bytes) -> bytes:
        return gzip.compress(body, mtime=0) if self._takes_gzip() else body

    def _takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("Accept-Encoding", "")

    def _send_headers(self, page: DemoResponse, tag: str, body: bytes) -> None:
        self.send_header("Content-Type", page.content_type)
        self.send_header("Vary", "Accept-Encoding")
        if page.status == HTTPStatus.OK and not page.headers:
            self.send_header("ETag", f"W/{tag}")  # weak: the same for both codings
        if page.modified:
            self.send_header("Last-Modified", format_datetime(page.modified.astimezone(UTC), usegmt=True))
        for name, value in page.headers:
            self.send_header(name, value)
        if body:
            if self._takes_gzip():
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
