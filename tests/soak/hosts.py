"""The hosts of the soak: one server on many addresses of loopback. It misbehaves, and notes everything."""

import gzip
import hashlib
import random
import select
import socket
import socketserver
import struct
import threading
import time
import zlib
from contextlib import suppress
from email.utils import formatdate
from typing import NamedTuple

import play

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST
BOMB = zlib.compress(b"\0" * (64 << 20), 9)
"""Unpacked it is larger than any body that a run keeps."""

SLOW_S = 30.0
"""A host that hangs or drips does so for longer than any time limit of the run."""


class Asked(NamedTuple):
    """A request as the server saw it, in seconds on the monotonic clock.

    at: when it was read. answering_at: when the first byte of the answer, or the end, was about to be sent.
    digest: of the body if all of it was sent with 200. text_number: which text of the article that was.
    wait_s: what Retry-After said.
    """

    host: int
    path: str
    at: float
    answering_at: float
    connection: int
    fault: str = ""
    status: int = 0
    digest: bytes = b""
    text_number: int = -1
    wait_s: float = 0.0


class Site:
    """The hosts. ``log`` grows; ``at`` is the moment of the play, set by `start`."""

    def __init__(self, shown, seconds, delay_s):
        self.play, self.seconds, self.delay_s = shown, seconds, delay_s
        self.log = []
        self.most_open = 0
        self._open = [[] for _ in range(shown.hosts)]
        self._faults = random.Random(f"faults {seconds}")
        self._mutex = threading.Lock()
        self._began = time.monotonic()
        self._connections = 0
        self.stopped = threading.Event()
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                site.serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        self._server = Server(("0.0.0.0", 0), Handler)  # all of 127.0.0.0/8
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def host(self, number):
        return f"127.0.1.{number + 1}:{self.port}"

    def at(self):
        return min((time.monotonic() - self._began) / self.seconds, 1.0)

    def serve(self, connection):
        """Answer the requests of one connection."""
        number = int(connection.getsockname()[0].rpartition(".")[2]) - 1
        with self._mutex:
            self._connections += 1
            own = self._connections
            self._open[number].append(connection)
            self.most_open = max(self.most_open, sum(map(_is_open, self._open[number])))
        try:
            connection.settimeout(120)
            while head := self._head(connection):
                if not self._answer(connection, number, own, head):
                    break
        except OSError:
            pass
        finally:
            with self._mutex:
                self._open[number].remove(connection)

    @staticmethod
    def _head(connection):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            if not (piece := connection.recv(65536)):
                return b""
            head += piece
        return head

    def _answer(self, connection, host, own, head):
        """Answer one request; return whether the connection stays open."""
        asked_at, at = time.monotonic(), self.at()
        path = head.split(b" ", 2)[1].decode()
        fault = self._fault(host, path, at)
        note = {"host": host, "path": path, "at": asked_at, "connection": own, "fault": fault}
        if fault:
            return self._misbehave(connection, fault, note)
        status, kind, body, text_number = self._shown(host, path, at)
        etag = f'"{hashlib.sha1(body).hexdigest()}"'
        lines = [f"Content-Type: {kind}", f"ETag: {etag}"]
        if status == 301:
            lines.append(f"Location: http://{self.host(play.MOVED_TO)}/from{path}")
        if status == 200 and etag.encode() in head:
            status, body = 304, b""
        digest = hashlib.sha256(body).digest() if status == 200 else b""
        self._note(note | {"status": status, "digest": digest, "text_number": text_number})
        connection.sendall(_response(status, body, *lines))
        return True

    def _note(self, note):
        """Write the request down before a byte of its answer is sent: what comes after it comes later."""
        with self._mutex:
            self.log.append(Asked(**({"answering_at": time.monotonic()} | note)))

    def _fault(self, host, path, at):
        if self.play.is_dead(host, at):
            return "reset"
        if "/a/" not in path:
            return ""
        with self._mutex:
            return self._faults.choice(play.KINDS) if self._faults.random() < play.FAULTS else ""

    def _shown(self, host, path, at):
        """(status, media type, body, number of the text) of a URL."""
        if path == "/robots.txt":
            delay = f"Crawl-delay: {self.delay_s * 1.5}\n" if host == play.DELAYING else ""
            return 200, "text/plain", f"User-agent: *\n{delay}Disallow: /private/\n".encode(), -1
        if path == "/feed.xml":
            return 200, "application/rss+xml", self._feed(host), -1
        if path.startswith("/private/"):
            return 200, "text/html", b"<p>Nobody may read this.", -1
        origin = play.MOVING if path.startswith("/from/") else host
        article = int(path.rpartition("/")[2])
        status = 200 if origin != host else self.play.status(host, article, at)
        if status != 200:
            return status, "text/html", b"<h1>Elsewhere</h1>", -1
        return (
            200,
            "text/html; charset=utf-8",
            self.play.page(origin, article, at),
            self.play.text_number(origin, article, at),
        )

    def _feed(self, host):
        root = f"http://{self.host(host)}"
        urls = [f"{root}/a/{number}" for number in range(play.ARTICLES)] + [f"{root}/private/a"]
        items = "".join(f"<item><title>Plan explained</title><link>{url}</link></item>" for url in urls)
        return f"<rss version='2.0'><channel><title>Plans</title>{items}</channel></rss>".encode()

    def _misbehave(self, connection, fault, note):
        """Do what the fault is; return whether the connection stays open."""
        page = (
            self.play.page(note["host"], int(note["path"].rpartition("/")[2] or 0), 0.0)
            if "/a/" in note["path"]
            else b""
        )
        simple = {
            "500": (500, ()), "503": (503, ()), "503 Retry-After": (503, ("Retry-After: 3",)),
            "429": (429, (f"Retry-After: {formatdate(time.time() + 4, usegmt=True)}",)),
            "loop": (302, (f"Location: {note['path']}",)),
        }  # fmt: skip
        if fault in simple:
            status, lines = simple[fault]
            wait_s = 2.9 if any(line.startswith("Retry-After") for line in lines) else 0.0
            self._note(note | {"status": status, "wait_s": wait_s})
            connection.sendall(_response(status, b"<h1>Not now</h1>", *lines))
            return True
        self._note(note)
        if fault == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        elif fault in {"hang", "drip"}:
            self._dawdle(connection, drips=fault == "drip")
        else:
            connection.sendall(_rubbish(fault, page))
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR) if fault != "reset" else connection.close()
        return False

    def _dawdle(self, connection, *, drips):
        until = time.monotonic() + SLOW_S
        if drips:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        connection.settimeout(0.2)
        while time.monotonic() < until and not self.stopped.is_set():
            with suppress(TimeoutError):
                if not connection.recv(1):  # the client gave up
                    return
            if drips:
                connection.sendall(b"x")


def _is_open(connection):
    """Whether the client has not closed its side: the thread that serves it may not have seen that yet."""
    if connection.fileno() < 0:
        return False
    looked = select.poll()
    looked.register(connection, select.POLLRDHUP)
    return not looked.poll(0)


def _rubbish(fault, page):
    return {
        "cut": lambda: _response(200, page)[:-9],
        "rubbish": lambda: b"\x00\xffSSH-2.0 not HTTP\r\n\r\n" * 3,
        "bad gzip": lambda: _response(200, gzip.compress(page)[:-20] + b"x" * 20, "Content-Encoding: gzip"),
        "bomb": lambda: _response(200, BOMB, "Content-Encoding: deflate"),
        "empty": lambda: _response(200, b""),
        "huge head": lambda: b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 400_000 + b"\r\n",
    }[fault]()


def _response(status, body, *lines):
    head = [f"HTTP/1.1 {status} Whatever", f"Date: {formatdate(usegmt=True)}", *lines]
    if status != 304:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body
