"""Connections: kept, found closed, made secure; and what one exchange may take in memory."""

import ssl
import tracemalloc
from pathlib import Path

import pytest
from fault_server import FaultServer, gzip_bomb, kept, packed, response
from loopback import resolver

from harvester.fetch import Limits, OptionsOfSites, Session, SiteOptions, fetch
from harvester.fetch.wire import TimedSocket
from harvester.http.urls import authority
from harvester.model import Outcome

TLS = Path(__file__).parent / "tls"  # keys of no other use; made with openssl req -x509
GZIPPED = "Content-Encoding: gzip"
MIB = 1024 * 1024


def test_kept(server, session):
    url = server.answers(kept(response(packed(b"x" * 9000), GZIPPED)))
    for _ in range(3):
        assert fetch(url, session=session)[-1].outcome is Outcome.OK
    assert server.connections == 1


ENDS = {
    "another thread has the next turn": lambda session, url: session.leave(authority(url)),
    "the thread ends": lambda session, _: session.close(),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_connection_is_closed_whatever_refers_to_it(server, session, end):
    """The traceback of a fault refers to its pool, until the garbage is collected."""
    url = server.answers(kept(response(b"one")))
    fetch(url, session=session)
    pools = session._adapter.poolmanager.pools
    [pool] = [pools[key] for key in pools.keys()]  # noqa: SIM118  urllib3's container has no iterator
    connection = pool.pool.queue[-1]
    assert connection.sock is not None
    end(session, url)
    assert connection.sock is None


def test_closed_while_idle_is_asked_again(server, session):
    """As after a delay between two requests: the server closes just when the second goes out."""
    url = server.answers(kept(response(b"one")), b"", kept(response(b"two")))
    assert fetch(url, session=session)[-1].body == b"one"
    assert fetch(url, session=session)[-1].body == b"two"
    assert (server.connections, len(server.requests)) == (2, 3)


def test_a_fresh_connection_is_not_asked_again(server, session):
    assert fetch(server.answers(b""), session=session)[-1].outcome is Outcome.CONNECTION_LOST
    assert len(server.requests) == 1


def test_a_kept_connection_that_broke_off_is_not_asked_again(server, session):
    url = server.answers(kept(response(b"one")), b"HTTP/1.1 200 OK\r\n")
    fetch(url, session=session)
    assert fetch(url, session=session)[-1].outcome is Outcome.CONNECTION_LOST
    assert len(server.requests) == 2


def test_an_unread_rest_is_not_the_next_answer(server, session):
    url = server.answers(
        kept(response(b"x" * 200_000)),
        kept(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1" + response(b"injected")),
        kept(response(b"three")),
    )
    assert fetch(url, session=session, limits=Limits(wire_bytes=100_000))[-1].outcome is Outcome.TOO_LARGE
    assert fetch(url, session=session)[-1].body == b"1"
    assert fetch(url, session=session)[-1].body == b"three"


def test_length_and_chunks_end_the_connection(server, session):
    script = kept(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n"
    )
    url = server.answers(script)
    fetch(url, session=session)
    fetch(url, session=session)
    assert server.connections == 2


def trusting(ca_bundle):
    return OptionsOfSites(SiteOptions(ca_bundle=ca_bundle))


def secure_server(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{name}.pem")
    return FaultServer(context)


# What it shows: (certificate, what is trusted instead of the public authorities, outcome).
CERTIFICATES = {
    "trusted": ("loopback", "loopback", Outcome.OK),
    "self-signed": ("loopback", "", Outcome.TLS_ERROR),
    "signed by another": ("loopback", "elsewhere", Outcome.TLS_ERROR),
    "of another host": ("elsewhere", "elsewhere", Outcome.TLS_ERROR),
    "expired": ("expired", "expired", Outcome.TLS_ERROR),
}


@pytest.mark.parametrize(("certificate", "trusted", "outcome"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates(certificate, trusted, outcome):
    server = secure_server(certificate)
    url = server.answers(kept(response(b"hello")))
    authority = str(TLS / f"{trusted}.pem") if trusted else ""
    with Session("tests", resolver=resolver(), sites=trusting(authority)) as session:
        session.verify = False  # is not an option
        *_, capture = fetch(url, session=session)
        fetch(url, session=session)
    server.close()
    assert capture.outcome is outcome, capture.detail
    assert capture.body == (b"hello" if outcome is Outcome.OK else b"")
    assert len(server.requests) == (2 if outcome is Outcome.OK else 0)


def test_the_deadline_over_tls():
    server = secure_server("loopback")
    url = server.answers(server.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"))
    with Session("tests", resolver=resolver(), sites=trusting(str(TLS / "loopback.pem"))) as session:
        *_, capture = fetch(url, session=session, limits=Limits(seconds=0.4))
    server.close()
    assert capture.outcome is Outcome.TIMEOUT
    assert capture.elapsed_ms < 1_400


def test_a_server_without_tls(server, session):
    """It reads the TLS hello as the start of a request, and closes."""
    url = server.answers(response(b"x")).replace("http:", "https:")
    *_, capture = fetch(url, session=session, limits=Limits(seconds=0.4))
    assert capture.outcome in {Outcome.TLS_ERROR, Outcome.TIMEOUT}


BOMBS = {
    "gzip": response(gzip_bomb(1024), GZIPPED),
    "deflate": response(gzip_bomb(1024, 15), "Content-Encoding: deflate"),
    "bare deflate": response(gzip_bomb(1024, -15), "Content-Encoding: deflate"),
    "gzip in gzip": response(packed(gzip_bomb(1024)), "Content-Encoding: gzip, gzip"),
    "an error page": response(gzip_bomb(1024), GZIPPED, status=500),
    "many members": response(packed(b"") * 100_000, GZIPPED),
    "long": response(b"x" * 34 * MIB),
}


@pytest.mark.parametrize("script", BOMBS.values(), ids=BOMBS)
def test_memory_is_bounded(server, session, script):
    """A gigabyte from a megabyte; by 2 KB for gzip in gzip."""
    url = server.answers(script)
    tracemalloc.start()
    *_, capture = fetch(url, session=session)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert capture.outcome in {Outcome.TOO_LARGE, Outcome.BAD_ENCODING, Outcome.SERVER_ERROR}
    assert capture.detail
    assert len(capture.body) <= 2 * MIB
    assert peak < 48 * MIB
    assert capture.elapsed_ms < 10_000


def test_the_largest_that_is_taken(server, session):
    body = b"<p>Question and answer.</p>" * 1_900_000  # 49 MiB
    *_, capture = fetch(server.answers(response(packed(body), GZIPPED)), session=session)
    assert capture.outcome is Outcome.OK
    assert capture.body == body


LIMITS = {  # a time limit in seconds, the next one, and the one that holds then
    "nearly the same": (60.0, 59.7, 60.0),
    "nearly the same, and longer": (59.7, 60.0, 59.7),
    "much less": (60.0, 59.0, 59.0),
    "nearly the same of an hour": (3600.0, 3599.6, 3600.0),
    "a second less of an hour": (3600.0, 3599.0, 3599.0),
    "a second less of five minutes": (300.0, 299.0, 299.0),
    "a hundredth of little": (0.1, 0.05, 0.05),
    "more": (30.0, 60.0, 60.0),
    "no waiting": (60.0, 0.0, 0.0),
    "none any more": (60.0, None, None),
    "the first": (None, 60.0, 60.0),
}


@pytest.mark.parametrize(("before", "asked", "held"), LIMITS.values(), ids=LIMITS)
def test_a_time_limit_is_set_if_it_is_another(before, asked, held):
    with TimedSocket() as sock:
        for limit in (before, asked):
            sock.settimeout(limit)
        assert sock.gettimeout() == held
