"""What came over the wire stands in the web archive byte for byte, but for chunk framing and hints."""

import gzip
import sys
import zlib
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from loopback import resolver

sys.path.append(str(Path(__file__).parents[1] / "fetch"))  # for fault_server, which is no test

from fastwarc import ArchiveIterator
from fault_server import FaultServer

from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import open_readonly
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.export.warc_files import WarcExport, to_warc
from harvester.export.webarchive import WarcOptions
from harvester.fetch import Session, fetch

NUMBERS = count()


def page():
    """A body that no other answer has: one that was written before would be a revisit."""
    return b"<p>Why is ferry %d late? It waits for the tide.</p>" % next(NUMBERS) * 30


def head(*lines, end=b"\r\n"):
    return end.join([*lines, b"", b""])


def usual(*lines, status=b"HTTP/1.1 200 OK", body=None, end=b"\r\n"):
    body = page() if body is None else body
    return head(status, b"Content-Type: text/html", *lines, b"Content-Length: %d" % len(body), end=end) + body


# What it shows: the answer as it is sent.
SENT = {
    "the usual form": usual(),
    "gzip with a time": usual(b"Content-Encoding: gzip", body=gzip.compress(page(), 5, mtime=3)),
    "deflate": usual(b"Content-Encoding: deflate", body=zlib.compress(page(), 9)),
    "a coding that is none": usual(b"Content-Encoding: utf-8"),
    "a reason of its own": usual(status=b"HTTP/1.1 200 All is well"),
    "no reason": usual(status=b"HTTP/1.1 200"),
    "HTTP/1.0": usual(status=b"HTTP/1.0 200 OK"),
    "Latin-1": usual(b"X: caf\xe9"),
    "a header twice, in other letters": usual(b"Via: a", b"X: b", b"via: c"),
    "tight and wide": usual(b"X:a", b"Y:   b", b"Z: c  "),
    "folded": usual(b"X: a", b"\t b"),
    "LF alone, and folded": usual(b"X: a", b" b", end=b"\n"),
    "an error with a body": usual(status=b"HTTP/1.1 404 Lost"),
    "a cut body": head(b"HTTP/1.1 200 OK", b"Content-Length: 9000") + page(),
}

# What it shows: the answer as it is sent, and as it is written.
_HINTED, _FRAMED = usual(), page()
OTHERWISE = {
    "interim answers are not kept": (head(b"HTTP/1.1 103 Early Hints", b"Link: </a>") + _HINTED, _HINTED),
    "chunk framing is undone": (
        head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked", b"X: 1")
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(_FRAMED), _FRAMED),
        head(
            b"HTTP/1.1 200 OK",
            b"X-Archive-Orig-Transfer-Encoding: chunked",
            b"X: 1",
            b"Content-Length: %d" % len(_FRAMED),
        )
        + _FRAMED,
    ),
}


@pytest.fixture(scope="module")
def blocks(tmp_path_factory):
    """What a web archive has of each answer: {name: block}, each asked for on a URL of its own."""
    folder = tmp_path_factory.mktemp("wire")
    server = FaultServer()
    with closing(server), closing(open_archive(folder / "a.db", create=True)) as db:
        run = begin_run(db, Invocation("run", "harvester"), datetime.now(UTC))
        with Session("harvester tests", resolver=resolver()) as session:
            urls = {name: _kept(db, run, server, session, sent) for name, sent in _all()}
    with closing(open_readonly(folder / "a.db")) as conn:
        to_warc(folder / "a.warc", WarcExport(conn, WarcOptions(is_plain=True)), lambda _: None)
    with (folder / "a.warc").open("rb") as file:
        found = {
            each.headers["WARC-Target-URI"]: each.reader.read()
            for each in ArchiveIterator(file, parse_http=False)
            if each.headers["WARC-Type"] == "response"
        }
    return {name: found[url] for name, url in urls.items()}


def _all():
    yield from SENT.items()
    yield from ((name, sent) for name, (sent, _) in OTHERWISE.items())


def _kept(db, run, server, session, sent):
    url = server.answers(sent)
    add_chain(db, Recording(run, "article"), fetch(url, session=session))
    return url


@pytest.mark.parametrize("name", SENT)
def test_the_block_is_what_was_sent(blocks, name):
    assert blocks[name] == SENT[name]


@pytest.mark.parametrize("name", OTHERWISE)
def test_the_block_is_what_was_sent_but_for_framing(blocks, name):
    assert blocks[name] == OTHERWISE[name][1]
