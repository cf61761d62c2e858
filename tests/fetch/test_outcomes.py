"""What each fault of a server or a network comes to, over real sockets."""

import gzip
import socket
import zlib
from urllib.parse import urlsplit

import pytest
from fault_server import OK, endless, gzip_bomb, packed, reset, response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.fetch import Limits, Resolver, Session, fetch
from harvester.http.headers import Validators
from harvester.model import Outcome

TEXT = b"<p>Why is the ferry late?</p>" * 40
GZIP = packed(TEXT)
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIPPED = "Content-Encoding: gzip"
LIMITS = Limits(seconds=20, wire_bytes=100_000, decoded_bytes=2_000_000)
DEADLINE_S = 0.4


def head(*lines):
    return b"\r\n".join([OK.strip(), *(line.encode("latin-1") for line in lines), b"", b""])


# What it shows: (bytes sent before the connection is closed, outcome, body kept).
ANSWERS = {
    "a page": (response(TEXT), Outcome.OK, TEXT),
    "no length, closed at the end": (response(TEXT, length=False), Outcome.OK, TEXT),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\n" + TEXT, Outcome.OK, TEXT),
    "changed by a proxy": (response(TEXT, status=203), Outcome.OK, TEXT),
    "longer than Content-Length": (head("Content-Length: 3") + b"abcdef", Outcome.OK, b"abc"),
    "the same length twice": (head("Content-Length: 3", "Content-Length: 3") + b"abc", Outcome.OK, b"abc"),
    "the same length twice in a line": (head("Content-Length: 3, 3") + b"abc", Outcome.OK, b"abc"),
    "the same length with zeros": (head("Content-Length: 3, 003") + b"abc", Outcome.OK, b"abc"),
    "shorter than the length twice in a line": (
        head("Content-Length: 9, 9") + b"abc",
        Outcome.TRUNCATED,
        b"abc",
    ),
    "shorter than a length of 5,000 digits": (
        head("Content-Length: " + "9" * 5000) + b"abc",
        Outcome.TRUNCATED,
        b"abc",
    ),
    "shorter than 5,000 digits twice": (
        head(*["Content-Length: " + "9" * 5000] * 2) + b"abc",
        Outcome.TRUNCATED,
        b"abc",
    ),
    "a length of 5,000 zeros": (head("Content-Length: " + "0" * 5000 + "3") + b"abcd", Outcome.OK, b"abc"),
    "a length and nothing": (head("Content-Length: 3,") + b"abc", Outcome.BAD_RESPONSE, b""),
    "a length with a sign": (head("Content-Length: +3") + b"abc", Outcome.BAD_RESPONSE, b""),
    "a length with a line": (head("Content-Length: 3_0") + b"abc", Outcome.BAD_RESPONSE, b""),
    "shorter than Content-Length": (head("Content-Length: 9") + b"abc", Outcome.TRUNCATED, b"abc"),
    "nothing of the body": (head("Content-Length: 9"), Outcome.TRUNCATED, b""),
    "negative length": (head("Content-Length: -9") + b"abc", Outcome.BAD_RESPONSE, b""),
    "length that is no number": (head("Content-Length: nine") + b"abc", Outcome.BAD_RESPONSE, b""),
    "lengths that differ": (
        head("Content-Length: 3", "Content-Length: 4") + b"abcd",
        Outcome.BAD_RESPONSE,
        b"",
    ),
    "lengths that differ in one line": (head("Content-Length: 3, 4") + b"abcd", Outcome.BAD_RESPONSE, b""),
    "NUL in the length": (head("Content-Length: 3\0") + b"abc", Outcome.BAD_RESPONSE, b""),
    "chunks": (CHUNKED + b"3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n", Outcome.OK, b"abcde"),
    "chunks and a length": (
        head("Transfer-Encoding: chunked", "Content-Length: 2") + b"3\r\nabc\r\n0\r\n\r\n",
        Outcome.OK,
        b"abc",
    ),
    "no last chunk": (CHUNKED + b"3\r\nabc\r\n", Outcome.TRUNCATED, b"abc"),
    "cut within a chunk": (CHUNKED + b"9\r\nabc", Outcome.TRUNCATED, b"abc"),
    "a chunk size of garbage": (CHUNKED + b"3\r\nabc\r\nzz\r\n\r\n", Outcome.BAD_RESPONSE, b"abc"),
    "a chunk of 2^64 bytes": (CHUNKED + b"10000000000000000\r\nabc", Outcome.TRUNCATED, b"abc"),
    "a negative chunk": (CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size as in a program": (CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size with a line": (CHUNKED + b"0_3\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size with a plus": (CHUNKED + b"+3\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size after a space": (CHUNKED + b" 3\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size before a space": (CHUNKED + b"3 \r\nabc\r\n0\r\n\r\n", Outcome.OK, b"abc"),
    "a chunk size with zeros": (CHUNKED + b"0" * 99 + b"3\r\nabc\r\n0\r\n\r\n", Outcome.OK, b"abc"),
    "no chunk size": (CHUNKED + b";a=b\r\nabc\r\n0\r\n\r\n", Outcome.BAD_RESPONSE, b""),
    "a chunk size cut": (CHUNKED + b"3\r\nabc\r\n5", Outcome.TRUNCATED, b"abc"),
    "a transfer coding nobody offered": (head("Transfer-Encoding: gzip, chunked"), Outcome.BAD_RESPONSE, b""),
    "no transfer coding, by its name": (
        head("Transfer-Encoding: Identity", "Content-Length: 3") + b"abcd",
        Outcome.OK,
        b"abc",
    ),
    "no transfer coding and no length": (head("Transfer-Encoding: identity") + b"abc", Outcome.OK, b"abc"),
    "no transfer coding and chunks": (
        head("Transfer-Encoding: identity, chunked") + b"3\r\nabc\r\n0\r\n\r\n",
        Outcome.BAD_RESPONSE,
        b"",
    ),
    "no transfer coding, shorter than its length": (
        head("Transfer-Encoding: identity", "Content-Length: 9") + b"abc",
        Outcome.TRUNCATED,
        b"abc",
    ),
    "the protocol in small letters": (
        b"http/1.1 200 ok\r\nContent-Length: 3\r\n\r\nabcd",
        Outcome.OK,
        b"abc",
    ),
    "another protocol in small letters": (b"ttp/1.1 200 ok\r\n\r\nabc", Outcome.BAD_RESPONSE, b""),
    "closed without a byte": (b"", Outcome.CONNECTION_LOST, b""),
    "closed within the status line": (b"HTTP/1.1 200 O", Outcome.CONNECTION_LOST, b""),
    "closed within the head": (OK + b"Content-Type: text/html\r\n", Outcome.CONNECTION_LOST, b""),
    "no head at all": (OK, Outcome.CONNECTION_LOST, b""),
    "reset at once": (reset(), Outcome.CONNECTION_LOST, b""),
    "HTTP/0.9": (b"<html>Hello</html>", Outcome.BAD_RESPONSE, b""),
    "terminal codes in the status line": (b"\x1b[2J\x1b]0;owned\x07\n", Outcome.BAD_RESPONSE, b""),
    "terminal codes in the reason": (
        b"HTTP/1.1 404 \x1b[2J\xe2\x80\xae\r\nContent-Length: 1\r\n\r\nx",
        Outcome.GONE,
        b"x",
    ),
    "another protocol": (b"SSH-2.0-OpenSSH_9.9\r\n", Outcome.BAD_RESPONSE, b""),
    "TLS on the http port": (b"\x15\x03\x01\x00\x02\x02\x0a\n", Outcome.BAD_RESPONSE, b""),
    "status 999": (response(b"no", status=999), Outcome.HTTP_ERROR, b"no"),
    "status 000": (response(b"no", status="000"), Outcome.BAD_RESPONSE, b""),
    "status -1": (response(b"no", status=-1), Outcome.BAD_RESPONSE, b""),
    "101 headers": (head(*(f"X-{n}: y" for n in range(101))), Outcome.BAD_RESPONSE, b""),
    "a header of 70 KB": (head("X: " + "y" * 70_000), Outcome.BAD_RESPONSE, b""),
    "a header without a colon": (head("Nonsense", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "a header with a space before its colon": (
        head("X : y", "Content-Length: 3") + b"abcd",
        Outcome.OK,
        b"abc",
    ),
    "its folded rest": (
        head("X y", "  z: 1", "Content-Length: 3") + b"abcd",
        Outcome.OK,
        b"abc",
    ),
    "a header without a name": (head(": y", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "a header in brackets": (head("X(y): z", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "a name beyond ASCII": (head("X-\xe9: z", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "markup among the headers": (head("<b>Notice</b>", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "a header that a bare CR divides": (
        head("X: a\rb", "Content-Length: 3") + b"abc",
        Outcome.BAD_RESPONSE,
        b"",
    ),
    "framing with a space before its colon": (
        head("Transfer-Encoding : chunked", "Content-Length: 3") + b"abc",
        Outcome.BAD_RESPONSE,
        b"",
    ),
    "framing without a colon": (head("Content-Length 3") + b"abc", Outcome.BAD_RESPONSE, b""),
    "framing in a folded rest": (head("X y", "  Content-Length: 9") + b"abc", Outcome.BAD_RESPONSE, b""),
    "framing after white space": (head("  Content-Length: 3") + b"abc", Outcome.BAD_RESPONSE, b""),
    "a location with a space before its colon": (head("Location : /x"), Outcome.BAD_RESPONSE, b""),
    "a name that begins as framing does": (
        head("Content-Lengthy", "Content-Length: 3") + b"abcd",
        Outcome.OK,
        b"abc",
    ),
    "a NUL in a header": (head("X: a\0b", "Content-Length: 3") + b"abc", Outcome.BAD_RESPONSE, b""),
    "a folded header": (head("X: a", "  b", "Content-Length: 3") + b"abc", Outcome.OK, b"abc"),
    "a folded first line": (head("  b", "Content-Length: 3") + b"abcd", Outcome.OK, b"abc"),
    "20 times 100 Continue": (b"HTTP/1.1 100 Continue\r\n\r\n" * 20 + response(TEXT), Outcome.OK, TEXT),
    "early hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + response(TEXT), Outcome.OK, TEXT),
    "304 to no condition": (response(status=304), Outcome.BAD_RESPONSE, b""),
    "204": (response(status=204), Outcome.EMPTY, b""),
    "205": (response(status=205), Outcome.EMPTY, b""),
    "an empty 200": (response(), Outcome.EMPTY, b""),
    "an empty 200 that says gzip": (response(b"", GZIPPED), Outcome.EMPTY, b""),
    "a part nobody asked for": (response(b"part", status=206), Outcome.BAD_RESPONSE, b"part"),
    "202, as bot walls answer": (response(b"wait", status=202), Outcome.HTTP_ERROR, b"wait"),
    "several choices": (response(b"300", status=300), Outcome.HTTP_ERROR, b"300"),
    "an error page": (response(TEXT, status=404), Outcome.GONE, TEXT),
    "a cut error page": (head("Content-Length: 9").replace(b"200", b"410") + b"abc", Outcome.GONE, b"abc"),
    "an error page, gzip": (response(GZIP, GZIPPED, status=500), Outcome.SERVER_ERROR, TEXT),
    "too long": (response(b"x" * 100_001), Outcome.TOO_LARGE, b"x" * 100_001),
    "endless": (endless(OK + b"\r\n", b"x" * 65536), Outcome.TOO_LARGE, None),
    "a status line in the head": (
        head("HTTP/1.1 100 Continue", "Content-Length: 3") + b"abcd",
        Outcome.OK,
        b"abc",
    ),
    "endless lines that are no header": (
        endless(OK, b"HTTP/1.1 100 Continue\r\n" * 99),
        Outcome.TOO_LARGE,
        b"",
    ),
    "endless 100 Continue": (endless(b"", b"HTTP/1.1 100 C\r\n\r\n" * 99), Outcome.TOO_LARGE, b""),
    "endless trailers": (endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 999), Outcome.TOO_LARGE, b""),
    "gzip": (response(GZIP, GZIPPED), Outcome.OK, TEXT),
    "gzip in chunks": (
        head("Transfer-Encoding: chunked", GZIPPED) + b"%x\r\n%s\r\n0\r\n\r\n" % (len(GZIP), GZIP),
        Outcome.OK,
        TEXT,
    ),
    "x-gzip": (response(GZIP, "content-encoding: X-GZIP"), Outcome.OK, TEXT),
    "deflate": (response(zlib.compress(TEXT), "Content-Encoding: deflate"), Outcome.OK, TEXT),
    "gzip cut before its trailer": (response(GZIP[:-8], GZIPPED), Outcome.TRUNCATED, TEXT),
    "gzip cut in the middle": (response(packed(TEXT)[:20], GZIPPED), Outcome.TRUNCATED, None),
    "gzip with a bad checksum": (
        response(GZIP[:-8] + bytes(8), GZIPPED),
        Outcome.BAD_ENCODING,
        GZIP[:-8] + bytes(8),
    ),
    "a page that is not gzip but says so": (response(TEXT, GZIPPED), Outcome.BAD_ENCODING, TEXT),
    "a cut br": (response(b"\x0b\x00", "Content-Encoding: br"), Outcome.TRUNCATED, None),
    "a coding that nobody undoes": (response(b"abc", "Content-Encoding: exi"), Outcome.BAD_ENCODING, b"abc"),
    "a bomb of 1 GB": (response(gzip_bomb(1024)[:90_000], GZIPPED), Outcome.TOO_LARGE, None),
}


@pytest.mark.parametrize(("script", "outcome", "body"), ANSWERS.values(), ids=ANSWERS)
def test_answers(server, session, script, outcome, body):
    *_, capture = fetch(server.answers(script), session=session, limits=LIMITS)
    assert capture.outcome is outcome, capture.detail
    assert body is None or capture.body == body
    assert (capture.detail == "") is (outcome is Outcome.OK)
    assert capture.detail.isprintable()
    assert capture.elapsed_ms < 5_000


def test_the_checksum_case_is_about_the_checksum():
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(GZIP[:-8] + bytes(8))


SLOW = {
    "headers that drip": OK + b"X: ",
    "a status line that drips": b"HTTP/1.1 200 ",
    "a body that drips": OK + b"Content-Length: 99999\r\n\r\nSo",
    "a body without length that drips": OK + b"\r\nSo",
    "chunk sizes that drip": CHUNKED + b"0;",
    "a redirect whose head drips": b"HTTP/1.1 302 Found\r\nLocation: /x\r\nX: ",
}


@pytest.mark.parametrize("start", SLOW.values(), ids=SLOW)
def test_the_deadline_is_for_all_of_it(server, session, start):
    *_, capture = fetch(
        server.answers(server.drip(start)), session=session, limits=Limits(seconds=DEADLINE_S)
    )
    assert capture.outcome is Outcome.TIMEOUT, capture.detail
    assert capture.elapsed_ms < (DEADLINE_S + 1) * 1000


def test_what_dripped_is_kept(server, session):
    url = server.answers(server.drip(OK + b"\r\nSo"))
    *_, capture = fetch(url, session=session, limits=Limits(seconds=DEADLINE_S))
    assert capture.body.startswith(b"Sox")
    assert capture.status == 200


def test_a_server_that_hangs(server, session):
    *_, capture = fetch(server.answers(server.hang), session=session, limits=Limits(seconds=DEADLINE_S))
    assert capture.outcome is Outcome.TIMEOUT
    assert capture.status == 0


def test_a_handshake_that_hangs(server, session):
    """A server that never says anything to a TLS hello: its request never ends, so it reads on."""
    url = server.root.replace("http:", "https:")
    *_, capture = fetch(url, session=session, limits=Limits(seconds=DEADLINE_S))
    assert capture.outcome is Outcome.TIMEOUT
    assert capture.elapsed_ms < (DEADLINE_S + 1) * 1000


def test_a_full_backlog(session):
    """Connections that are never accepted: the SYN of the next one gets no answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)  # noqa: FBT003
            filler.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        *_, capture = fetch(url, session=session, limits=Limits(seconds=DEADLINE_S))
        for filler in fillers:
            filler.close()
    assert capture.outcome is Outcome.TIMEOUT


def test_a_closed_port(session):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    *_, capture = fetch(f"http://127.0.0.1:{port}/", session=session)
    assert capture.outcome is Outcome.CONNECTION_REFUSED
    assert (capture.url, capture.ip) == (f"http://127.0.0.1:{port}/", "")


def test_a_host_that_does_not_exist(session):
    *_, capture = fetch("http://nobody.invalid/", session=session)
    assert capture.outcome is Outcome.DNS_ERROR
    assert capture.detail.startswith("The host was not found")


def test_a_look_up_that_hangs(server):
    def look_up(*_):
        server.stopped.wait(30)
        return []

    with Session("tests", resolver=Resolver(look_up=look_up)) as session:
        *_, capture = fetch("http://slow.invalid/", session=session, limits=Limits(seconds=DEADLINE_S))
    assert capture.outcome is Outcome.TIMEOUT
    assert capture.elapsed_ms < (DEADLINE_S + 1) * 1000


def test_headers_as_received(server, session):
    lines = ["x-b: 1", "Set-Cookie: a=1", "X-A: \xe9", "set-cookie: b=2", "X-C:  a", "\t b"]
    *_, capture = fetch(server.answers(response(b"x", *lines)), session=session)
    assert capture.headers == (
        ("x-b", "1"),
        ("Set-Cookie", "withheld"),
        ("X-A", "\xe9"),
        ("set-cookie", "withheld"),
        ("X-C", "a b"),
        ("Content-Length", "1"),
    )


def test_what_is_sent(server, session):
    url = server.answers(response(b"x", "Set-Cookie: a=1"))
    fetch(url, session=session)
    *_, capture = fetch(
        url, session=session, validators=Validators('W/"v1"', "Mon, 23 Nov 2026 04:00:00 GMT")
    )
    *lines, _, _ = server.requests[-1].decode().split("\r\n")
    assert lines[0] == f"GET {urlsplit(url).path} HTTP/1.1"
    assert lines[1:] == [f"{name}: {value}" for name, value in capture.request_headers]
    assert dict(capture.request_headers) == {
        "Host": server.address,
        "User-Agent": "harvester tests",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        "If-None-Match": 'W/"v1"',
        "If-Modified-Since": "Mon, 23 Nov 2026 04:00:00 GMT",
    }


VALIDATORS = {
    "an ETag": (Validators(etag='"v1"'), {"If-None-Match"}),
    "a date": (Validators(last_modified="Mon"), {"If-Modified-Since"}),
    "none": (Validators(), set()),
    "an ETag of two lines": (Validators(etag='"v1"\r\nX: y'), set()),
    "an ETag beyond Latin-1": (Validators(etag='"\u2026"'), set()),
    "an ETag of 5 KB": (Validators(etag='"' + "v" * 5000 + '"'), set()),
    "of another URL": (Validators(etag='"v1"', url="http://127.0.0.1/"), set()),
}


@pytest.mark.parametrize(("validators", "names"), VALIDATORS.values(), ids=VALIDATORS)
def test_validators(server, session, validators, names):
    *_, capture = fetch(server.answers(response(status=304)), session=session, validators=validators)
    sent = {name for name, _ in capture.request_headers if name.startswith("If-")}
    assert sent == names
    assert capture.outcome is (Outcome.NOT_MODIFIED if names else Outcome.BAD_RESPONSE)


def test_no_environment(server, session, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login user password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    assert fetch(server.answers(response(b"x")), session=session)[-1].outcome is Outcome.OK
    assert b"Authorization" not in server.requests[-1]


def test_no_cookies(server, session):
    url = server.answers(response(b"x", "Set-Cookie: a=1; Path=/"))
    fetch(url, session=session)
    fetch(url, session=session)
    assert b"ookie" not in server.requests[-1]
    assert not session.cookies


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([b"", OK, CHUNKED, response(GZIP, GZIPPED)[:-9], b"HTTP/1.1 302 F\r\nLocation: "]),
    rest=st.binary(max_size=200),
)
def test_never_raises(server, session, start, rest):
    *_, capture = fetch(server.answers(start + rest), session=session, limits=LIMITS)
    assert capture.outcome is not Outcome.NOT_MODIFIED


def test_a_note_on_a_success(server, session):
    *_, capture = fetch(server.answers(response(TEXT, "Content-Encoding: utf-8")), session=session)
    assert (capture.outcome, capture.body, capture.coded) == (Outcome.OK, TEXT, "")
    assert capture.detail == "Content-Encoding has 'utf-8', which is not a coding."


def test_what_was_left_out_of_a_head_is_evidence(server, session):
    script = head("Server: x", "no field at all", "X: y", "Content-Length: 3") + b"abc"
    *_, capture = fetch(server.answers(script), session=session)
    assert capture.headers == (("Server", "x"), ("X", "y"), ("Content-Length", "3"))
    assert capture.head == script[:-3]
