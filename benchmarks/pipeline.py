"""The whole way beside Scrapy: 50 hosts fetched, read and stored, pages per CPU second.

Each host has four articles: real pages of the corpus, sent in gzip, or, where that is absent, invented ones
of 100 KB with eight questions among the markup, menus and teasers of a news site. The peer is a stock Scrapy
spider that obeys robots.txt, with a pipeline that lets trafilatura extract the text and stores page and text
in SQLite; once more, it also extracts the metadata and fills an index of words. Ours does what
`harvester run` does: evidence on the disk before it is read, questions, versions, changes, a manifest. Each
contender is a process of its own that counts its CPU from the first request to the last row; interpreter and
imports are not in it, but the making of our archive is.

In the second round the same pages come again as a whole, without validators, a tenth of them edited. The same
is measured once more on pages of middling size, 25 KB in gzip, beside the peer with an index: this is the
set-up in which an early version was six times as fast. A last line says what reading alone takes of it, the
same pages in the same minute: no whole way of first captures is faster than that.
"""

import asyncio
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import ClassVar

import trafilatura

from benchmarks.corpus import pages
from benchmarks.fetch import cpu_s
from benchmarks.loopback import LOOPBACK, served
from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.events import Captured
from harvester.harvest.run import harvest
from harvester.reading import Received, read

MIDDLING = range(20_000, 32_000)
"""Bytes in gzip of pages of middling size; their mean is 25 KB, that of all pages of the corpus is 43 KB."""

OURS, PEER, FULL = "benchmarks.pipeline", "benchmarks.pipeline_peer", "benchmarks.pipeline_peer full"
PEERS = {
    PEER: "Scrapy with trafilatura into SQLite",
    FULL: "the same with metadata and an index",
}
HOSTS = 50
ARTICLES = 4
ROUNDS = int(os.environ.get("HARVESTER_ROUNDS", "3"))
"""``HARVESTER_ROUNDS`` sets another number, for a machine that has other work."""

EVERY = 2
"""Every second page of the corpus is an article."""

ALONE = 8
"""One page in this many is read alone."""

HTML = (("Content-Type", "text/html"),)
TARGET = 6.0
PAGE_BYTES = 100_000
EDITED = 10
"""One article in this many has an edited answer in the second round."""


def run() -> Iterator[Ratio]:
    """Yield how many times as many pages per CPU second ours does, for first captures and for later ones."""
    yield from _whole_way("pages of the corpus", "serve", PEERS)
    yield from _whole_way("pages of 25 KB in gzip", "serve middling", {FULL: PEERS[FULL]})
    yield _reading_alone()


def _whole_way(which: str, serve: str, peers: dict[str, str]) -> Iterator[Ratio]:
    rates: dict[str, list[list[float]]] = {who: [] for who in (OURS, *peers)}
    for _ in range(ROUNDS):
        for contender, found in rates.items():
            found.append(_round(contender, serve))
    for (peer, words), (name, at) in product(peers.items(), (("first captures", 0), ("known pages", 1))):
        ours, theirs = (statistics.median(each[at] for each in rates[who]) for who in (OURS, peer))
        ratio = statistics.median(o[at] / p[at] for o, p in zip(rates[OURS], rates[peer], strict=True))
        note = f"({ours:.0f} pages a CPU second; {words}: {theirs:.0f})"
        yield Ratio(f"whole way, {which}, {name}", ratio, TARGET, note)


def _round(contender: str, serve: str) -> list[float]:
    """Return the pages per CPU second of the first captures and of the second ones."""
    with tempfile.TemporaryDirectory() as folder, served(OURS, *serve.split()) as port:
        return [_measured(contender, port, folder) for _ in range(2)]


def _reading_alone() -> Ratio:
    """Return how many times as fast as trafilatura alone our reading alone is."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    bodies = [real(number, 0) or page(number, 0, 0) for number in range(0, HOSTS * ARTICLES, ALONE)]
    pages = [Received(urls("80")[at], moment, body, headers=HTML) for at, body in enumerate(bodies)]
    seconds = interleaved(
        {
            "reading": lambda: [*map(read, pages)],
            "peer": lambda: [trafilatura.extract(body) for body in bodies],
        },
        ROUNDS,
    )
    ours, theirs = (1000 * min(seconds[who]) / len(bodies) for who in ("reading", "peer"))
    note = f"({ours:.1f} ms a page; trafilatura: {theirs:.1f})"
    return Ratio("reading alone, of the whole way", speed_ratio(seconds, "reading", "peer"), TARGET, note)


def _measured(contender: str, port: str, folder: str) -> float:
    """Return the pages per CPU second of one round."""
    module, *more = contender.split()
    command = (sys.executable, "-m", module, port, folder, *more)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    came_to = json.loads(done.stdout.splitlines()[-1])
    if came_to["pages"] != HOSTS * ARTICLES:
        raise RuntimeError(
            f"{module} did {came_to['pages']} of {HOSTS * ARTICLES} pages: {done.stderr[-500:]}"
        )
    return float(came_to["pages"] / came_to["cpu_s"])


def urls(port: str) -> list[str]:
    """Return the articles, those of each host one after the other."""
    return [f"http://127.0.2.{host}:{port}/a/{n}" for host in range(1, HOSTS + 1) for n in range(ARTICLES)]


@lru_cache(HOSTS * ARTICLES * 2)
def answer(host: int, number: int, visit: int) -> bytes:
    """Return the answer to the visit-th request for an article, head and all."""
    edits = visit if (host * ARTICLES + number) % EDITED == 0 else 0
    body = gzip.compress(real(host * ARTICLES + number, edits) or page(host, number, edits), 6)
    head = (
        "HTTP/1.1 200 OK\r\nServer: nginx\r\n"
        "Content-Type: text/html\r\nVary: Accept-Encoding\r\n"
        f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@cache
def _corpus(*, is_middling: bool) -> tuple[bytes, ...]:
    every = tuple(pages(EVERY))
    return tuple(page for page in every if len(gzip.compress(page, 6)) in MIDDLING) if is_middling else every


def real(number: int, edits: int) -> bytes:
    """Return a page of the corpus, ``b""`` where that is absent."""
    if not (bodies := _corpus(is_middling=sys.argv[1:] == ["serve", "middling"])):
        return b""
    body = bodies[number % len(bodies)]
    return body.replace(b"</p>", b" By now there are %d of them.</p>" % (edits + 40), 1) if edits else body


def page(host: int, number: int, edits: int) -> bytes:
    """Return an article of a site: invented words, the same for the same numbers."""
    words = random.Random(f"{host} {number}")  # noqa: S311  text, no secret
    draw = Vocabulary(words)
    title = f"What happens to {draw.some(3)} {host}-{number}"
    pairs = "".join(f"<h2>Why does {draw.some(6)}?</h2>{draw.paragraphs(4)}" for _ in range(8))
    if edits:
        pairs = pairs.replace("<p>", f"<p>By now there are {edits + 40} of them. ", 1)
    menu = "".join(f'<li class="nav__item"><a href="/{n}">{draw.some(2)}</a></li>' for n in range(60))
    frame = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        f"<style>{'.a{b:c}' * 300}</style></head><body>"
        f'<nav><ul>{menu}</ul></nav><main><article class="article"><h1>{title}</h1><p>{draw.some(30)}.</p>'
        f"{pairs}</article></main><aside>"
    )
    teasers: list[str] = []
    size = len(frame)
    while size < PAGE_BYTES:
        teasers.append(
            f'<div class="teaser teaser--small" data-id="{size}"><a class="teaser__link" href="/s/{size}">'
            f'<span class="teaser__kicker">{draw.some(2)}</span><h3>{draw.some(8)}</h3></a></div>'
        )
        size += len(teasers[-1])
    return f"{frame}{''.join(teasers)}</aside></body></html>".encode()


class Vocabulary:
    """Words of a page, drawn one after the other."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._words = ["".join(draw.choices("etaoinshrdlu", k=draw.randint(2, 9))) for _ in range(800)]

    def some(self, count: int) -> str:
        """Return so many words."""
        return " ".join(self._draw.choices(self._words, k=count))

    def paragraphs(self, count: int) -> str:
        """Return paragraphs of two sentences."""
        return "".join(
            f"<p>{self.some(25).capitalize()}. {self.some(20).capitalize()}.</p>" for _ in range(count)
        )


class _Server(asyncio.Protocol):
    """Answers with articles, and for robots.txt and second pages that there is none."""

    visits: ClassVar[Counter[tuple[int, int]]] = Counter()
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._host = int(transport.get_extra_info("sockname")[0].rpartition(".")[2])
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            if path == "/robots.txt" or "?" in path:  # a page of the corpus names a second page
                self.transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")
                continue
            asked = (self._host, int(path.rpartition("/")[2]))
            self.transport.write(answer(*asked, self.visits[asked]))
            self.visits[asked] += 1


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Server, "0.0.0.0", 0)  # noqa: S104  all of loopback
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def report(pages: int, began_s: float) -> None:
    """Print how many pages took how much CPU."""
    print(json.dumps({"pages": pages, "cpu_s": cpu_s() - began_s}), flush=True)


def _harvest(port: str, folder: str) -> None:
    path = Path(folder, "harvester.db")
    sources = tuple(SourceSettings(url, kind="page", every_s=1) for url in urls(port))
    settings = Settings(archive=path, delay_s=0.0, allow_net=LOOPBACK, sources=sources)
    with closing(open_archive(path, create=True)) as db:
        began_s = cpu_s()
        pages = sum(isinstance(event, Captured) for event in harvest(db, settings))
        report(pages, began_s)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(_serve())
    else:
        _harvest(*sys.argv[1:])
