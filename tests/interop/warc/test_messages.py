"""HTTP messages in records: odd heads, bodies whose head is true, false or renamed, digests."""

import base64
import gzip
import hashlib
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.interop.warc.digests import block_digest, payload_digest
from harvester.interop.warc.messages import request_of, response_of
from harvester.interop.warc.reading import records
from harvester.model import Outcome

sys.path.insert(0, str(Path(__file__).parent))
from made import http, warc

PAGE = b"<h1>Why does it rain?</h1>" * 9
PACKED = gzip.compress(PAGE, mtime=0)
FRAMED = (
    b"5\r\n"
    + PAGE[:5]
    + b"\r\n"
    + b"%x;name=value\r\n" % len(PAGE[5:])
    + PAGE[5:]
    + b"\r\n0\r\nTrailer: x\r\n\r\n"
)

HEADS = {
    "usual": (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", ("1.1", 200, "OK", (("A", "b"),))),
    "LF": (b"HTTP/1.0 200 OK\nA: b\n\n", ("1.0", 200, "OK", (("A", "b"),))),
    "mixed line ends": (b"HTTP/1.0 200 OK\r\nA: b\nC: d\r\n\n", ("1.0", 200, "OK", (("A", "b"), ("C", "d")))),
    "no reason": (b"HTTP/1.1 200\r\nA: b\r\n\r\n", ("1.1", 200, "", (("A", "b"),))),
    "HTTP/2": (b"HTTP/2 404 \r\n\r\n", ("2", 404, "", ())),
    "Latin-1": (b"HTTP/1.1 200 Tr\xe8s bien\r\nA: \xe9\r\n\r\n", ("1.1", 200, "Très bien", (("A", "é"),))),
    "folded": (b"HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n\r\n", ("1.1", 200, "OK", (("A", "b c"),))),
    "no end": (b"HTTP/1.1 200 OK\r\nA: b", ("1.1", 200, "OK", (("A", "b"),))),
    "early hints": (
        b"HTTP/1.1 103 Early\r\nB: c\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n",
        ("1.1", 200, "OK", (("A", "b"),)),
    ),
    "a line without a colon": (b"HTTP/1.1 200 OK\r\nwhat\r\nA: b\r\n\r\n", ("1.1", 200, "OK", (("A", "b"),))),
    "HTTP/0.9": (b"<h1>Why?</h1>\r\n\r\nBecause", ("", 0, "", ())),
    "nothing": (b"", ("", 0, "", ())),
}


@pytest.mark.parametrize("name", HEADS)
def test_heads(name):
    block, expected = HEADS[name]
    message = response_of(block)
    assert (message.http_version, message.status, message.reason, message.headers) == expected
    assert message.body == (b"" if message.status else block)


OK, CUT = Outcome.OK, Outcome.TRUNCATED
BODIES = {
    "plain": (http(PAGE, Content_Length=len(PAGE)), PAGE, "", OK),
    "shorter than its length": (http(PAGE[:50], Content_Length=len(PAGE)), PAGE[:50], "", CUT),
    "not modified": (http(b"", "HTTP/1.1 304 Not Modified", Content_Length=len(PAGE)), b"", "", OK),
    "chunked": (http(FRAMED, Transfer_Encoding="chunked"), PAGE, "", OK),
    "chunked, with a false length": (
        http(FRAMED, Transfer_Encoding="chunked", Content_Length=9999),
        PAGE,
        "",
        OK,
    ),
    "chunked, cut": (http(FRAMED[:60], Transfer_Encoding="chunked"), PAGE[:40], "", CUT),
    "chunked, broken": (
        http(FRAMED.replace(b"\r\n0\r\n", b"\r\nzz"), Transfer_Encoding="chunked"),
        PAGE,
        "",
        CUT,
    ),
    "chunked, only said": (http(PAGE, Transfer_Encoding="chunked"), PAGE, "", OK),
    "coded": (http(PACKED, Content_Encoding="gzip", Content_Length=len(PACKED)), PACKED, "gzip", OK),
    "coded, only said": (http(PAGE, Content_Encoding="gzip", Content_Length=9999), PAGE, "", OK),
    "br, only said": (http(PAGE, Content_Encoding="br"), PAGE, "", OK),
    "coded and chunked": (
        http(
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED), PACKED),
            Transfer_Encoding="chunked",
            Content_Encoding="gzip",
        ),
        PACKED,
        "gzip",
        OK,
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies(name):
    block, body, coding, outcome = BODIES[name]
    message = response_of(block)
    assert (message.body, message.coding, message.outcome) == (body, coding, outcome)
    assert bool(message.detail) == (outcome is CUT)


@pytest.mark.parametrize("prefix", ["X_Archive_Orig_", "x_orig_", "X_Crawler_"])
def test_headers_that_an_archive_renamed_have_their_names_again(prefix):
    renamed = {f"{prefix}Content_Encoding": "gzip", f"{prefix}Content_Length": "77", f"{prefix}Vary": "x"}
    message = response_of(http(PAGE, **renamed, Content_Length=len(PAGE)))
    assert message.headers[:2] == (("Content-Encoding", "gzip"), ("Content-Length", "77"))
    assert message.headers[2:] == ((f"{prefix}Vary".replace("_", "-"), "x"),)
    assert (message.body, message.coding, message.outcome) == (PAGE, "", OK)


def test_a_head_without_bounds_is_refused():
    for head in (b"A: b\r\n" * 2_000, b"A: " + b"b" * 100_000):
        block = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\nbody"
        message = response_of(block)
        assert (message.outcome, message.body, message.headers) == (Outcome.BAD_RESPONSE, block, ())


def test_requests():
    assert request_of(b"POST /a?b HTTP/1.1\r\nHost: x\r\n\r\nbody") == ("POST", "/a?b", (("Host", "x"),))
    assert request_of(b"what") == ("", "", ())


def base32(payload):
    return "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()


CHUNKED = http(FRAMED, Transfer_Encoding="chunked")
CODED = http(PACKED, Content_Encoding="gzip")
DIGESTS = {
    "as stored": (CHUNKED, base32(FRAMED), True, "body as stored"),
    "as the standard says": (CHUNKED, base32(PAGE), True, "body without chunks"),
    "of the block": (CODED, base32(CODED), True, "block"),
    "decoded": (CODED, base32(PAGE), True, "body decoded"),
    "in lower case": (CODED, base32(PACKED).lower(), True, "body as stored"),
    "without a label": (CODED, base32(PACKED)[5:], True, "body as stored"),
    "hexadecimal": (CODED, "SHA-1:" + hashlib.sha1(PACKED).hexdigest(), True, "body as stored"),
    "sha256": (CODED, "sha256:" + hashlib.sha256(PAGE).hexdigest(), True, "body decoded"),
    "sha-256 in base64": (
        CODED,
        "sha-256:" + base64.b64encode(hashlib.sha256(PACKED).digest()).decode(),
        True,
        "body as stored",
    ),
    "md5": (CODED, "md5:" + hashlib.md5(PACKED).hexdigest().upper(), True, "body as stored"),
    "wrong": (CODED, base32(b"what"), False, ""),
    "of an unknown kind": (CODED, "crc32:12345678", None, ""),
    "of a wrong length": (CODED, "sha1:1234", None, ""),
    "none": (CODED, None, None, ""),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_payload_digests(name):
    block, claimed, fits, how = DIGESTS[name]
    [record] = records(
        BytesIO(warc(block, Content_Type="application/http", WARC_Payload_Digest=claimed)), "x"
    )
    assert payload_digest(record, 1 << 20) == (claimed or "", fits, how)


def test_block_digests():
    [record] = records(BytesIO(warc(CODED, WARC_Block_Digest=base32(CODED))), "x")
    assert block_digest(record) == (base32(CODED), True, "block")
    [record] = records(BytesIO(warc(CODED, WARC_Block_Digest=base32(b"what"))), "x")
    assert block_digest(record).fits is False


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n"]),
)
def test_any_block_is_a_message(rest, headers):
    message = response_of(b"HTTP/1.1 200 OK\r\n" + headers.encode() + rest)
    assert message.status == 200
    assert request_of(rest).method == request_of(rest).method.upper()
