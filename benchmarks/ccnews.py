"""Articles of a file as Common Crawl's news crawl has them: ours beside fundus and news-please, CPU seconds.

The records are real news pages of the corpus, of publishers that fundus has a parser for, because it skips
all others. Each page comes several times, with another URL and other words, so that nobody reads one page
twice. As in a news crawl, few pages have questions and answers: one in fifty. Each contender is a process of
its own on one core: it opens the file, reads all records, and has the article of each in the end. Interpreter
and imports are not counted, and no contender asks the network, except fundus for the file itself, which it
only takes from a server.

``reader`` is our reader alone, from the bytes of the file to title, lead, authors, date, language and pairs.
``import`` is a plain import, which reads all pages and keeps the explainers. ``kept`` is an import
of all pages: each is in an archive in the end, as evidence and as a history.

    make peers
    python -m benchmarks.ccnews                # 1,000 records, one round: a minute of CPU
    python -m benchmarks.ccnews 204 3          # 10,000 records, three rounds: half an hour of CPU

The peers stand in an environment of their own, ``.venv/peers``: they bring 90 packages.
"""

import base64
import gzip
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import count, product
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.corpus import judged
from benchmarks.timing import Ratio
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.reader import Reader
from harvester.harvest.survey import MAX_UNPACKED, CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.exchanges import RecordedExchange, exchanges
from harvester.interop.opening import OpeningOptions, WebArchiveFile, given
from harvester.interop.recorded import CaptureContext, answered, told
from harvester.reading import received

COPIES = 20
"""Each page has this many records. With some 60 pages that is 1,000 records and a minute of CPU in all. What
each contender does once, as preparing languages, is then one part in twenty of what it takes."""

RARE = 10
"""A page with pairs comes once where another page comes this many times: one record in fifty is then one."""

SWAPPED = 4
"""Each n-th long word of a paragraph is another one of its page in each copy."""

TARGET = 2.0
"""The reader is to make this many times as many articles a CPU second as each peer."""

ROUNDS = 1
"""The contenders take turns this many times; the median counts."""

PEERS = ("fundus", "news-please")
SLOW = ("news-please",)
"""These take part in the first round only, and read a file with one copy of each page."""

INTERPRETERS = (Path(".venv", "peers", "bin", "python"), Path(sys.prefix, "peers", "bin", "python"))
PEER = Path(__file__).with_name("ccnews_peer.py")
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


_PARAGRAPH = re.compile(rb">[^<>{}]{60,}<")
_LONG_WORD = re.compile(rb"\b[a-z]{5,}\b")


class Page(NamedTuple):
    """A page of the corpus, where it was, and whether its gold has pairs."""

    url: str
    body: bytes
    is_explainer: bool


class Came(NamedTuple):
    """What a contender did: articles that it has, CPU seconds."""

    articles: int
    cpu_s: float


def run(copies: int = COPIES, rounds: int = ROUNDS) -> Iterator[Ratio]:
    """Yield how many times as many articles a CPU second ours has, alone and with an archive."""
    python = next((each for each in INTERPRETERS if each.exists()), None)
    if python is None:
        print("ccnews: there are no peers; make peers installs them")
        return
    known = set(json.loads(_said(python, PEER, "hosts")))
    pages = [page for page in _pages() if urlsplit(page.url).netloc in known]
    if not pages:
        return
    with TemporaryDirectory() as folder, _served(Path(folder)) as address:
        path, short = Path(folder, "news.warc.gz"), Path(folder, "short.warc.gz")
        number, few = _written(path, pages, copies), _written(short, pages, 1)
        commands = {each: (sys.executable, "-m", "benchmarks.ccnews", each, path) for each in OURS} | {
            "fundus": (python, PEER, "fundus", f"{address}/{path.name}"),
            "news-please": (python, PEER, "news-please", short),
        }
        found = [
            {who: _came(*command) for who, command in commands.items() if who not in SLOW or not turn}
            for turn in range(rounds)
        ]
    rates = {
        who: (few if who in SLOW else number)
        / statistics.median(each[who].cpu_s for each in found if who in each)
        for who in commands
    }
    said = ", ".join(f"{who} {rate:.1f} ({found[0][who].articles} articles)" for who, rate in rates.items())
    print(f"ccnews: {number} records of {len(pages)} pages, {', '.join(SLOW)} {few} of them (it takes long)")
    print(f"ccnews: records a CPU second: {said}")
    for ours, peer in product(OURS, PEERS):
        more = few / number if peer in SLOW else 1.0
        ratio = statistics.median(
            each[peer].cpu_s / each[ours].cpu_s / more for each in found if peer in each
        )
        yield Ratio(f"ccnews: {ours}, beside {peer}", ratio, TARGET)


def _pages() -> Iterator[Page]:
    """Yield the pages of the corpus that are UTF-8, as their records say; peers guess long at others."""
    for gold, body in judged("news"):
        if body.decode("utf-8", "ignore").encode() == body:
            yield Page(gold["url"], body, bool(gold["pairs"]))


def _said(*command: str | Path) -> str:
    """Return the last line that a program prints; it runs on one core."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | one)
    return done.stdout.splitlines()[-1]


def _came(*command: str | Path) -> Came:
    return Came(*json.loads(_said(*command)))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Give the address at which the files of a folder are served on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name in the library
        """Say nothing."""


def _written(path: Path, pages: Sequence[Page], copies: int) -> int:
    """Write a file with copies of the pages; return how many records of answers it has."""
    with path.open("wb") as file:
        return sum(1 for record in _records(pages, copies) if file.write(record))


def _reworded(body: bytes, copy: int) -> bytes:
    """Return the page with some words of its paragraphs changed for others of the page."""
    words = _LONG_WORD.findall(b" ".join(_PARAGRAPH.findall(body))) or [b"words"]
    number = count(copy)

    def other(found: re.Match[bytes]) -> bytes:
        at = next(number)
        return found[0] if at % SWAPPED else words[at * (copy + 1) % len(words)]

    return _PARAGRAPH.sub(lambda found: _LONG_WORD.sub(other, found[0]), body)


def _records(pages: Sequence[Page], copies: int) -> Iterator[bytes]:
    """Yield records as the news crawl writes them, a gzip member each: request and response."""
    for copy in range(copies):
        for number, page in enumerate(pages):
            if page.is_explainer and copy % RARE:
                continue
            url = f"{page.url}{'&' if '?' in page.url else '?'}copy={copy}"
            body = _reworded(page.body, copy)
            head = (
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n"
                f"X-Crawler-Transfer-Encoding: chunked\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            asked = f"GET /{number} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nUser-Agent: bench\r\n\r\n"
            name = f"<urn:uuid:00000000-0000-4000-{copy:04}-{number:012}>"
            answer = _record(url, name, "response", head.encode() + body, _digest(body))
            yield _record(url, name.replace("4000", "4001"), "request", asked.encode(), name) + answer


def _record(url: str, name: str, kind: str, block: bytes, more: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": name,
        "WARC-Date": f"{NOON:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Target-URI": url,
        "WARC-Payload-Digest" if kind == "response" else "WARC-Concurrent-To": more,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{field}: {value}\r\n" for field, value in fields.items())
    return gzip.compress(b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n", mtime=0)


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _reader(path: Path) -> int:
    """Read all pages of a file; return how many have a title."""
    reader, titles = Reader(), 0
    for exchange in exchanges(_files(path)[0].items()):
        if isinstance(exchange, RecordedExchange):
            at, message = told(exchange, NOON)
            place = CaptureContext(exchange.answer.uri, at, MAX_UNPACKED)
            titles += bool(reader.read(received(answered(exchange, message, place))).snapshot.title)
    return titles


def _import(path: Path, wish: CaptureFilter) -> int:
    """Import a file into a new archive; return how many captures that has then."""
    with (
        TemporaryDirectory(dir=path.parent) as folder,
        closing(open_archive(Path(folder, "a.db"), create=True)) as db,
    ):
        return import_files(Deriving(db, (), lambda: NOON), _files(path), wish).added


def _files(path: Path) -> Sequence[WebArchiveFile]:
    return given([str(path)], OpeningOptions(BytesIO(), lambda _: None)).files


OURS: dict[str, Callable[[Path], int]] = {
    "reader": _reader,
    "import": partial(_import, wish=CaptureFilter()),
    "kept": partial(_import, wish=CaptureFilter(all_html=True)),
}


def main(arguments: Sequence[str]) -> None:
    """Measure one of ours, which prints its articles and CPU seconds, or all contenders side by side."""
    if not arguments or arguments[0] not in OURS:
        for row in run(*map(int, arguments)):
            print(row)
        return
    name, path = arguments
    started = time.process_time()
    articles = OURS[name](Path(path))
    print(json.dumps([articles, time.process_time() - started]))


if __name__ == "__main__":
    main(sys.argv[1:])
