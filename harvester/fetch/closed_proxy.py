"""A proxy that connects to nothing: whatever a browser sends past its interception ends here, and is counted.

A browser gets each part of a page from `harvester.fetch.parts`. What it asks for otherwise (sockets,
redirects, calls to its vendor) goes to the proxy that it was started with, which is this one.
"""

import threading
from collections import Counter
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Self
from urllib.parse import urlsplit

LONGEST_LINE = 8 * 1024
"""At most this many bytes of a request's first line are read: it names the host."""

SECONDS = 5.0
"""A connection that sends nothing is closed after this many seconds."""

_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Refusal(StreamRequestHandler):
    """One connection: its first line is read, and it is refused."""

    timeout = SECONDS
    server: "_Server"

    def handle(self) -> None:
        try:
            line = self.rfile.readline(LONGEST_LINE).decode("latin-1")
        except OSError:  # nothing came
            return
        if words := line.split():
            self.server.note(_host(words[1] if len(words) > 1 else ""))
            self.wfile.write(_REFUSED)


def _host(target: str) -> str:
    """Return the host that a request is for (RFC 9112, 3.2.2 and 3.2.3); ``""`` if it names none."""
    try:
        return urlsplit(target if "://" in target else f"//{target}").hostname or ""
    except ValueError:
        return ""


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusal)
        self.refused: Counter[str] = Counter()
        self._mutex = threading.Lock()

    def note(self, host: str) -> None:
        with self._mutex:
            self.refused[host] += 1

    def taken(self) -> Counter[str]:
        with self._mutex:
            refused, self.refused = self.refused, Counter()
        return refused

    def handle_error(self, request: object, client_address: object) -> None:
        """Do nothing: it is not a fault that a browser closes a refused connection."""


class ClosedProxy:
    """The proxy, on a port of loopback, while the context is open."""

    def __init__(self) -> None:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Return where it listens, as ``host:port``."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def taken(self) -> Counter[str]:
        """Return how many requests were refused for each host since the last call."""
        return self._server.taken()
