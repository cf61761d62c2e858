"""Redirects: followed hop by hop, outside the library."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from fault_server import OK, FaultServer, endless, gzip_bomb, kept, response

from harvester.fetch import HopRefused, Limits, fetch
from harvester.http.headers import Validators, header
from harvester.model import Outcome


@pytest.fixture
def elsewhere():
    server = FaultServer()
    yield server
    server.close()


def redirect(location, status=302, body=b"moved"):
    return kept(response(body, f"Location: {location}", status=status))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_followed(server, session, status):
    page = server.answers(kept(response(b"here")))
    url = server.answers(redirect(page, status))
    asked, end = fetch(url, session=session)
    assert (asked.url, asked.outcome, asked.status, asked.body) == (url, Outcome.REDIRECTED, status, b"moved")
    assert (end.url, end.outcome, end.status, end.body) == (page, Outcome.OK, 200, b"here")
    assert server.connections == 1  # the redirect's body was read, its connection kept


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_not_followed(server, session, status):
    *_, capture = fetch(server.answers(redirect("/elsewhere", status, b"")), session=session)
    assert len(server.requests) == 1
    assert capture.outcome is (Outcome.BAD_RESPONSE if status == 304 else Outcome.HTTP_ERROR)


# What it shows: (Location, path asked for next).
RESOLVED = {
    "absolute path": ("/page", "/page"),
    "relative path": ("page", "/a/page"),
    "dots": ("../page", "/page"),
    "dots beyond the root": ("../../../page", "/page"),
    "query": ("?p=2", "/a/from?p=2"),
    "without scheme": ("//{address}/page", "/page"),
    "fragment is not sent": ("/page#part", "/page"),
    "space": ("/a page", "/a%20page"),
    "spaces around": ("  /page  ", "/page"),
    "raw UTF-8": ("/caf\u00c3\u00a9", "/caf%C3%A9"),
    "raw Latin-1": ("/caf\u00e9", "/caf%C3%A9"),
    "escaped": ("/caf%C3%A9", "/caf%C3%A9"),
    "folded line": ("\r\n /page", "/page"),
    "upper-case scheme": ("HTTP://{address}/page", "/page"),
    "no path": ("http://{address}", "/"),
}


@pytest.mark.parametrize(("location", "path"), RESOLVED.values(), ids=RESOLVED)
def test_resolved(server, session, location, path):
    server.answers(response(b"here"), path=path)
    url = server.answers(redirect(location.format(address=server.address)), path="/a/from")
    *_, capture = fetch(url, session=session)
    assert capture.outcome is Outcome.OK
    assert server.asked() == ["/a/from", path]


BAD = {
    "no Location": None,
    "an empty one": "",
    "white space": "   ",
    "bad IPv6": "http://[::1/",
    "not an address": "http://[zz]/",
    "no host": "http://",
    "three slashes": "http:///page",
    "port 0": "http://127.0.0.1:0/",
    "port too high": "http://127.0.0.1:99999/",
    "port of letters": "http://127.0.0.1:http/",
    "credentials": "http://user:secret@127.0.0.1/",
    "backslashes": "\\\\127.0.0.1\\page",
    "backslash before credentials": "http://127.0.0.1\\@elsewhere.example/",
    "tab": "/pa\tge",
    "control character": "/pa\x01ge",
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.1/",
    "script": "javascript:alert(1)",
    "data": "data:text/html,hello",
    "64 KB": "/" + "x" * 60_000,
    "a label too long": f"http://{'x' * 70}.example/",
}


@pytest.mark.parametrize("location", BAD.values(), ids=BAD)
def test_bad_location(server, session, location):
    headers = [] if location is None else [f"Location: {location}"]
    *_, capture = fetch(server.answers(response(b"moved", *headers, status=302)), session=session)
    # A host name that cannot be looked up is found out by looking it up.
    expected = Outcome.DNS_ERROR if location and "x" * 70 in location and "http" in location else None
    assert capture.outcome is (expected or Outcome.BAD_REDIRECT), capture.detail
    assert capture.detail
    assert len(server.requests) == 1


def test_the_body_of_a_redirect_to_nowhere_is_kept(server, session):
    *_, capture = fetch(server.answers(response(b"moved", status=302)), session=session)
    assert (capture.status, capture.body) == (302, b"moved")


def test_loops(server, session):
    here = server.answers(redirect("/ring"), path="/ring")
    assert fetch(here, session=session)[-1].outcome is Outcome.REDIRECT_LOOP
    assert server.asked() == ["/ring"]
    server.answers(redirect("/there"), path="/here")
    server.answers(redirect("/here#again"), path="/there")
    chain = fetch(server.root + "/here", session=session)
    assert [hop.outcome for hop in chain] == [Outcome.REDIRECTED, Outcome.REDIRECT_LOOP]
    assert [hop.url for hop in chain] == [server.root + "/here", server.root + "/there"]
    assert server.asked()[1:] == ["/here", "/there"]


def test_too_many(server, session):
    for n in range(20):
        server.answers(redirect(f"/hop{n + 1}"), path=f"/hop{n}")
    *_, capture = fetch(server.root + "/hop0", session=session)
    assert capture.outcome is Outcome.BAD_REDIRECT
    assert capture.detail == "There are more than 10 redirects."
    assert len(server.requests) == 11
    server.answers(response(b"here"), path="/hop20")
    assert fetch(server.root + "/hop10", session=session)[-1].outcome is Outcome.OK


BODIES = {
    "a bomb": response(gzip_bomb(1024), "Content-Encoding: gzip", "Location: /page", status=302),
    "endless": endless(b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n", b"x" * 65536),
    "long": response(b"x" * 20_000, "Location: /page", status=302),
    "shorter than said": b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Length: 99\r\n\r\nx",
    "none": b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n",
}


@pytest.mark.parametrize("script", BODIES.values(), ids=BODIES)
def test_whatever_its_body(server, session, script):
    server.answers(response(b"here"), path="/page")
    asked, end = fetch(server.answers(script), session=session)
    assert (end.outcome, end.body) == (Outcome.OK, b"here")
    assert asked.outcome is Outcome.REDIRECTED
    assert asked.detail, "what is missing of the body is said"
    assert len(asked.body) < 16 * 1024
    assert asked.elapsed_ms + end.elapsed_ms < 2_000


def test_one_deadline_for_all_hops(server, session):
    def slowly(connection):
        server.stopped.wait(0.15)
        return redirect(f"/{len(server.requests)}x")(connection)

    for n in range(20):
        server.answers(slowly, path=f"/{n}x")
    chain = fetch(server.root + "/0x", session=session, limits=Limits(seconds=0.4))
    assert chain[-1].outcome is Outcome.TIMEOUT
    assert sum(hop.elapsed_ms for hop in chain) < 1_400


def test_validators_only_for_the_url_that_gave_them(server, session):
    page = server.answers(response(b"here"))
    url = server.answers(redirect(page))
    fetch(url, session=session, validators=Validators('"v1"'))
    assert [b"If-None-Match" in request for request in server.requests] == [True, False]
    fetch(url, session=session, validators=Validators('"v1"', url=page))
    assert [b"If-None-Match" in request for request in server.requests[2:]] == [False, True]
    asked, end = fetch(
        url, session=session, validators=Validators('"v1"', url=page.upper().replace("/0", "/0#b"))
    )
    assert [header(each.request_headers, "If-None-Match") for each in (asked, end)] == ["", '"v1"']
    fetch(url, session=session, validators=Validators('"v1"', url="http://[bad/"))
    assert b"If-None-Match" not in b"".join(server.requests[-2:])


def test_each_hop_is_an_exchange_of_its_own(server, session):
    """Its own time, request and answer, so that each is evidence by itself."""
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ticks = count()
    session.now = lambda: noon + timedelta(seconds=next(ticks))
    page = server.answers(kept(response(b"here", "X-End: 2", status=404)))
    moved = response(
        b"moved", f"Location: {page}", "X-Hop: 1", "Retry-After: 9", "Set-Cookie: a=1", status=301
    )
    asked, end = fetch(server.answers(kept(moved)), session=session)
    assert asked.captured_at < end.captured_at
    assert header(asked.headers, "X-Hop") == "1"
    assert (header(end.headers, "X-Hop"), header(end.headers, "X-End")) == ("", "2")
    assert (asked.retry_after_s, end.retry_after_s) == (9, None)
    assert header(asked.headers, "Set-Cookie") == "withheld"
    assert (asked.ip, end.ip) == ("127.0.0.1", "127.0.0.1")
    assert (asked.wire_bytes, end.wire_bytes) == (5, 4)
    assert end.request_headers == (*asked.request_headers, ("Cookie", "withheld"))


def test_the_first_url_stays_as_it_was_given(server, session):
    page = server.answers(kept(response(b"here")), path="/page")
    (capture,) = fetch(f" {page}#part", session=session)
    assert (capture.url, capture.outcome) == (f" {page}#part", Outcome.OK)


def test_every_hop_needs_leave(server, session):
    asked = []

    @contextmanager
    def permit(url):
        asked.append(url)
        if url.endswith("/forbidden"):
            raise HopRefused(Outcome.ROBOTS_REFUSED, "robots.txt disallows it.")
        yield

    server.answers(redirect("/forbidden"), path="/page")
    server.answers(response(b"secret"), path="/forbidden")
    first, capture = fetch(server.root + "/page", session=session, permit=permit)
    assert asked == [server.root + "/page", server.root + "/forbidden"]
    assert server.asked() == ["/page"]
    assert (capture.outcome, capture.status, capture.body) == (Outcome.ROBOTS_REFUSED, 0, b"")
    assert (first.outcome, first.status) == (Outcome.REDIRECTED, 302)
    assert (capture.url, capture.request_headers) == (server.root + "/forbidden", ())


def test_waiting_for_leave_is_not_the_servers_time(server, session):
    moments = iter((0.0, 100.0, 200.0, 300.0))
    session.budget.clock = lambda: session.budget.now_at
    session.budget.now_at = 0.0

    @contextmanager
    def permit(_):
        session.budget.now_at = next(moments) + 50.0
        yield

    server.answers(redirect("/there"), path="/here")
    server.answers(response(b"x"), path="/there")
    chain = fetch(server.root + "/here", session=session, limits=Limits(seconds=5), permit=permit)
    assert [(hop.outcome, hop.elapsed_ms) for hop in chain] == [(Outcome.REDIRECTED, 0), (Outcome.OK, 0)]


def test_a_head_and_no_body_on_the_way(server, session):
    """A redirect within a redirect's connection: what the first leaves unread never reaches the second."""
    server.answers(response(b"here"), path="/page")
    script = kept(
        OK.replace(b"200 OK", b"302 Found") + b"Location: /page\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200"
    )
    *_, capture = fetch(server.answers(script), session=session)
    assert (capture.outcome, capture.body) == (Outcome.OK, b"here")


class Cookies:
    """A site that answers by the cookies that come: ``seen`` has (path, Cookie header) in order."""

    def __init__(self, server):
        self.server, self.seen = server, []

    def answers(self, path, by_cookies):
        """Answer with what the function of the Cookie header gives."""

        def script(connection):
            lines = self.server.requests[-1].decode("latin-1").split("\r\n")
            cookies = next((line[8:] for line in lines if line.lower().startswith("cookie: ")), "")
            self.seen.append((path, cookies))
            connection.sendall(by_cookies(cookies))
            return True

        return self.server.answers(script, path=path)


@pytest.fixture
def cookies(server):
    return Cookies(server)


def sets(location, *values):
    return response(b"", f"Location: {location}", *(f"Set-Cookie: {value}" for value in values), status=302)


def test_a_site_that_sets_a_cookie_and_sends_the_reader_round(session, cookies):
    url = cookies.answers(
        "/page", lambda sent: response(b"here") if "seen=1" in sent else sets("/page", "seen=1")
    )
    for _ in range(2):  # the second exchange begins without the cookie
        chain = fetch(url, session=session)
        assert [hop.outcome for hop in chain] == [Outcome.REDIRECTED, Outcome.OK]
        assert header(chain[1].request_headers, "Cookie") == "withheld"
    assert cookies.seen == [("/page", ""), ("/page", "seen=1")] * 2


def test_a_site_that_sets_another_cookie_each_time_ends(session, cookies):
    numbers = count()
    url = cookies.answers("/page", lambda _: sets("/page", f"n={next(numbers)}"))
    chain = fetch(url, session=session)
    assert (chain[-1].outcome, len(chain)) == (Outcome.BAD_REDIRECT, 11)


# What it shows: (what is set, what is sent to /a/next on the same host).
SET = {
    "a path above": (["a=1; Path=/"], "a=1"),
    "a path beside": (["a=1; Path=/b"], ""),
    "two": (["a=1; Path=/", "b=2; Path=/"], "a=1; b=2"),
    "secure, over http": (["a=1; Path=/; Secure"], ""),
    "over at once": (["a=1; Path=/; Max-Age=0"], ""),
    "of another domain": (["a=1; Path=/; Domain=elsewhere.example"], ""),
    "control characters": (["a=\x011; Path=/"], ""),
    "too long": ([f"a={'x' * 9000}; Path=/"], ""),
    "no cookie at all": (["", ";;;", "=; Path=/"], ""),
}


@pytest.mark.parametrize(("values", "sent"), SET.values(), ids=SET)
def test_which_cookies_are_sent(session, cookies, values, sent):
    cookies.answers("/a/next", lambda _: response(b"here"))
    url = cookies.answers("/a/first", lambda _: sets("/a/next", *values))
    assert fetch(url, session=session)[-1].outcome is Outcome.OK
    assert cookies.seen[-1] == ("/a/next", sent)


def test_cookies_go_to_no_other_host(session, cookies, elsewhere):
    other = Cookies(elsewhere)
    elsewhere_url = other.answers("/there", lambda _: sets(f"{cookies.server.root}/back", "b=2; Path=/"))
    url = cookies.answers("/here", lambda _: sets(elsewhere_url, "a=1; Path=/"))
    cookies.answers("/back", lambda _: response(b"here"))
    assert fetch(url, session=session)[-1].outcome is Outcome.OK
    assert (other.seen, cookies.seen) == ([("/there", "")], [("/here", ""), ("/back", "a=1")])


def test_cookies_of_a_page_that_leads_on(session, cookies):
    meta = b'<html><head><meta http-equiv="refresh" content="0; url=/there"></head><body>Wait.</body></html>'
    headers = ("Content-Type: text/html", "Set-Cookie: a=1; Path=/")
    cookies.answers("/there", lambda _: response(b"here"))
    url = cookies.answers("/here", lambda _: response(meta, *headers))
    assert fetch(url, session=session)[-1].outcome is Outcome.OK
    assert cookies.seen == [("/here", ""), ("/there", "a=1")]


def checks(value, *, by_header=False, status=200, page=b"<p>One moment.</p>", more=()):
    """Return an answer that sets a cookie and asks the browser to load the page again."""
    meta = b"" if by_header else f'<meta http-equiv="refresh" content="{value}">'.encode()
    headers = ("Content-Type: text/html", *(("Refresh: " + value,) if by_header else ()), *more)
    return response(b"<html><head>" + meta + b"</head>" + page, *headers, status=status)


SEEN = ("Set-Cookie: seen=1; Path=/",)
# What it shows: how the page asks to be loaded again.
LOADS_AGAIN = {
    "without a URL": {"value": "0"},
    "by its own URL": {"value": "3; url=/page"},
    "by its own URL with a fragment": {"value": "0; url=/page#top"},
    "by a header": {"value": "1", "by_header": True},
    "as a refusal": {"value": "0; url=/page", "status": 403},
    "as an overload": {"value": "5", "by_header": True, "status": 503},
}


@pytest.mark.parametrize("how", LOADS_AGAIN.values(), ids=LOADS_AGAIN)
def test_a_page_that_sets_a_cookie_and_loads_itself_again(session, cookies, how):
    url = cookies.answers(
        "/page", lambda sent: response(b"here") if "seen=1" in sent else checks(**how, more=SEEN)
    )
    for _ in range(2):  # the second exchange begins without the cookie
        first, end = fetch(url, session=session)
        assert (first.outcome, first.status) == (Outcome.REDIRECTED, how.get("status", 200))
        assert (end.outcome, end.body) == (Outcome.OK, b"here")
    assert cookies.seen == [("/page", ""), ("/page", "seen=1")] * 2


# What it shows: (what the page sets at each request, how often it is asked for).
GIVES_NO_WAY = {
    "no cookie": (lambda _: (), 1),
    "a cookie that is not taken": (lambda _: ("Set-Cookie: a=1; Secure",), 1),
    "the same cookie again": (lambda _: SEEN, 2),
    "another cookie each time": (lambda n: (f"Set-Cookie: n={n}",), 3),
}


@pytest.mark.parametrize(("set_by", "asked"), GIVES_NO_WAY.values(), ids=GIVES_NO_WAY)
def test_a_page_that_only_loads_itself_again_is_the_end(session, cookies, set_by, asked):
    numbers = count()
    url = cookies.answers("/page", lambda _: checks("0", more=set_by(next(numbers))))
    chain = fetch(url, session=session)
    assert [hop.outcome for hop in chain] == [Outcome.REDIRECTED] * (asked - 1) + [Outcome.OK]
    assert len(cookies.seen) == asked


# What it shows: what the answer has besides the cookie.
WAITS = {
    "after a minute": {"value": "60"},
    "and says when to ask": {"value": "0", "status": 503, "more": ("Retry-After: 600",)},
    "on a page that is gone": {"value": "0", "status": 404},
}


@pytest.mark.parametrize("how", WAITS.values(), ids=WAITS)
def test_a_page_that_loads_itself_later_is_the_end(session, cookies, how):
    url = cookies.answers("/page", lambda _: checks(**{**how, "more": (*SEEN, *how.get("more", ()))}))
    assert len(fetch(url, session=session)) == 1
