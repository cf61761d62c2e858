"""Web archives on loopback, in the forms that were recorded of the real ones: index, mementos, refusals.

One server stands in for all of them. ``mementos`` holds what was archived; what else is to be answered at a
path, ``odd`` holds, as a list of answers that are given one after another, and then the usual one again.
"""

import base64
import gzip
import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, quote_plus, unquote_plus, urlsplit

import pytest

CRAWLS = ("CC-MAIN-2020-10", "CC-MAIN-2019-04")
WARC_FILE = "crawl-data/{}/segments/1/warc/{}-00000.warc.gz"


def sha1(body):
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


def key_of(url):
    """The field's key: host back to front, without scheme, port and www; letter case folded."""
    parts = urlsplit(url)
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    return f"{host}){(parts.path or '/').lower()}{'?' + parts.query if parts.query else ''}"


@dataclass(frozen=True)
class Memento:
    at: str
    url: str
    body: bytes = b""
    status: int = 200
    mime: str = "text/html"
    headers: tuple = ()
    listed_status: str = ""  # "-" for a revisit
    listed_mime: str = ""
    listed_digest: str = ""

    @property
    def row(self):
        length = str(len(gzip.compress(self.body)) + 300)
        status = self.listed_status or str(self.status)
        digest = self.listed_digest or sha1(self.body)
        fields = (key_of(self.url), self.at, self.url, self.listed_mime or self.mime, status, digest, length)
        return " ".join(fields)


@dataclass
class StandIn:
    """rows: how many one page of the index has. asked: (path, headers) of each request, and at_s, when."""

    url: str = ""
    mementos: list = field(default_factory=list)
    rows: int = 100
    odd: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    clock: object = None
    at_s: list = field(default_factory=list)
    saved: list = field(default_factory=list)

    def paths(self, start=""):
        return [path for path, _ in self.asked if path.startswith(start)]

    def add(self, at, url, body=b"", **more):
        self.mementos.append(Memento(at, url, body.encode() if isinstance(body, str) else body, **more))

    def answer(self, path, headers):
        """(status, headers, body, how many bytes of it are sent; None for all)."""
        for start, answers in self.odd.items():
            if path.startswith(start) and answers:
                status, more, body = answers.pop(0)
                return (status, more, body, None)
        for start, answer in (
            ("/cdx/search/cdx", self.index),
            ("/web/", self.memento),
            ("/collinfo.json", self.crawls),
            ("/CC-MAIN", self.crawl),
            ("/timemap/", self.timemap),
            ("/save", self.save),
        ):
            if path.startswith(start):
                return answer(path)
        if path.startswith("/crawl-data/"):
            return self.range_of(path, headers)
        return (404, {}, b"nothing is here", None)

    # The Wayback Machine

    def index(self, path):
        asked = parse_qs(urlsplit(path).query)
        key = key_of(asked["url"][0])
        rows = sorted(each.row for each in self.mementos if key_of(each.url) == key)
        rows = [each for each in rows if _within(each.split()[1], asked)]
        if "resumeKey" in asked:  # it was sent encoded twice; one coding is left here
            after = unquote_plus(asked["resumeKey"][0])
            rows = [each for each in rows if " ".join(each.split()[:2]) >= after]
        shown, left = rows[: self.rows], rows[self.rows :]
        while left and left[0].split()[1] == shown[-1].split()[1]:
            shown.append(left.pop(0))  # a key cannot stand within a second
        text = "".join(f"{each}\n" for each in shown)
        if len(rows) > self.rows:  # the key is the last one, and one more; 9 and 1 is ":"
            last = " ".join(shown[-1].split()[:2])
            text += f"\n{quote_plus(last[:-1] + chr(ord(last[-1]) + 1))}\n"
        return (200, {"Content-Type": "text/plain"}, text.encode(), None)

    def memento(self, path):
        digits, _, url = path[len("/web/") :].partition("id_/")
        for each in self.mementos:
            if (each.at, each.url) == (digits, url):
                return self.archived(each)
        near = [each for each in self.mementos if key_of(each.url) == key_of(url)]
        if not near:
            return (404, {}, b"<html>Wayback Machine has not archived that URL.</html>", None)
        best = min(near, key=lambda each: abs(int(each.at) - int(digits)))
        if best.at == digits:
            return self.archived(best)  # of http for https: the same second
        place = f"{self.url}/web/{best.at}id_/{best.url}"
        reason = f"found capture at {best.at}"
        return (302, {"Location": place, "X-Archive-Redirect-Reason": reason}, b"", None)

    def archived(self, each):
        date = datetime.strptime(each.at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {"Memento-Datetime": format_datetime(date, usegmt=True), "Content-Type": each.mime}
        headers["Link"] = (
            f'<{each.url}>; rel="original", <{self.url}/web/timemap/link/{each.url}>; rel="timemap"'
        )
        headers["X-Archive-Orig-Server"] = "nginx/1.2"
        headers["X-Archive-Orig-Content-Length"] = str(len(each.body))
        for name, value in each.headers:
            headers |= (
                {"Location": f"{self.url}/web/{each.at}id_/{value}"}
                if name == "Location"
                else {f"X-Archive-Orig-{name}": value}
            )
        return (each.status, headers, each.body, None)

    def save(self, path):
        """Save Page Now: a job, which waits once and is then done."""
        said = {"url": path[len("/save/") :], "job_id": f"spn2-{len(self.saved)}"}
        if path.startswith("/save/status/"):
            at = int(path.rpartition("-")[2])
            done = path in self.paths("/save/status/")[:-1]
            said = {"job_id": f"spn2-{at}", "status": "pending"}
            if done:
                said |= {"status": "success", "timestamp": "20310304120000", "original_url": self.saved[at]}
        else:
            self.saved.append(said["url"])
        return (200, {"Content-Type": "application/json"}, json.dumps(said).encode(), None)

    # Common Crawl

    def crawls(self, _):
        said = []
        for name in CRAWLS:
            year = name[8:12]
            dates = {"from": f"{year}-01-01T00:00:00", "to": f"{year}-12-31T00:00:00"}
            said.append({"id": name, "name": name, "cdx-api": f"{self.url}/{name}-index", **dates})
        return (200, {"Content-Type": "application/json"}, json.dumps(said).encode(), None)

    def files(self):
        """{file: (bytes, [(memento, offset, length)])}: one WARC for each crawl."""
        made = {}
        for name in CRAWLS:
            content, places = b"", []
            for each in self.mementos:
                if each.at[:4] == name[8:12]:
                    record = gzip.compress(warc_record(each), mtime=0)
                    places.append((each, len(content), len(record)))
                    content += record
            made[WARC_FILE.format(name, name)] = (content, places)
        return made

    def crawl(self, path):
        name, asked = path[1 : path.index("-index")], parse_qs(urlsplit(path).query)
        file = WARC_FILE.format(name, name)
        number = int(asked["page"][0])
        found = [
            {"urlkey": key_of(each.url), "timestamp": each.at, "url": each.url, "mime": each.mime,
             "mime-detected": each.mime, "status": str(each.status), "digest": sha1(each.body),
             "length": str(length), "offset": str(offset), "filename": file, "languages": "eng"}
            for each, offset, length in self.files()[file][1]
            if key_of(each.url) == key_of(asked["url"][0]) and _within(each.at, asked)
        ]  # fmt: skip
        if not found:
            said = {"message": f"No Captures found for: {asked['url'][0]}"}
            return (404, {"Content-Type": "application/json"}, json.dumps(said).encode(), None)
        page = found[number * self.rows : (number + 1) * self.rows]
        if not page:
            said = {"message": f"Page {number} invalid: First Page is 0, Last Page is {number - 1}"}
            return (400, {"Content-Type": "application/json"}, json.dumps(said).encode(), None)
        return (200, {"Content-Type": "text/x-ndjson"}, "\n".join(map(json.dumps, page)).encode(), None)

    def range_of(self, path, headers):
        content = self.files()[path[1:]][0]
        first, _, last = headers["Range"].removeprefix("bytes=").partition("-")
        part = content[int(first) : int(last) + 1]
        return (206, {"Content-Range": f"bytes {first}-{last}/{len(content)}"}, part, None)

    # Any other archive

    def timemap(self, path):
        url = path[len("/timemap/link/") :].partition("?page=")
        found = [each for each in self.mementos if key_of(each.url) == key_of(url[0])]
        if not found:
            return (404, {}, b"", None)
        number = int(url[2] or 0)
        page = found[number * self.rows : (number + 1) * self.rows]
        here = f"{self.url}/timemap/link/{url[0]}"
        lines = [
            f'<{found[0].url}>; rel="original"',
            f'<{self.url}{path}>; rel="self"; type="application/link-format"',
        ]
        lines += [f'<{self.url}/timemap/json/{url[0]}>; rel="timemap"; type="application/json"']
        for nth in {number - 1, number + 1}:
            if 0 <= nth * self.rows < len(found):
                name = f"{here}?page={nth}" if nth else here
                lines.append(f'<{name}>; rel="timemap"; type="application/link-format"')
        for n, each in enumerate(page):
            date = datetime.strptime(each.at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            rel = "first memento" if not n and not number else "memento"
            said = f'rel="{rel}"; datetime="{format_datetime(date, usegmt=True)}"'
            lines.append(f"<{self.url}/web/{each.at}/{each.url}>; {said}")
        return (200, {"Content-Type": "application/link-format"}, ",\n".join(lines).encode(), None)


def _within(at, asked):
    since, until = (asked.get(name, [""])[0] for name in ("from", "to"))
    return since <= at and (not until or at <= until)


def warc_record(each):
    """A response record as Common Crawl writes it: the body decoded, the headers about coding renamed."""
    date = datetime.strptime(each.at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    head = f"HTTP/1.1 {each.status} OK\r\nContent-Type: {each.mime}\r\nX-Crawler-Content-Encoding: gzip\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in each.headers)
    block = head.encode() + f"Content-Length: {len(each.body)}\r\n\r\n".encode() + each.body
    fields = {
        "WARC-Type": "response",
        "WARC-Date": f"{date:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{each.at[:12]}>",
        "Content-Length": str(len(block)),
        "Content-Type": "application/http; msgtype=response",
        "WARC-Target-URI": each.url,
        "WARC-Payload-Digest": f"sha1:{sha1(each.body)}",
    }
    return (
        b"WARC/1.0\r\n"
        + "".join(f"{n}: {v}\r\n" for n, v in fields.items()).encode()
        + b"\r\n"
        + block
        + b"\r\n\r\n"
    )


def _handler(stand_in):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self):
            stand_in.asked.append((self.path, dict(self.headers)))
            stand_in.at_s.append(stand_in.clock() if stand_in.clock else 0.0)
            status, headers, body, cut = stand_in.answer(self.path, self.headers)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:cut])
            self.close_connection = cut is not None

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def archives():
    """Serve a stand-in. Meanwhile the turns at web archives are noted in a folder of its own."""
    with TemporaryDirectory() as cache, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", cache)
        with _served() as stand_in:
            yield stand_in


@contextmanager
def _served():
    stand_in = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
