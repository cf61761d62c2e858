"""Only public addresses: whatever the spelling, whatever a name answers the second time, at every hop."""

import json
import socket
import threading
from contextlib import closing
from ipaddress import ip_network
from itertools import cycle
from pathlib import Path

import pytest
from fault_server import FaultServer, kept, response

from harvester.fetch import Fetcher, HostGate, Limits, Resolver, RobotsCache, Session, fetch
from harvester.http.addresses import AddressPolicy
from harvester.model import Outcome

REFUSED = {Outcome.ADDRESS_REFUSED, Outcome.BAD_URL, Outcome.DNS_ERROR}

# Hosts as a URL may spell them, with what cannot be seen as an escape of JSON.
SPELLINGS = [
    json.loads(f'"{line}"')
    for line in Path(__file__).with_name("private_spellings.txt").read_text("utf-8").splitlines()
]

ODD = [
    "http://user@127.0.0.1/",
    "http://127.0.0.1@127.0.0.2/",
    "http://93.184.216.34@127.0.0.1/",
    "http://127.0.0.1:80\\@93.184.216.34/",
    "http://127.0.0.1;@127.0.0.2/",
    "http:127.0.0.1",
    "http:/127.0.0.1/",
    "http:///127.0.0.1/",
    "http:////127.0.0.1/",
    "//127.0.0.1/",
    "http://127.0.0.1\t/",
    "http://127.0.\n0.1/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:70/",
    "dict://127.0.0.1:2628/",
    "data:text/html,hello",
    "jar:http://127.0.0.1!/",
    "javascript:alert(1)",
]


@pytest.fixture
def canary():
    """What must not be connected to: a server at every address of this machine."""
    server = FaultServer(address=("0.0.0.0", 0))
    server.port = server.address.split(":")[1]
    server.answers(kept(response(b"secret")), path="/")
    yield server
    assert server.connections == 0
    server.close()


def offline(host, port):
    """What the system makes of a literal, and of the one name that it knows by itself."""
    name = host.rstrip(".") == "localhost"
    flags = 0 if name else socket.AI_NUMERICHOST
    return socket.getaddrinfo("localhost" if name else host, port, type=socket.SOCK_STREAM, flags=flags)


def asked(url, resolver=None):
    """The end of the chain of the URL, by the policy as it is where nobody allows anything."""
    with Session("tests", resolver=resolver or Resolver(look_up=offline)) as session:
        return fetch(url, session=session, limits=Limits(seconds=5))[-1]


@pytest.mark.parametrize("port", ["", "canary"])
@pytest.mark.parametrize("host", SPELLINGS)
def test_spellings(canary, host, port):
    capture = asked(f"http://{host}{':' + canary.port if port else ''}/")
    assert capture.outcome in REFUSED, capture
    assert capture.detail
    assert not capture.ip


def test_there_are_enough_spellings():
    assert len(set(SPELLINGS)) >= 120


@pytest.mark.parametrize("url", ODD)
def test_odd_urls(canary, url):
    capture = asked(url.replace("127.0.0.1", f"127.0.0.1:{canary.port}") if ":80" not in url else url)
    assert capture.outcome in REFUSED, capture


class Names:
    """A resolver's look-up: each name answers with its lists of addresses in turn. It looks nothing up."""

    def __init__(self, **answers):
        self._answers = {name.replace("_", "."): cycle(lists) for name, lists in answers.items()}
        self.asked = 0

    def __call__(self, host, port):
        self.asked += 1
        if host not in self._answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [entry(address, port) for address in next(self._answers[host])]


def entry(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    to = (address, port, 0, 0) if ":" in address else (address, port)
    return (family, socket.SOCK_STREAM, 6, "", to)


def test_rebinding(server):
    """A name that is public when it is judged and private when it is connected to, a thousand times.

    The public site is another loopback address here, which is the only one that is allowed.
    """
    port = int(server.address.split(":")[1])
    server.answers(response(b"public"), path="/")
    policy = AddressPolicy((ip_network("127.0.0.1"),))
    outcomes = []
    clock = [0.0]
    names = Names(tarvel_example=[["127.0.0.1"], ["127.0.0.2"]])
    resolver = Resolver(policy, look_up=names, clock=lambda: clock[0])
    with closing(FaultServer(address=("127.0.0.2", port))) as hidden:
        with Session("tests", resolver=resolver) as session:
            for _ in range(1000):
                clock[0] += 1_000  # past every lifetime: each fetch looks up, and more than once if it could
                outcomes.append(fetch(f"http://tarvel.example:{port}/", session=session)[-1].outcome)
        assert hidden.connections == 0
    assert set(outcomes) == {Outcome.OK, Outcome.ADDRESS_REFUSED}
    assert names.asked == 1000
    assert len(server.requests) == outcomes.count(Outcome.OK) == 500


def test_of_a_names_addresses_those_that_may_be_asked(server):
    """A private address beside a public one is passed over, whichever comes first."""
    port = int(server.address.split(":")[1])
    server.answers(response(b"public"), path="/")
    policy = AddressPolicy((ip_network("127.0.0.1"),))
    for addresses in (["127.0.0.2", "::1", "127.0.0.1"], ["127.0.0.1", "10.0.0.1"]):
        resolver = Resolver(policy, look_up=Names(tarvel_example=[addresses]))
        capture = asked(f"http://tarvel.example:{port}/", resolver)
        assert (capture.outcome, capture.ip) == (Outcome.OK, "127.0.0.1")


def test_the_name_stays_in_the_request(server):
    port = int(server.address.split(":")[1])
    server.answers(response(b"public"), path="/")
    resolver = Resolver(
        AddressPolicy((ip_network("127.0.0.1"),)), look_up=Names(tarvel_example=[["127.0.0.1"]])
    )
    asked(f"http://tarvel.example:{port}/", resolver)
    assert f"Host: tarvel.example:{port}".encode() in server.requests[0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.2", "127.2", "[::ffff:127.0.0.2]", "inside.example", "localhost."])
def test_redirects_to_what_is_private(server, canary, host, status):
    policy = AddressPolicy((ip_network("127.0.0.1"),))
    names = Names(
        **{"inside_example": [["10.0.0.1"]], "127_2": [["127.0.0.2"]], "localhost_": [["127.0.0.2"]]}
    )

    def look_up(host, port):
        is_literal = ":" in host or host.count(".") == 3
        return [entry(host, port)] if is_literal else names(host, port)

    location = f"http://{host}:{canary.port}/"
    url = server.answers(response(b"moved", f"Location: {location}", status=status))
    with Session("tests", resolver=Resolver(policy, look_up=look_up)) as session:
        hop, end = fetch(url, session=session)
    assert hop.outcome is Outcome.REDIRECTED
    assert end.outcome is Outcome.ADDRESS_REFUSED, end.detail


PAGE = "<html><head>{}<title>Moved</title></head><body><p>The page has moved.</p></body></html>"


@pytest.mark.parametrize("host", ["127.0.0.2", "127.2", "[::1]"])
@pytest.mark.parametrize("how", ["a meta element", "a header"])
def test_pages_that_lead_inside(server, canary, how, host):
    target = f"0; url=http://{host}:{canary.port}/"
    meta = f'<meta http-equiv="refresh" content="{target}">' if how == "a meta element" else ""
    headers = ["Content-Type: text/html", *([] if meta else [f"Refresh: {target}"])]
    url = server.answers(response(PAGE.format(meta).encode(), *headers))
    resolver = Resolver(AddressPolicy((ip_network("127.0.0.1"),)), look_up=offline)
    with Session("tests", resolver=resolver) as session:
        hop, end = fetch(url, session=session)
    assert hop.outcome is Outcome.REDIRECTED
    assert end.outcome is Outcome.ADDRESS_REFUSED, end.detail


@pytest.fixture
def fetcher():
    """A fetcher that may ask 127.0.0.1 and nothing else that is private."""
    resolver = Resolver(AddressPolicy((ip_network("127.0.0.1"),)))
    gate = HostGate(0.0, threading.Event())
    with Session("tests", resolver=resolver) as session, Fetcher(session, gate, RobotsCache()) as fetcher:
        yield fetcher


def test_a_refused_host_is_not_asked_for_its_robots(fetcher):
    fetched = fetcher.capture("http://127.0.0.2/")
    assert (fetched.end.outcome, fetched.robots) == (Outcome.ADDRESS_REFUSED, ())
    words = (
        "Only public web servers are asked, and the networks that allow_net in harvester.toml names: "
        "127.0.0.2 is"
    )
    assert fetched.end.detail.startswith(words)


def test_a_robots_file_that_leads_inside_closes_its_site(server, canary, fetcher):
    inside = f"Location: http://127.0.0.3:{canary.port}/robots.txt"
    server.answers(response(b"", inside, status=302), path="/robots.txt")
    fetched = fetcher.capture(server.root + "/page")
    assert fetched.end.outcome is Outcome.ROBOTS_REFUSED
    assert server.asked() == ["/robots.txt"]


def test_answers_are_kept_for_a_while():
    clock = [0.0]
    names = Names(tarvel_example=[["127.0.0.1"]])
    resolver = Resolver(AddressPolicy((ip_network("127.0.0.1"),)), look_up=names, clock=lambda: clock[0])
    for moment, looked_up in [(0, 1), (299, 1), (301, 2), (302, 2)]:
        clock[0] = moment
        assert resolver.addresses("tarvel.example", 80, 1.0)[0].ip == "127.0.0.1"
        assert names.asked == looked_up


def test_failures_are_kept_for_less_long():
    clock = [0.0]
    names = Names(inside_example=[["10.0.0.1"]])
    resolver = Resolver(look_up=names, clock=lambda: clock[0])
    for moment, looked_up in [(0, 1), (59, 1), (61, 2)]:
        clock[0] = moment
        with pytest.raises(OSError, match=r"10\.0\.0\.1 is in private use"):
            resolver.addresses("inside.example", 80, 1.0)
        assert names.asked == looked_up
    with pytest.raises(socket.gaierror):
        resolver.addresses("nobody.example", 80, 1.0)


def test_a_host_whose_addresses_are_dead_is_looked_up_again(server):
    port = int(server.address.split(":")[1])
    server.answers(response(b"public"), path="/")
    names = Names(tarvel_example=[["127.0.0.9"], ["127.0.0.1"]])  # nobody listens at the first
    resolver = Resolver(AddressPolicy((ip_network("127.0.0.0/8"),)), look_up=names)
    assert asked(f"http://tarvel.example:{port}/", resolver).outcome is Outcome.CONNECTION_REFUSED
    assert asked(f"http://tarvel.example:{port}/", resolver).outcome is Outcome.OK


def test_the_resolver_keeps_a_bounded_number():
    resolver = Resolver(
        AddressPolicy((ip_network("127.0.0.0/8"),)), look_up=lambda _, port: [entry("127.0.0.1", port)]
    )
    for number in range(5_000):
        resolver.addresses(f"host{number}.example", 80, 1.0)
    assert len(resolver._answers) == 4_096
