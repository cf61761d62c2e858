"""Fetching beside Scrapy: the same pages from one loopback server, pages per CPU second of the client.

A page is 250 KB of HTML in 47 KB of gzip. Ours fetches in eight threads, and looks for garbage as seldom as a
run does; the peer is a stock spider. Both
write each body to a file, each in a process of its own that counts its own CPU from the first request to
the last; interpreter and imports are not in it. Nothing is parsed or stored.
"""

import asyncio
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from benchmarks.loopback import LOOPBACK, served
from benchmarks.timing import Ratio, speed_ratio
from harvester.fetch import Resolver, Session, fetch, user_agent
from harvester.harvest.pool import collecting_seldom
from harvester.http.addresses import AddressPolicy
from harvester.model import Outcome

OURS, PEER = "benchmarks.fetch", "benchmarks.fetch_peer"
PAGES = 600
ROUNDS = 5
THREADS = 8
TARGET = 2.5
PAGE_BYTES = 250_000


def run() -> Iterator[Ratio]:
    """Yield how many times as many pages per CPU second ours fetches."""
    seconds: dict[str, list[float]] = {OURS: [], PEER: []}
    with tempfile.TemporaryDirectory() as folder, served(OURS, "serve") as root:
        for _ in range(ROUNDS):
            for module, each in seconds.items():
                each.append(_measured(module, root, folder))
    ours, peer = (statistics.median(seconds[module]) / PAGES * 1000 for module in (OURS, PEER))
    note = f"({ours:.2f} ms a page; a stock Scrapy spider: {peer:.2f} ms)"
    yield Ratio("fetching 47 KB gzip pages", speed_ratio(seconds, OURS, PEER), TARGET, note)


def _measured(module: str, root: str, folder: str) -> float:
    command = (sys.executable, "-m", module, root, folder)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    came_to = json.loads(done.stdout)
    if came_to["pages"] != PAGES:
        raise RuntimeError(f"{module} fetched {came_to['pages']} of {PAGES} pages: {done.stderr[-500:]}")
    return float(came_to["cpu_s"])


def page() -> bytes:
    """Return a page like those of news sites: invented words in much markup, the same at every call."""
    words = random.Random(1)  # noqa: S311  text, no secret
    vocabulary = ["".join(words.choices("etaoinshrdlu", k=words.randint(2, 9))) for _ in range(3000)]
    lines: list[str] = []
    size = 0
    while size < PAGE_BYTES:
        text = " ".join(words.choices(vocabulary, k=24))
        markup = f'<div class="article__block article__block--text" data-id="{size}"><p class="body-text">'
        lines.append(f"{markup}{text}</p></div>{'<span class=spacer></span>' * 8}")
        size += len(lines[-1])
    return "\n".join(lines).encode()[:PAGE_BYTES]


class _Server(asyncio.Protocol):
    """Answers whatever is asked with the page; one that is closed by the client is no matter."""

    body = b""
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        for _ in range(data.count(b"\r\n\r\n")):
            self.transport.write(self.body)


async def _serve() -> None:
    body = gzip.compress(page(), 6)
    head = (
        "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nServer: nginx\r\n"
        'Content-Type: text/html; charset=utf-8\r\nETag: "5f3c-18d2a"\r\nVary: Accept-Encoding\r\n'
        f"Cache-Control: max-age=60\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    _Server.body = head.encode() + body
    server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def urls(root: str) -> list[str]:
    """Return what each contender fetches."""
    return [f"{root}/articles/{n}/questions-and-answers" for n in range(PAGES)]


def cpu_s() -> float:
    """Return the CPU seconds this process has used, its threads and the kernel's work for it included."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def report(pages: int, began_s: float) -> None:
    """Print how many pages took how much CPU."""
    print(json.dumps({"pages": pages, "cpu_s": cpu_s() - began_s}))


def _fetch_all(root: str, folder: str) -> None:
    began_s = cpu_s()
    resolver = Resolver(AddressPolicy(LOOPBACK))
    waiting = deque(enumerate(urls(root)))
    saved: list[int] = []

    def work() -> None:
        with Session(user_agent(""), resolver=resolver) as session:
            while waiting:
                number, url = waiting.popleft()
                capture = fetch(url, session=session)[-1]
                if capture.outcome is Outcome.OK and len(capture.body) == PAGE_BYTES:
                    Path(folder, str(number)).write_bytes(capture.body)
                    saved.append(number)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    with collecting_seldom():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report(len(saved), began_s)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(_serve())
    else:
        _fetch_all(*sys.argv[1:])
