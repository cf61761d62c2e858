"""Every header that is read, with values that nobody should send, over real sockets."""

import pytest
from fault_server import kept, response
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harvester.fetch import Limits, fetch
from harvester.http.headers import Validators
from harvester.model import Outcome

LIMITS = Limits(seconds=20, wire_bytes=100_000, decoded_bytes=100_000, redirects=2)
READ = (
    "Retry-After", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Content-Type", "Location",
    "ETag", "Last-Modified", "Date", "Set-Cookie", "Connection", "Content-Range", "Refresh",
)  # fmt: skip
STATUSES = (200, 204, 301, 302, 304, 404, 429, 503)
FAR = b"Mon, 23 Nov 99999999999 12:00:00 GMT"
ZONE = b"Mon, 23 Nov 2026 12:00:00 +99999999999999999999"


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    status=st.sampled_from(STATUSES),
    name=st.sampled_from(READ),
    value=st.binary(max_size=60) | st.sampled_from([b"9" * 5000, b"0, 0", FAR, ZONE, b"\xff" * 5000]),
)
@example(503, "Retry-After", FAR)
@example(429, "Retry-After", ZONE)
@example(301, "Content-Length", b"0, 0")
@example(302, "Content-Length", b"9" * 5000)
@example(200, "Content-Length", b"9" * 5000)
def test_no_value_makes_fetch_raise(server, session, status, name, value):
    lines = f"HTTP/1.1 {status} Whatever\r\nLocation: /gone\r\n{name}: ".encode() + value
    url = server.answers(lines + b"\r\n\r\nabc")
    validators = Validators('"v1"')
    assert fetch(url, session=session, limits=LIMITS, validators=validators)[-1].outcome in Outcome


# What it shows: what a redirect says of its body, whose bytes are "abc" each time.
REDIRECTS = {
    "its length": "Content-Length: 3",
    "its length twice": "Content-Length: 3, 3",
    "a length of 5,000 digits": "Content-Length: " + "9" * 5000,
    "a length beyond what is read": "Content-Length: 99999999",
    "nothing": "X: y",
}


@pytest.mark.parametrize("line", REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_is_followed_whatever_its_length(server, session, line):
    server.answers(kept(response(b"here")), path="/page")
    redirect = response(b"abc", "Location: /page", line, status=301, length=False)
    *_, capture = fetch(server.answers(redirect), session=session)
    assert (capture.outcome, capture.body) == (Outcome.OK, b"here"), capture.detail


def test_a_kept_connection_serves_after_the_same_length_twice(server, session):
    """The length is known, so that nobody waits for the end of a connection that is kept open."""
    twice = response(b"abc", "Content-Length: 3, 3", length=False)
    url = server.answers(kept(twice))
    for _ in range(2):
        *_, capture = fetch(url, session=session, limits=LIMITS)
        assert (capture.outcome, capture.body) == (Outcome.OK, b"abc")
        assert capture.elapsed_ms < 5_000
