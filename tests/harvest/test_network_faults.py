"""What a server or a network can do to an article, through a whole run: a word for each, and never a version.

The body behind each fault is a good article, so that what is taken for whole by mistake becomes a version.
"""

import gzip
import zlib
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from fault_server import OK, FaultServer, endless, gzip_bomb, packed, reset, response

from harvester.model import Outcome

MIB = 1 << 20
GZIPPED = "Content-Encoding: gzip"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def head(*lines):
    return b"\r\n".join([OK.strip(), *(line.encode("latin-1") for line in lines), b"", b""])


def faults(page):
    """The faults by name: what the server sends instead of the article, and the outcome."""
    whole, packed_page, size = response(page), packed(page), len(page)
    moved = lambda to: response(page, f"Location: {to}", status=302)  # noqa: E731
    return {
        "shorter than its length": (head(f"Content-Length: {size + 9}") + page, Outcome.TRUNCATED),
        "reset within the body": (reset(whole[:-100]), Outcome.CONNECTION_LOST),
        "reset at once": (reset(), Outcome.CONNECTION_LOST),
        "closed without a byte": (b"", Outcome.CONNECTION_LOST),
        "a negative length": (head("Content-Length: -5") + page, Outcome.BAD_RESPONSE),
        "two lengths": (head(f"Content-Length: {size}", "Content-Length: 9") + page, Outcome.BAD_RESPONSE),
        "a length that is a word": (head("Content-Length: some") + page, Outcome.BAD_RESPONSE),
        "a NUL in the length": (head(f"Content-Length: {size}\0") + page, Outcome.BAD_RESPONSE),
        "chunks of garbage": (CHUNKED + b"zz\r\n" + page, Outcome.BAD_RESPONSE),
        "no last chunk": (CHUNKED + b"%x\r\n%s\r\n" % (size, page), Outcome.TRUNCATED),
        "a chunk of 2^64": (CHUNKED + b"1" + b"0" * 16 + b"\r\n" + page, Outcome.TRUNCATED),
        "an endless body": (endless(OK + b"\r\n" + page, b"<p>More.</p>" * 9999), Outcome.TOO_LARGE),
        "endless interim answers": (endless(b"", b"HTTP/1.1 100 C\r\n\r\n" * 99), Outcome.TOO_LARGE),
        "a redirect to nowhere": (response(page, status=302), Outcome.BAD_REDIRECT),
        "an empty redirect": (moved(""), Outcome.BAD_REDIRECT),
        "a redirect to a bad address": (moved("http://[::1"), Outcome.BAD_REDIRECT),
        "a redirect with a backslash": (moved("\\\\127.0.0.1\\x"), Outcome.BAD_REDIRECT),
        "a redirect with a password": (moved("http://a:b@127.0.0.1/"), Outcome.BAD_REDIRECT),
        "a redirect of 60 KB": (moved("/" + "x" * 60_000), Outcome.BAD_REDIRECT),
        "a redirect to a file": (moved("file:///etc/passwd"), Outcome.BAD_REDIRECT),
        "a redirect to itself": (moved("{path}"), Outcome.REDIRECT_LOOP),
        "a redirect inside": (moved("http://10.0.0.1/"), Outcome.ADDRESS_REFUSED),
        "101 headers": (head(*(f"X-{n}: y" for n in range(101))) + page, Outcome.BAD_RESPONSE),
        "a header of 70 KB": (head("X: " + "y" * 70_000) + page, Outcome.BAD_RESPONSE),
        "a NUL in a header": (head("X: a\0b") + page, Outcome.BAD_RESPONSE),
        "HTTP/0.9": (page, Outcome.BAD_RESPONSE),
        "TLS on the port of http": (b"\x15\x03\x01\x00\x02\x02\x0a\n", Outcome.BAD_RESPONSE),
        "status 999": (response(page, status=999), Outcome.HTTP_ERROR),
        "status -1": (response(page, status=-1), Outcome.BAD_RESPONSE),
        "status 000": (response(page, status="000"), Outcome.BAD_RESPONSE),
        "304 to no condition": (response(b"", status=304), Outcome.BAD_RESPONSE),
        "204": (response(b"", status=204), Outcome.EMPTY),
        "a success without a body": (response(b""), Outcome.EMPTY),
        "a part": (response(page, status=206), Outcome.BAD_RESPONSE),
        "404 with the article": (response(page, status=404), Outcome.GONE),
        "403 with the article": (response(page, status=403), Outcome.REFUSED),
        "500 with the article": (response(page, status=500), Outcome.SERVER_ERROR),
        "a gzip bomb": (response(gzip_bomb(1024), GZIPPED), Outcome.TOO_LARGE),
        "a deflate bomb": (response(gzip_bomb(1024, 15), "Content-Encoding: deflate"), Outcome.TOO_LARGE),
        "a bomb in a bomb": (
            response(packed(gzip_bomb(1024)), "Content-Encoding: gzip, gzip"),
            Outcome.TOO_LARGE,
        ),
        "gzip five times": (response(packed_page, "Content-Encoding: " + "gzip, " * 5), Outcome.BAD_ENCODING),
        "gzip cut before its trailer": (response(packed_page[:-8], GZIPPED), Outcome.TRUNCATED),
        "gzip with a bad checksum": (response(packed_page[:-8] + bytes(8), GZIPPED), Outcome.BAD_ENCODING),
        "a page that says gzip": (response(page, GZIPPED), Outcome.BAD_ENCODING),
        "a page that says br": (response(page, "Content-Encoding: br"), Outcome.BAD_ENCODING),
        "a page that says zstd": (response(page, "Content-Encoding: zstd"), Outcome.BAD_ENCODING),
        "cut deflate": (response(zlib.compress(page)[:-9], "Content-Encoding: deflate"), Outcome.TRUNCATED),
    }


@pytest.fixture
def article(page, ferry_pairs):
    return page("The island's ferry", *ferry_pairs).encode()


@pytest.fixture
def ferry_pairs():
    return [
        (f"Why is pier {n} closed?", f"Its {n} planks were washed away. New ones come in May.")
        for n in range(6)
    ]


def test_no_fault_becomes_a_version(desk, article):
    """All of them in one run, a server each; the good article beside them is captured."""
    desk.settings = replace(desk.settings, timeout_s=60.0, max_body_mib=2)
    expected = {}
    with ExitStack() as stack:
        for name, (script, outcome) in faults(article).items():
            server = stack.enter_context(closing(FaultServer()))
            path = "/" + "".join(each if each.isalnum() else "-" for each in name)
            sent = script.replace(b"{path}", path.encode()) if isinstance(script, bytes) else script
            expected[server.answers(sent, path=path)] = outcome
        desk.site.pages["/good"] = article
        desk.follow("/good", *expected)
        desk.run()
    sql = "SELECT url, outcome FROM capture JOIN url ON url.id = url_id WHERE role = 'article' AND led_from"
    seen = dict(desk.all(f"{sql} IS NULL"))
    ends = dict(
        desk.all(
            "SELECT first.url, capture.outcome FROM capture JOIN capture AS hop ON hop.id = capture.led_from"
            " JOIN url AS first ON first.id = hop.url_id"
        )
    )
    assert seen.pop(desk.url("/good")) == Outcome.OK
    assert {url: ends.get(url, word) for url, word in seen.items()} == expected
    assert desk.column("SELECT count(*) FROM version") == [1]


SLOW = {
    "a body that drips": head("Content-Length: 99999") + b"<title>Pier</title>",
    "headers that drip": OK + b"X: ",
    "a status line that drips": b"HTTP/1.1 2",
    "a redirect that drips": OK.replace(b"200", b"302") + b"Location: /x\r\nX: ",
    "no answer at all": b"",
}


def test_what_is_slow_ends_at_the_deadline(desk):
    desk.settings = replace(desk.settings, timeout_s=1.0)
    with ExitStack() as stack:
        for start in SLOW.values():
            server = stack.enter_context(closing(FaultServer()))
            script = server.drip(start) if start else server.hang
            desk.follow(server.answers(script, path="/slow"))
        desk.run()
    sql = "SELECT outcome, elapsed_ms < 2000 FROM capture WHERE role = 'article'"
    assert desk.all(sql) == [(Outcome.TIMEOUT, 1)] * len(SLOW)
    assert desk.column("SELECT count(*) FROM version") == [0]


# A fault where a robots.txt, a feed or a sitemap should be: bombs among them.
BOMBS = {
    "a bomb": response(gzip_bomb(1024), GZIPPED),
    "a bomb in a redirect": response(gzip_bomb(64), GZIPPED, "Location: /feed.xml", status=302),
    "a gzip file that is a bomb": response(gzip_bomb(1024), "Content-Type: application/gzip"),
    "entities": response(b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss><channel><item>&b;</item></channel></rss>"),
    "endless": endless(OK + b"\r\n", b"<item/>" * 9999),
    "cut gzip": response(gzip.compress(b"<rss/>" * 99)[:-9], GZIPPED),
}


@pytest.mark.parametrize("script", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("path", ["/robots.txt", "/feed.xml", "/sitemap.xml.gz"])
def test_sources_and_robots(desk, script, path):
    desk.settings = replace(desk.settings, timeout_s=60.0, max_body_mib=2)
    with closing(FaultServer()) as server:
        server.answers(script, path=path)
        kind = "sitemap" if "sitemap" in path else "feed"
        desk.follow(server.root + ("/feed.xml" if "robots" in path else path), kind=kind)
        report = desk.run()
    assert report.exit_code
    assert desk.column("SELECT count(*) FROM article") == [0]
