"""The whole of it: robots.txt, turns and captures, over real sockets."""

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fault_server import FaultServer, kept, reset, response
from loopback import resolver

from harvester.fetch import Clocks, Fetcher, HostGate, HostWaits, Limits, RobotsCache, RunStopped, Session
from harvester.http.headers import Validators, header
from harvester.model import Capture, Outcome

PAGE = kept(response(b"here", 'ETag: "v1"'))
NO = kept(response(b"User-agent: *\nDisallow: /no\nCrawl-delay: 7"))


@pytest.fixture
def elsewhere():
    server = FaultServer()
    yield server
    server.close()


class Turns(HostGate):
    """A gate on a clock of its own; ``taken`` has (host, seconds since the last turn ended)."""

    def __init__(self, stop=None):
        self.seconds = 0.0
        clocks = Clocks(lambda: self.seconds, wait=self.pass_time)
        super().__init__(1.0, stop or threading.Event(), clocks=clocks)
        self.waits = []

    def pass_time(self, seconds):
        self.waits.append(round(seconds, 3))
        self.seconds += seconds
        return False


@pytest.fixture
def gate():
    return Turns()


@pytest.fixture
def robots():
    return RobotsCache()


@pytest.fixture
def fetcher(session, gate, robots):
    with Fetcher(session, gate, robots) as fetcher:
        yield fetcher


def test_robots_are_asked_once(server, fetcher):
    server.answers(NO, path="/robots.txt")
    server.answers(PAGE, path="/page")
    first = fetcher.capture(server.root + "/page")
    second = fetcher.capture(server.root + "/page")
    assert server.asked() == ["/robots.txt", "/page", "/page"]
    assert [each.end.outcome for each in (first, second)] == [Outcome.OK, Outcome.OK]
    assert [len(each.robots) for each in (first, second)] == [1, 0]
    assert first.robots[0][0].url == server.root + "/robots.txt"
    assert first.robots[0][0].body.startswith(b"User-agent")


def test_disallowed(server, fetcher):
    server.answers(NO, path="/robots.txt")
    fetched = fetcher.capture(server.root + "/no/1")
    assert server.asked() == ["/robots.txt"]
    assert fetched.end.outcome is Outcome.ROBOTS_REFUSED
    assert fetched.end.detail == f"robots.txt of {server.root} disallows {server.root}/no/1"


def test_unreachable_means_disallowed(server, fetcher):
    server.answers(response(b"", status=500), path="/robots.txt")
    server.answers(PAGE, path="/page")
    capture = fetcher.capture(server.root + "/page").end
    assert capture.outcome is Outcome.ROBOTS_REFUSED
    assert "500" in capture.detail
    assert server.asked() == ["/robots.txt"]


def test_absent_means_allowed(server, fetcher):
    server.answers(PAGE, path="/page")
    assert fetcher.capture(server.root + "/page").end.outcome is Outcome.OK
    assert server.asked() == ["/robots.txt", "/page"]


def test_a_fault_of_the_host_is_called_by_its_name(fetcher):
    assert fetcher.capture("http://nobody.invalid/").end.outcome is Outcome.DNS_ERROR


def test_a_bad_url_asks_nothing(fetcher):
    fetched = fetcher.capture("ftp://tarvel.example/")
    assert (fetched.end.outcome, fetched.robots) == (Outcome.BAD_URL, ())


def test_a_redirect_to_what_is_disallowed(server, fetcher):
    server.answers(NO, path="/robots.txt")
    server.answers(kept(response(b"", "Location: /no", status=301)), path="/page")
    capture = fetcher.capture(server.root + "/page").end
    assert server.asked() == ["/robots.txt", "/page"]
    assert capture.outcome is Outcome.ROBOTS_REFUSED


def test_a_redirect_to_another_host_takes_its_turn_and_its_robots(server, elsewhere, fetcher, gate):
    server.answers(NO, path="/robots.txt")
    server.answers(kept(response(b"", f"Location: {elsewhere.root}/page", status=301)), path="/page")
    elsewhere.answers(NO, path="/robots.txt")
    elsewhere.answers(PAGE, path="/page")
    fetched = fetcher.capture(server.root + "/page")
    assert elsewhere.asked() == ["/robots.txt", "/page"]
    assert [chain[0].url for chain in fetched.robots] == [
        server.root + "/robots.txt",
        elsewhere.root + "/robots.txt",
    ]
    assert gate.waits == [7.0, 7.0]  # at each host between robots.txt and page, at neither for the other
    assert fetched.end.outcome is Outcome.OK
    assert fetched.end.elapsed_ms < 2_000


def test_every_hop_waits_for_the_delay(server, fetcher, gate):
    server.answers(kept(response(status=404)), path="/robots.txt")
    server.answers(kept(response(b"", "Location: /page", status=301)), path="/old")
    server.answers(PAGE, path="/page")
    fetcher.capture(server.root + "/old")
    assert server.asked() == ["/robots.txt", "/old", "/page"]
    assert gate.waits == [1.0, 1.0]


def test_retry_after_is_heeded(server, fetcher, gate):
    server.answers(kept(response(b"", "Retry-After: 900", status=503)), path="/page")
    capture = fetcher.capture(server.root + "/page").end
    assert (capture.outcome, capture.retry_after_s) == (Outcome.RATE_LIMITED, 900)
    assert list(gate.state()) == [server.address]
    with pytest.raises(HostWaits):
        fetcher.capture(server.root + "/page")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("answers", "waits"),
    {
        "429": ([(429,)], [60]),
        "429 twice: nobody waits for two minutes": ([(429,), (429,)], [60, 120]),
        "503 once is the page's trouble": ([(503,)], [0]),
        "503 twice is the host's": ([(503,), (503,)], [0, 120]),
        "between them the host did answer": ([(503,), (200,), (503,)], [0, 0, 0]),
        "as it asks": ([(429, "Retry-After: 5")], [5]),
        "again, sooner than was asked for": ([(429, "Retry-After: 5"), (429, "Retry-After: 5")], [5, 120]),
        "again, later": ([(429, "Retry-After: 5"), (503, "Retry-After: 900")], [5, 900]),
        "gone, but back on a date": ([(404, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")], [86_400]),
        "of a success": ([(200, "Retry-After: 900")], [0]),
    }.values(),
)
def test_what_answers_ask_for(server, fetcher, gate, answers, waits):
    scripts = [kept(response(b"here", *headers, status=status)) for status, *headers in answers]
    server.answers(*scripts, path="/page")
    found = []
    for _ in answers:
        fetcher.capture(server.root + "/page")
        found.append(max(gate._host(server.address).not_before - gate.seconds, 0))
    assert found == waits


def test_a_redirect_to_a_host_that_waits_is_kept(server, elsewhere, fetcher, gate):
    """What led to the host was asked for: it is evidence, and so is the robots.txt on the way."""
    server.answers(NO, path="/robots.txt")
    server.answers(kept(response(b"", f"Location: {elsewhere.root}/page", status=301)), path="/page")
    elsewhere.answers(NO, path="/robots.txt")
    gate.postpone(elsewhere.address, 3600)
    fetched = fetcher.capture(server.root + "/page")
    assert elsewhere.asked() == []
    assert [each.outcome for each in fetched.captures] == [Outcome.REDIRECTED, Outcome.RATE_LIMITED]
    assert "is not to be asked before" in fetched.end.detail
    assert [chain[0].url for chain in fetched.robots] == [server.root + "/robots.txt"]


def test_a_robots_txt_that_leads_to_a_host_that_waits_is_kept(server, elsewhere, fetcher, gate):
    server.answers(kept(response(b"", f"Location: {elsewhere.root}/r", status=301)), path="/robots.txt")
    gate.postpone(elsewhere.address, 3600)
    fetched = fetcher.capture(server.root + "/page")
    assert server.asked() == ["/robots.txt"]
    assert [each.outcome for each in fetched.robots[0]] == [Outcome.REDIRECTED, Outcome.RATE_LIMITED]
    assert fetched.end.outcome is Outcome.ROBOTS_REFUSED


def test_robots_across_hosts_hold_for_the_host_that_was_asked(server, elsewhere, fetcher):
    server.answers(kept(response(b"", f"Location: {elsewhere.root}/r", status=301)), path="/robots.txt")
    elsewhere.answers(NO, path="/r")
    assert fetcher.capture(server.root + "/no").end.outcome is Outcome.ROBOTS_REFUSED
    assert server.asked() == ["/robots.txt"]
    assert elsewhere.asked() == ["/r"]


@pytest.mark.parametrize(("hops", "outcome"), [(5, Outcome.ROBOTS_REFUSED), (6, Outcome.OK)])
def test_five_redirects_lead_to_a_robots_txt(server, fetcher, hops, outcome):
    """RFC 9309, 2.3.1.2: at least five are followed; after more it counts as absent."""
    server.answers(kept(response(b"", "Location: /1", status=301)), path="/robots.txt")
    for number in range(1, hops):
        server.answers(kept(response(b"", f"Location: /{number + 1}", status=301)), path=f"/{number}")
    server.answers(NO, path=f"/{hops}")
    server.answers(PAGE, path="/no")
    assert fetcher.capture(server.root + "/no").end.outcome is outcome


def test_robots_again_keep_the_delay_that_they_asked_for(server, session, gate, robots):
    server.answers(NO, path="/robots.txt")
    server.answers(PAGE, path="/page")
    now = [datetime(2026, 11, 23, 12, tzinfo=UTC)]
    session.now = lambda: now[0]
    with Fetcher(session, gate, robots) as fetcher:
        for _ in range(2):
            fetcher.capture(server.root + "/page")
            now[0] += timedelta(days=1)
    assert server.asked() == ["/robots.txt", "/page"] * 2
    assert gate.waits == [7.0, 7.0, 7.0]


def test_retry_after_of_robots_counts(server, fetcher, gate):
    server.answers(response(b"", "Retry-After: 900", status=429), path="/robots.txt")
    assert fetcher.capture(server.root + "/page").end.outcome is Outcome.ROBOTS_REFUSED
    assert gate.next_at(server.address) > datetime.now(UTC) + timedelta(seconds=890)


def test_conditional(server, fetcher):
    server.answers(PAGE, kept(response(status=304)), path="/page")
    first = fetcher.capture(server.root + "/page").end
    validators = Validators(header(first.headers, "ETag"), url=first.url)
    assert fetcher.capture(server.root + "/page", validators).end.outcome is Outcome.NOT_MODIFIED
    assert b'If-None-Match: "v1"' in server.requests[-1]
    assert b"If-None-Match" not in server.requests[0]


def test_robots_expire(server, session, gate, robots):
    server.answers(NO, path="/robots.txt")
    now = [datetime(2026, 11, 23, 12, tzinfo=UTC)]
    session.now = lambda: now[0]
    fetcher = Fetcher(session, gate, robots)
    for passed in (timedelta(0), timedelta(hours=23), timedelta(hours=2), timedelta(days=-9)):
        now[0] += passed
        fetcher.capture(server.root + "/no")
    assert len(server.requests) == 3  # at first, after a day, and when the clock was set back


def test_robots_from_the_archive(server, session, gate, robots):
    server.answers(NO, path="/robots.txt")
    with Fetcher(session, gate, robots) as fetcher:
        ((kept_capture,),) = fetcher.capture(server.root + "/no").robots
    later = RobotsCache()
    stale = replace(kept_capture, captured_at=kept_capture.captured_at - timedelta(hours=1), body=b"")
    later.restore([(kept_capture,), (stale,)])
    with Session("tests", resolver=resolver()) as other, Fetcher(other, gate, later) as fetcher:
        assert fetcher.capture(server.root + "/no").end.outcome is Outcome.ROBOTS_REFUSED
    assert len(server.requests) == 1


def test_a_host_has_one_connection(server, elsewhere, gate, robots):
    """Another thread that takes a turn closes the connection that the one before kept."""
    robots_txt = kept(response(status=404))
    for each in (server, elsewhere):
        each.answers(robots_txt, path="/robots.txt")
        each.answers(PAGE, path="/page")
    sessions = [Session("tests", resolver=resolver()) for _ in range(2)]
    with Fetcher(sessions[0], gate, robots) as first, Fetcher(sessions[1], gate, robots) as second:
        for fetcher, connections in ((first, 1), (first, 1), (second, 2), (second, 2), (first, 3)):
            assert fetcher.capture(server.root + "/page").end.outcome is Outcome.OK
            assert server.connections == connections
            assert elsewhere.connections == min(len(elsewhere.requests), 1)
            assert first.capture(elsewhere.root + "/page").end.outcome is Outcome.OK
    assert elsewhere.connections == 1


def test_threads_ask_robots_once(server, robots):
    server.answers(response(b""), path="/robots.txt")
    server.answers(response(b"here"), path="/page")
    gate = HostGate(0.0, threading.Event())
    captures = []

    def work():
        with Session("tests", resolver=resolver()) as session, Fetcher(session, gate, robots) as fetcher:
            captures.append(fetcher.capture(server.root + "/page"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.asked().count("/robots.txt") == 1
    assert sum(len(fetched.robots) for fetched in captures) == 1
    assert {fetched.end.outcome for fetched in captures} == {Outcome.OK}


def test_the_clock_is_read_once_nobody_else_asks(robots):
    """Who read it before would take the rules that another thread fetched for rules from the future."""
    site, noon = "https://tarvel.example", datetime(2026, 11, 23, 12, tzinfo=UTC)
    asked, held = [], []

    def now():
        held.append(robots._asking[site].locked())
        return noon

    def ask():
        asked.append(site)
        return (Capture(f"{site}/robots.txt", noon, Outcome.GONE, status=404),)

    for _ in range(2):
        robots.rules(site, now, ask)
    assert (held, asked) == ([True], [site])


def test_a_stopped_run_asks_nothing(server, session, robots):
    stop = threading.Event()
    stop.set()
    with pytest.raises(RunStopped):
        Fetcher(session, HostGate(0.0, stop), robots).capture(server.root + "/page")
    assert server.requests == []


class Broken(Session):
    """Our own program fails at requests for the path."""

    path = "/page"

    def ask(self, url, headers):
        if url.endswith(self.path):
            raise ZeroDivisionError("by \x1b[2J our own fault")
        return super().ask(url, headers)


def test_a_fault_of_our_own_is_an_outcome(server, gate, robots):
    server.answers(PAGE, path="/other")
    with Broken("tests", resolver=resolver()) as session, Fetcher(session, gate, robots) as fetcher:
        capture = fetcher.capture(server.root + "/page").end
        other = fetcher.capture(server.root + "/other").end
    assert (capture.outcome, other.outcome) == (Outcome.FAULT, Outcome.OK)
    said, place = capture.detail.rsplit(" (", 1)
    assert said == "The program failed: ZeroDivisionError: by \ufffd[2J our own fault"
    assert re.fullmatch(r"harvester/fetch/[a-z]+\.py:[0-9]+\)\.", place)


def test_a_fault_of_our_own_at_robots_closes_the_site(server, gate, robots):
    server.answers(PAGE, path="/page")
    with Broken("tests", resolver=resolver()) as session, Fetcher(session, gate, robots) as fetcher:
        session.path = "/robots.txt"
        fetched = fetcher.capture(server.root + "/page")
    assert [each.outcome for (each,) in fetched.robots] == [Outcome.FAULT]
    assert fetched.end.outcome is Outcome.FAULT
    assert server.requests == []


def test_faults_leave_nothing_behind(server, fetcher):
    """Neither a lock nor a connection: the next request to the host goes through."""
    server.answers(reset(), path="/page")
    for _ in range(20):
        assert fetcher.capture(server.root + "/page").end.outcome is Outcome.CONNECTION_LOST
    server.answers(PAGE, path="/page")
    assert fetcher.capture(server.root + "/page").end.outcome is Outcome.OK


def test_a_host_that_hangs_is_left_alone_after_the_second_time(server, session, gate, robots):
    server.answers(server.hang, path="/slow")
    server.answers(PAGE, path="/page")
    paths = ("/slow", "/page", "/slow", "/slow")
    with Fetcher(session, gate, robots, Limits(seconds=0.3)) as fetcher:
        outcomes = [fetcher.capture(server.root + path).end.outcome for path in paths]
        assert outcomes == [Outcome.TIMEOUT, Outcome.OK, Outcome.TIMEOUT, Outcome.TIMEOUT]
        asked = len(server.requests)
        with pytest.raises(HostWaits, match="let 2 requests in a row time out; it is left alone"):
            fetcher.capture(server.root + "/page")
    assert len(server.requests) == asked
