"""What came over the wire can be written down again byte for byte from what a capture keeps."""

import gzip
import hashlib
import json
import zlib
from itertools import product
from random import Random

import pytest
from fault_server import kept, packed, response

from harvester.fetch import Limits, fetch
from harvester.http.coded import USUAL_HEAD, coding_note
from harvester.http.heads import response_head
from harvester.model import Outcome

BODY = b"<p>Why is the ferry late?</p>" * 40
LONG = b"".join(b"%d boats wait for the %d th lock. " % (n * n, n) for n in range(3_000))
MIB = 1024 * 1024
USUAL = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"

# What it shows: (head as sent, whether it has to be kept).
HEADS = {
    "the usual form": (USUAL, False),
    "a reason of its own": (USUAL.replace(b"OK", b"All is well"), False),
    "no reason": (USUAL.replace(b"OK", b""), False),
    "no reason and no space": (USUAL.replace(b" OK", b""), True),
    "HTTP/1.0": (USUAL.replace(b"1.1", b"1.0"), False),
    "Latin-1": (USUAL[:-2] + b"X: caf\xe9\r\n\r\n", False),
    "UTF-8": (USUAL[:-2] + b"X: caf\xc3\xa9\r\n\r\n", False),
    "a header twice": (USUAL[:-2] + b"Via: a\r\nX: b\r\nvia: c\r\n\r\n", False),
    "an empty header": (USUAL[:-2] + b"X: \r\n\r\n", False),
    "a folded header": (USUAL[:-2] + b"X: a\r\n\t b\r\n\r\n", True),
    "no space": (USUAL.replace(b": ", b":"), True),
    "spaces": (USUAL.replace(b": ", b":  "), True),
    "a space at the end": (USUAL[:-2] + b"X: a \r\n\r\n", False),
    "LF": (USUAL.replace(b"\r\n", b"\n"), True),
    "two spaces in the status line": (USUAL.replace(b"200 OK", b"200  OK"), True),
    "the same length twice": (USUAL.replace(b": 1", b": 1, 1"), False),
}


@pytest.mark.parametrize(("head", "is_kept"), HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("before", [b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"])
def test_heads(server, session, before, head, is_kept):
    (capture,) = fetch(server.answers(before + head + b"x"), session=session)
    assert capture.body == b"x", capture.detail
    assert bool(capture.head) is is_kept
    written = response_head(capture.http_version, capture.status, capture.reason, capture.headers)
    assert (capture.head or written) == head


def test_a_head_that_is_kept_has_no_secrets(server, session):
    head = b"HTTP/1.1 200 OK\nSet-Cookie: a=1;\n\tb=2\nX-Other:\n folded\nContent-Length: 1\n\n"
    (capture,) = fetch(server.answers(head + b"x"), session=session)
    assert capture.head == (
        b"HTTP/1.1 200 OK\nSet-Cookie: withheld\nX-Other:\n folded\nContent-Length: 1\n\n"
    )
    assert dict(capture.headers)["Set-Cookie"] == "withheld"


def coded_by(body, level=6, mem=8, window=31):
    packer = zlib.compressobj(level, zlib.DEFLATED, window, mem)
    return packer.compress(body) + packer.flush()


def found(capture):
    """The body as transferred, searched for as an export would; ``b""`` where zlib does not make it."""
    note = json.loads(capture.coded)
    head = bytes.fromhex(note.get("head", USUAL_HEAD.hex()))
    tail = b"".join(n.to_bytes(4, "little") for n in (zlib.crc32(capture.body), len(capture.body)))
    for mem, level, window in product(
        (8, 9), range(1, 10), (-15,) if note["coding"] == "gzip" else (15, -15)
    ):
        made = coded_by(capture.body, level, mem, window)
        made = head + made + tail if note["coding"] == "gzip" else made
        if hashlib.sha1(made, usedforsecurity=False).digest() == capture.coded_digest:
            return made
    return b""


def flushed(body):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return (
        packer.compress(body[:100])
        + packer.flush(zlib.Z_SYNC_FLUSH)
        + packer.compress(body[100:])
        + packer.flush()
    )


# What it shows: (body as sent, Content-Encoding, whether zlib makes it of the payload in one go).
CODED = {
    "gzip": (packed(BODY), "gzip", True),
    "a time in the head": (gzip.compress(BODY, 1, mtime=9), "x-gzip", True),
    "deflate": (zlib.compress(BODY), "deflate", True),
    "bare deflate": (zlib.compress(BODY, wbits=-15), "deflate", True),
    "nothing, coded": (packed(b""), "gzip", True),
    "a flush within": (flushed(BODY), "gzip", False),
    "two members": (packed(BODY) * 2, "gzip", False),
    "junk at the end": (packed(BODY) + b"junk", "gzip", False),
    "cut": (packed(BODY)[:-9], "gzip", False),
    "twice": (packed(packed(BODY)), "gzip, gzip", False),
}


@pytest.mark.parametrize(("wire", "coding", "is_found"), CODED.values(), ids=CODED)
@pytest.mark.parametrize("status", [200, 404])
def test_a_coded_body_has_note_and_digest(server, session, wire, coding, is_found, status):
    url = server.answers(response(wire, f"Content-Encoding: {coding}", status=status))
    (capture,) = fetch(url, session=session)
    assert capture.coded == coding_note(wire, coding)
    assert capture.coded_digest == hashlib.sha1(wire, usedforsecurity=False).digest()
    assert found(capture) == (wire if is_found else b"")


def test_all_that_is_read_of_a_coded_body_is_digested_however_little_is_kept(server, session):
    wire = gzip.compress(Random(1).randbytes(2 * MIB), 0)
    url = server.answers(response(wire, "Content-Encoding: gzip"))
    (capture,) = fetch(url, session=session, limits=Limits(wire_bytes=2 * MIB))
    assert (capture.outcome, capture.wire_bytes) == (Outcome.TOO_LARGE, len(wire))
    assert len(capture.body) < len(wire)
    assert capture.coded_digest == hashlib.sha1(wire, usedforsecurity=False).digest()


# What it shows: (body as sent, Content-Encoding).
AS_TRANSFERRED = {
    "not coded": (BODY, "identity"),
    "no body": (b"", "gzip"),
    "not what the header says": (BODY, "gzip"),
    "an unknown coding": (BODY, "br"),
    "too many codings": (packed(BODY), "gzip, gzip, gzip"),
}


@pytest.mark.parametrize(("wire", "coding"), AS_TRANSFERRED.values(), ids=AS_TRANSFERRED)
def test_a_body_kept_as_transferred_has_neither(server, session, wire, coding):
    (capture,) = fetch(server.answers(response(wire, f"Content-Encoding: {coding}")), session=session)
    assert (capture.body, capture.coded, capture.coded_digest) == (wire, "", b"")


@pytest.mark.parametrize("mem", [8, 9])
@pytest.mark.parametrize(("window", "coding"), [(31, "gzip"), (15, "deflate"), (-15, "deflate")])
def test_payload_note_and_digest_suffice_to_find_the_coded_bytes(server, session, window, coding, mem):
    wires = [coded_by(LONG, level, mem, window) for level in range(1, 10)]
    assert len(set(wires)) >= 7  # the levels do make other bytes of this body
    for wire in wires:
        (capture,) = fetch(server.answers(response(wire, f"Content-Encoding: {coding}")), session=session)
        assert len(capture.coded) <= 48
        assert found(capture) == wire


def test_the_address_of_a_kept_connection(server, session):
    url = server.answers(kept(response(b"x")))
    assert [fetch(url, session=session)[0].ip for _ in range(3)] == ["127.0.0.1"] * 3
    assert server.connections == 1
    assert fetch("http://nobody.invalid/", session=session)[0].ip == ""
