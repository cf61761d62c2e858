"""What is asked otherwise of some sites, and that it reaches no other."""

import ssl
from contextlib import closing
from ipaddress import ip_network

import pytest
from fault_server import FaultServer, kept, response
from loopback import resolver
from proxy_server import ProxyServer
from test_address_policy import Names
from test_connections import TLS

from harvester.fetch import OptionsOfSites, Resolver, Session, SiteOptions, fetch, site_key
from harvester.http.addresses import AddressPolicy
from harvester.http.headers import header
from harvester.model import Outcome

SECRET = "tok-5821-harbour"


@pytest.fixture
def elsewhere():
    server = FaultServer()
    yield server
    server.close()


def asked(url, sites, own=None):
    with Session("harvester", resolver=own or resolver(), sites=sites) as session:
        return fetch(url, session=session)


def of_site(server, scheme="http", **options):
    return OptionsOfSites(sites={(scheme, site_key(server.root)): SiteOptions(**options)})


KEYS = {
    "https://www.news.example/a": "news.example",
    "http://news.example:80/": "news.example",
    "https://news.example:8443/": "news.example:8443",
    "https://wwwnews.example/": "wwwnews.example",
}


@pytest.mark.parametrize(("url", "key"), KEYS.items())
def test_site_keys(url, key):
    assert site_key(url) == key


def test_headers_and_cookies_go_to_their_site_only(server, elsewhere):
    elsewhere.answers(kept(response(b"there")), path="/there")
    url = server.answers(kept(response(b"", f"Location: {elsewhere.root}/there", status=302)))
    sites = of_site(server, headers=(("Authorization", SECRET), ("X-Desk", "9")), cookies=f"sid={SECRET}")
    first, end = asked(url, sites)
    request, other = server.requests[0].decode(), elsewhere.requests[0].decode()
    assert f"Authorization: {SECRET}\r\n" in request
    assert "X-Desk: 9\r\n" in request
    assert f"Cookie: sid={SECRET}\r\n" in request
    assert not any(word in other for word in (SECRET, "Authorization", "X-Desk", "Cookie"))
    evidence = {
        name: value for name, value in first.request_headers if name in {"Authorization", "X-Desk", "Cookie"}
    }
    assert evidence == dict.fromkeys(("Authorization", "X-Desk", "Cookie"), "withheld")
    assert SECRET not in repr((first, end, sites))


def test_cookies_of_the_exchange_join_those_of_the_settings(server):
    answers = iter([response(b"", "Location: /0", "Set-Cookie: seen=1", status=302), response(b"here")])
    url = server.answers(lambda connection: connection.sendall(next(answers)))
    assert asked(url, of_site(server, cookies="sid=1"))[-1].outcome is Outcome.OK
    assert b"Cookie: sid=1; seen=1\r\n" in server.requests[1]


def test_a_suffix_of_the_user_agent(server):
    url = server.answers(kept(response(b"here")))
    asked(url, of_site(server, user_agent_suffix="desk/7"))
    assert b"User-Agent: harvester desk/7\r\n" in server.requests[0]


def test_an_accept_of_ones_own(server):
    asked(server.answers(kept(response(b"here"))), of_site(server, headers=(("accept", "text/html"),)))
    assert server.requests[0].lower().count(b"\r\naccept:") == 1


def test_a_time_limit(server):
    capture = asked(server.answers(server.hang), of_site(server, seconds=0.3))[-1]
    assert (capture.outcome, capture.elapsed_ms < 1_300) == (Outcome.TIMEOUT, True)


@pytest.fixture
def secure():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "loopback.pem")
    with closing(FaultServer(context)) as server:
        yield server


def test_certificates_of_one_site(secure):
    url = secure.answers(kept(response(b"here")))
    assert asked(url, OptionsOfSites())[-1].outcome is Outcome.TLS_ERROR
    assert asked(url, of_site(secure, "https", ca_bundle=str(TLS / "loopback.pem")))[-1].outcome is Outcome.OK


PUBLIC = AddressPolicy((ip_network("127.0.0.1"),))
"""127.0.0.1 stands for a public address here; 127.0.0.2 is private."""


@pytest.fixture
def proxy(server):
    with closing(ProxyServer(("127.0.0.1", int(server.address.split(":")[1])))) as proxy:
        yield proxy


def through(proxy, **options):
    return OptionsOfSites(SiteOptions(proxy=proxy.url, **options))


def test_a_proxy_for_http(server, proxy):
    port = server.address.split(":")[1]
    server.answers(kept(response(b"here")), path="/page")
    names = Resolver(PUBLIC, look_up=Names(tarvel_example=[["127.0.0.1"]]))
    capture = asked(f"http://tarvel.example:{port}/page", through(proxy), names)[-1]
    assert (capture.outcome, capture.body, capture.ip) == (Outcome.OK, b"here", "")
    assert proxy.requests[0].startswith(f"GET http://tarvel.example:{port}/page HTTP/1.1\r\n")


def test_a_proxy_for_https(secure):
    address = ("127.0.0.1", int(secure.address.split(":")[1]))
    url = secure.answers(kept(response(b"here")))
    with closing(ProxyServer(address)) as proxy:
        capture = asked(url, through(proxy, ca_bundle=str(TLS / "loopback.pem")))[-1]
    assert (capture.outcome, capture.body) == (Outcome.OK, b"here")
    assert proxy.requests[0].startswith(f"CONNECT {secure.address} HTTP/1.")


def test_a_password_for_the_proxy_is_no_evidence(server, proxy):
    url = server.answers(kept(response(b"here")))
    sites = OptionsOfSites(SiteOptions(proxy=proxy.url.replace("//", f"//desk:{SECRET}@")))
    capture = asked(url, sites)[-1]
    assert "Proxy-Authorization: Basic" in proxy.requests[0]
    assert SECRET not in repr(capture)
    assert header(capture.request_headers, "Proxy-Authorization") in {"", "withheld"}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses(server, scheme):
    answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with closing(ProxyServer(("127.0.0.1", int(server.address.split(":")[1])), answer)) as proxy:
        capture = asked(f"{scheme}://{server.address}/page", through(proxy))[-1]
    assert capture.outcome is (Outcome.REFUSED if scheme == "http" else Outcome.CONNECTION_REFUSED)
    assert "407" in capture.detail
    assert server.requests == []


def test_a_proxy_that_is_not_there(server):
    url = server.answers(kept(response(b"here")))
    sites = OptionsOfSites(SiteOptions(proxy="http://127.0.0.1:1"))
    assert asked(url, sites)[-1].outcome is Outcome.CONNECTION_REFUSED
    assert server.requests == []


def test_the_policy_holds_before_a_proxy(proxy):
    names = Resolver(PUBLIC, look_up=Names(inside_example=[["10.0.0.1"]]))
    for url in ("http://inside.example/", "https://inside.example/"):
        assert asked(url, through(proxy), names)[-1].outcome is Outcome.ADDRESS_REFUSED
    assert proxy.requests == []


# URLs that a proxy is not asked for even where it alone looks names up.
UNRESOLVED = [
    "http://10.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "https://[::1]/",
    "http://tarvel.example:6379/",
]


@pytest.mark.parametrize("url", UNRESOLVED)
def test_addresses_are_judged_where_a_proxy_looks_names_up(proxy, url):
    capture = asked(url, through(proxy, proxy_resolves=True), Resolver(look_up=pytest.fail))[-1]
    assert capture.outcome is Outcome.ADDRESS_REFUSED
    assert proxy.requests == []


def test_names_are_left_to_a_proxy_that_looks_them_up(server, proxy):
    server.answers(kept(response(b"here")), path="/page")
    sites = through(proxy, proxy_resolves=True)
    capture = asked("http://tarvel.example/page", sites, Resolver(look_up=pytest.fail))[-1]
    assert (capture.outcome, capture.body) == (Outcome.OK, b"here")


def test_the_environment_names_no_proxy(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked(server.answers(kept(response(b"here"))), OptionsOfSites())[-1].outcome is Outcome.OK
