"""Files in the manner of crawlers: what they write beside pages, and what they do to bodies and heads.

The crawlers are Heritrix 3, browsertrix, StormCrawler and Scrapy with a pipeline that writes by warcio.
"""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from contextlib import closing

import pytest
from kept_pages import CRANE, PIER, PROSE, THINGS, edition
from warcs import LATER, at

from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import OpeningOptions, given

PAGE, SHORTER = edition(THINGS[:5]), edition(THINGS[:4])
SITE = "https://norra.example"


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def record(kind, url, hours, block, version="1.0", **fields):
    """A record, packed by itself; its id is made of what it holds."""
    name = hashlib.md5(f"{kind}{url}{hours}".encode() + block, usedforsecurity=False).hexdigest()
    usual = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": at(hours),
        "WARC-Record-ID": f"<urn:uuid:{name}>",
        "Content-Type": "application/http; msgtype=response",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in usual.items() if value)]
    head = "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""])
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def answer(body, *headers, status="200 OK"):
    head = (f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers)
    return "\r\n".join([*head, "", ""]).encode() + body


def asked(path, agent):
    return f"GET {path} HTTP/1.1\r\nHost: norra.example\r\nUser-Agent: {agent}\r\n\r\n".encode()


REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"


def framed(data):
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


def heritrix():
    """Answers as they came, in chunks; digests of payloads cover the framing; look-ups of names; notes."""

    def visited(path, hours, body, *headers, status="200 OK"):
        sent = framed(gzip.compress(body, mtime=0)) if body else b""
        coded = ("Content-Encoding: gzip", "Transfer-Encoding: chunked") if body else ("Content-Length: 0",)
        url, ip = SITE + path, "192.0.2.7"
        block = answer(sent, *coded, *headers, status=status)
        note = b"via: https://norra.example/\r\nhopsFromSeed: L\r\nfetchTimeMs: 71\r\n"
        yield record("response", url, hours, block, WARC_IP_Address=ip, WARC_Payload_Digest=digest(sent))
        yield record("request", url, hours, asked(path, "heritrix/3.4"), Content_Type=REQUEST)
        yield record("metadata", url, hours, note, Content_Type=FIELDS)

    same = {
        "WARC_Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "WARC_Truncated": "length",
        "WARC_Payload_Digest": digest(framed(gzip.compress(PAGE, mtime=0))),
        "WARC_Refers_To_Target_URI": PIER,
        "WARC_Refers_To_Date": at(0),
    }
    return [
        record("warcinfo", "", 0, b"software: Heritrix/3.4.0\r\n", Content_Type=FIELDS),
        record(
            "response", "dns:norra.example", 0, b"norra.example. 60 IN A 192.0.2.7", Content_Type="text/dns"
        ),
        *visited("/robots.txt", 0, b"User-agent: *\nDisallow:\n"),
        *visited("/pier", 0, PAGE),
        *visited("/2030/pier", 1, b"", "Location: /pier", status="301 Moved Permanently"),
        *visited("/pier", 1, SHORTER),
        *visited("/crane", 2, PROSE),
        record("revisit", PIER, 24, answer(b"", "Content-Encoding: gzip"), **same),
    ]


def browsertrix():
    """A WACZ of decoded answers with renamed headers; what each page loaded, its text and a picture of it."""

    def loaded(url, hours, body, kind="document"):
        sent = zlib.compressobj(wbits=31)
        length = len(sent.compress(body) + sent.flush())
        renamed = (
            f"x-orig-content-length: {length}",
            "x-orig-content-encoding: gzip",
            f"content-length: {len(body)}",
        )
        sha256 = f"sha256:{hashlib.sha256(body).hexdigest()}"
        named = {"WARC_Page_ID": "e3b0c442", "WARC_Resource_Type": kind, "WARC_Payload_Digest": sha256}
        yield record("response", url, hours, answer(body, *renamed), "1.1", **named)
        yield record("request", url, hours, asked("/", "Chrome/150"), "1.1", Content_Type=REQUEST)

    def beside(name, kind, block):
        return record("resource", f"urn:{name}:{PIER}", 0, block, "1.1", Content_Type=kind)

    data = b"".join([
        record("warcinfo", "", 0, b"software: Browsertrix-Crawler 1.5\r\n", "1.1", Content_Type=FIELDS),
        *loaded(PIER, 0, PAGE),
        *loaded(f"{PIER}/style.css", 0, b"p { color: red }", "stylesheet"),
        beside("pageinfo", "application/json", b'{"pageid": "e3b0c442", "urls": {}}'),
        beside("text", "text/plain", b"The harbour"),
        beside("view", "image/png", b"\x89PNG"),
    ])  # fmt: skip
    held = {"archive/rec-0.warc.gz": data, "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n'}
    named = [
        {"path": path, "hash": f"sha256:{hashlib.sha256(each).hexdigest()}", "bytes": len(each)}
        for path, each in held.items()
    ]
    package = json.dumps({"profile": "data-package", "resources": named, "wacz_version": "1.1.1"}).encode()
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as made:
            for path, each in (held | {"datapackage.json": package}).items():
                made.writestr(path, each)
        return [file.getvalue()]


def stormcrawler():
    """Decoded answers whose headers are renamed, with the request before them, as those of Common Crawl."""
    made = [record("warcinfo", "", 0, b"software: StormCrawler 3.2\r\n", Content_Type=FIELDS)]
    for url, hours, body in ((PIER, 0, PAGE), (CRANE, 1, PROSE), (PIER, 24, SHORTER)):
        renamed = ("X-Crawler-Content-Encoding: gzip", "X-Crawler-Transfer-Encoding: chunked")
        block = answer(body, *renamed, f"Content-Length: {len(body)}")
        sent = record("request", url, hours, asked("/", "CCBot/2.0"), Content_Type=REQUEST)
        known = {"WARC_IP_Address": "192.0.2.7", "WARC_Payload_Digest": digest(body)}
        made += [sent, record("response", url, hours, block, **known)]
    cut = {"WARC_Truncated": "length", "WARC_Payload_Digest": digest(PAGE[:700])}
    return [*made, record("response", PIER, 48, answer(PAGE[:700]), **cut)]


def scrapy():
    """Decoded bodies below heads that still say gzip and the packed length; answers before requests."""
    made = [record("warcinfo", "", 0, b"software: Scrapy/2.12 warcio\r\n", Content_Type=FIELDS)]
    for url, hours, body in ((PIER, 0, PAGE), (CRANE, 1, PROSE), (PIER, 24, SHORTER)):
        length = len(gzip.compress(body, mtime=0))
        block = answer(body, "Content-Encoding: gzip", f"Content-Length: {length}")
        sent = record("request", url, hours, asked("/", "Scrapy/2.12"), Content_Type=REQUEST)
        made += [record("response", url, hours, block, WARC_Payload_Digest=digest(body)), sent]
    missing = answer(b"<p>not here</p>", "Content-Encoding: gzip", status="404 Not Found")
    return [*made, record("response", PIER, 48, missing)]


PAGE_THERE = ("pier", 200, "ok", False, 1)
REPEATED = ("pier", 200, "ok", False, None)

# The crawler: (its file, captures as (path, status, outcome, was led to, has the digest named), left out).
CRAWLERS = {
    "Heritrix": (
        heritrix,
        [PAGE_THERE, ("2030/pier", 301, "redirected", False, 1), ("pier", 200, "ok", True, 1), REPEATED],
        2,  # robots.txt and the crane
    ),
    "browsertrix": (browsertrix, [PAGE_THERE], 1),
    "StormCrawler": (stormcrawler, [PAGE_THERE, PAGE_THERE, ("pier", 200, "too_large", False, 1)], 1),
    "Scrapy": (scrapy, [PAGE_THERE, PAGE_THERE, ("pier", 404, "gone", False, None)], 1),
}


@pytest.fixture
def take(tmp_path):
    """Import the file of a crawler into an archive of its own; return that archive and what came of it."""
    with closing(open_archive(tmp_path / "a.db", create=True)) as db:

        def taken(made):
            path = tmp_path / "crawl"
            path.write_bytes(b"".join(made()))
            files = given([str(path)], OpeningOptions(io.BytesIO(), lambda _: None)).files
            return db, import_files(Deriving(db, (), lambda: LATER), files, CaptureFilter())

        yield taken


CAPTURES = """
    SELECT replace(url, 'https://norra.example/', ''), status, outcome, led_from IS NOT NULL, digest_ok
    FROM capture JOIN url ON url.id = url_id JOIN origin ON capture_id = capture.id
    ORDER BY captured_at, led_from IS NOT NULL"""


@pytest.mark.parametrize(("made", "captures", "passed"), CRAWLERS.values(), ids=CRAWLERS)
def test_what_is_taken(take, made, captures, passed):
    db, came = take(made)
    assert [tuple(row) for row in db.conn.execute(CAPTURES)] == captures
    assert (came.passed, came.wrong, came.refused, came.notes) == (passed, 0, [], [])
    assert take(made)[1].added == 0


VERSIONS = {"Heritrix": [5, 4, 5], "browsertrix": [5], "StormCrawler": [5, 4], "Scrapy": [5, 4]}


@pytest.mark.parametrize("crawler", VERSIONS)
def test_what_the_history_is(take, crawler):
    """The number of questions of each version; what is cut or gone opens none."""
    db, _ = take(CRAWLERS[crawler][0])
    sql = "SELECT questions FROM version_list ORDER BY version"
    assert [row[0] for row in db.conn.execute(sql)] == VERSIONS[crawler]
