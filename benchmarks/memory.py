"""Whether memory stays flat over a long run: the peak when a tenth is captured beside that at the end.

One list names all articles, so that all are due at once. ``HARVESTER_DUE`` says how many, 10,000 if it is not
set; 50,000 take half an hour.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.loopback import LOOPBACK
from benchmarks.timing import Ratio
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest.events import Captured
from harvester.harvest.run import harvest

CAPTURES = int(os.environ.get("HARVESTER_DUE", "10000"))
EARLY = CAPTURES // 10
MOST_MB = 60.0
MOST_SAID = 200
"""Characters that are shown of an event that is no capture; that of the list has its body."""

WORDS = (
    "The council of the valley said on day {n} that part {k} of the bridge would stay closed for the season. "
)


def run() -> Iterator[Ratio]:
    """Yield how often the growth of the peak goes into what is allowed: 1 is the limit, more is less."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.memory", str(server.server_port)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()
    early, end, captures, others = json.loads(done.stdout)
    grown = max(end - early, 0.001)
    peaks = f"peak {early:.0f} MB after {EARLY}, {end:.0f} MB at the end"
    note = f"({captures} captures of {CAPTURES}; {peaks}; other events: {others})"
    yield Ratio(f"memory: peak grows by at most {MOST_MB:g} MB", MOST_MB / grown, 1.0, note)


class _Page(BaseHTTPRequestHandler):
    """Each path is an explainer of its own, but for the list of them all."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer with a page of some 8 KB, or for robots.txt with 404."""
        number = self.path.rpartition("/")[2]
        kind, body = "text/html", b"" if number == "robots.txt" else page(number)
        if number == "list.txt":
            kind, body = "text/plain", listed(self.headers["Host"])
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def listed(host: str) -> bytes:
    """Return the list of all articles."""
    return "".join(f"http://{host}/{number}\n" for number in range(CAPTURES)).encode()


def page(number: str) -> bytes:
    """Return an explainer of some 8 KB, another for each number."""
    pairs = "".join(
        f"<h2>Why is part {k} of bridge {number} closed?</h2><p>{WORDS.format(n=number, k=k) * 6}</p>"
        for k in range(8)
    )
    links = "".join(f'<li><a href="/{k}">Another story, number {k}</a></li>' for k in range(60))
    written = (
        f"<title>Bridge {number}</title><main><h1>Bridge {number}</h1>{pairs}</main><footer>{links}</footer>"
    )
    return written.encode()


def _measure(port: int) -> tuple[float, float, int, list[str]]:
    """Return the peak in MB after EARLY captures and at the end, how many captures came, and other events."""
    sources = (SourceSettings(f"http://127.0.0.1:{port}/list.txt", kind="list"),)
    early, captures = 0.0, 0
    others: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.db")
        with closing(open_archive(path, create=True)) as db:
            for event in harvest(
                db, Settings(archive=path, delay_s=0.0, allow_net=LOOPBACK, sources=sources)
            ):
                if not isinstance(event, Captured):
                    others.append(str(event)[:MOST_SAID])
                    continue
                captures += 1
                if captures == EARLY:
                    early = _peak_mb()
    return early, _peak_mb(), captures, others


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]))))
