"""requests with one deadline and one byte count for everything: name look-up, handshake, heads, body.

A timeout of requests is per receive, so a server that sends a byte now and then is never timed out, and
one that stops within the head is filed as a 200 without headers. Here each receive gets what is left of the
exchange's time, and a head that does not end, or is not one, is an error.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.retry import Retry
from urllib3.util.ssl_ import create_urllib3_context

from harvester.fetch.budget import ExchangeBudget
from harvester.fetch.resolving import Resolver
from harvester.fetch.response import Response
from harvester.fetch.site_options import USUAL, OptionsOfSites
from harvester.http.addresses import ANY_ADDRESS
from harvester.http.urls import DEFAULT_PORTS

CONNECT_S = 10.0
"""One address of a host that has others left gets this many seconds: a dead IPv6 route must not eat the
deadline."""

HOSTS_KEPT = 16
"""Hosts whose connection a thread keeps open."""

# Without it, urllib3 would make one for each request, and log that it did.
_NO_RETRIES = Retry(total=False, redirect=False)

LOOSE = 0.01
"""The time limit of a socket stays if it differs from another by at most this part of it."""

LOOSE_S = 0.5
"""It stays if it differs by at most this many seconds, too: an exchange of an hour would else end up to 36 s
after its deadline."""

utc_now = partial(datetime.now, UTC)


class TimedSocket(socket.socket):
    """A socket whose time limit is set again only if it is another one.

    Each reading sets it to what is left of the exchange. Each time would be a system call during which other
    threads go on: three of the eight of an exchange.
    """

    def settimeout(self, value: float | None) -> None:
        """Set the limit in seconds; None for none."""
        limit = self.gettimeout()
        if limit is None or value is None or abs(limit - value) > min(LOOSE * value, LOOSE_S):
            super().settimeout(value)


def _connect(host: str, port: int, budget: ExchangeBudget, resolver: Resolver) -> socket.socket:
    """Return a connection to the first address of the host that may be asked and answers."""
    addresses = resolver.addresses(host, port, budget.remaining())
    error: OSError = OSError("the host has no address")
    for address in addresses:
        sock = TimedSocket(address.family, address.kind, address.protocol)
        try:
            last = address is addresses[-1]
            sock.settimeout(budget.remaining() if last else min(CONNECT_S, budget.remaining()))
            sock.connect(address.to)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(budget.remaining())  # for the TLS handshake, which takes it as a deadline
        except OSError as failure:
            sock.close()
            error = failure
        else:
            return sock
    resolver.forget(host, port)
    raise error


class _Bounded(HTTPConnection):
    """A connection within the budget that knows whether it has served before."""

    def __init__(self, *args: Any, budget: ExchangeBudget, resolver: Resolver, **options: Any) -> None:
        super().__init__(*args, **options)
        self._budget, self._resolver = budget, resolver
        self._answered = 0
        self._ip = ""
        self.response_class = partial(Response, budget=budget)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        self._answered = 0
        sock = _connect(self._dns_host, self.port, self._budget, self._resolver)
        self._budget.ip = self._ip = "" if self.proxy else sock.getpeername()[0]  # the site's, or not known
        return sock

    def getresponse(self) -> Any:
        self._budget.ip = self._ip
        self._budget.received, self._budget.ended = 0, False
        self._budget.reused = self._answered > 0
        response = super().getresponse()
        self._answered += 1
        return response


class _BoundedTLS(_Bounded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Bounded

    def __init__(self, *args: Any, budget: ExchangeBudget, resolver: Resolver, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn_kw |= {"budget": budget, "resolver": resolver}


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _BoundedTLS

    def __init__(self, *args: Any, budget: ExchangeBudget, resolver: Resolver, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn_kw |= {"budget": budget, "resolver": resolver}


_reading_trust = threading.Lock()


def certificates(ca_bundle: str) -> ssl.SSLContext:
    """Return the context for connections of all threads, read once; OSError or SSLError for a bad file."""
    with _reading_trust:
        return _read_trust(ca_bundle)


@cache
def _read_trust(ca_bundle: str) -> ssl.SSLContext:
    """Return a new context: reading a CA bundle takes as long as fetching ten pages."""
    context: ssl.SSLContext = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(ca_bundle)
    return context


def _close(pool: HTTPConnectionPool) -> None:
    """Close connections that are no longer kept. urllib3 does so only when nothing refers to the pool.

    The traceback of a fault refers to it until the garbage is collected. The host would have two connections.
    """
    pool.close()


class _Adapter(HTTPAdapter):
    """One connection a host, no retries, certificates always verified."""

    def __init__(self, budget: ExchangeBudget, resolver: Resolver, sites: OptionsOfSites) -> None:
        self._budget, self._resolver, self._sites = budget, resolver, sites
        self._resolver_of_proxies = Resolver(ANY_ADDRESS)
        super().__init__(pool_connections=HOSTS_KEPT, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, *_: Any, **options: Any) -> None:
        self.poolmanager = PoolManager(**{"num_pools": connections, "maxsize": maxsize, **options})
        self.poolmanager.pools.dispose_func = _close
        self.poolmanager.pool_classes_by_scheme = self._pools(self._resolver)

    def proxy_manager_for(self, proxy: Any, **options: Any) -> Any:
        """Return the pools of connections to a proxy, which is the archivist's: it may be anywhere."""
        secure = certificates(self._sites.others.ca_bundle or DEFAULT_CA_BUNDLE_PATH)
        manager = super().proxy_manager_for(proxy, proxy_ssl_context=secure, **options)
        manager.pool_classes_by_scheme = self._pools(self._resolver_of_proxies)
        manager.pools.dispose_func = _close
        return manager

    def pool_of(self, url: str, proxy: str) -> tuple[HTTPConnectionPool, str]:
        """Return the connections for a URL, and what a request names there (RFC 9112, 3.2)."""
        parts = urlsplit(url)
        manager = self.proxy_manager_for(proxy) if proxy else self.poolmanager
        pool: HTTPConnectionPool = manager.connection_from_host(parts.hostname, parts.port, parts.scheme)
        if manager.proxy and parts.scheme == "http":
            return pool, url
        return pool, f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

    def _pools(self, resolver: Resolver) -> dict[str, Callable[..., HTTPConnectionPool]]:
        return {
            "http": partial(_Pool, budget=self._budget, resolver=resolver),
            "https": partial(self._secure_pool, budget=self._budget, resolver=resolver),
        }

    def _secure_pool(self, host: str, port: int, **options: Any) -> HTTPSConnectionPool:
        bundle = self._sites.of(f"https://{host}:{port}/").ca_bundle
        return _TLSPool(host, port, ssl_context=certificates(bundle or DEFAULT_CA_BUNDLE_PATH), **options)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave the pool as it was made: the context has the certificates, and verifying is not optional."""


class Session(requests.Session):
    """The connections, name and clocks of one thread. Two threads must not share it. Close it at the end.

    Environment, netrc and cookies of earlier exchanges play no part: a capture shows what anybody is shown.
    resolver: gives the addresses to connect to, public ones by default. sites: how some of them are asked.
    clock: monotonic seconds; now: aware UTC. further: headers that the next requests have besides the usual.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        resolver: Resolver | None = None,
        sites: OptionsOfSites = USUAL,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__()
        self.user_agent, self.clock, self.now = user_agent, clock, now
        self.budget = ExchangeBudget(clock)
        self._resolver, self.sites = resolver or Resolver(), sites
        self.further: tuple[tuple[str, str], ...] = ()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.adapters.clear()
        self._adapter = _Adapter(self.budget, self._resolver, sites)
        self.mount("https://", self._adapter)
        self.mount("http://", self._adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: requests looks for the next hop even when told not to, and unpacks the body for it."""

    def look_up(self, url: str) -> None:
        """Find addresses of the URL's host that may be asked; raises whatever is in NETWORK_FAULTS.

        Connecting looks up, too, and then finds them known. Where a proxy looks names up, only an address in
        the URL itself is judged, and the port.
        """
        parts, options = urlsplit(url), self.sites.of(url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
        if options.proxy and options.proxy_resolves:
            self._resolver.judge_unresolved(host, port)
        else:
            self._resolver.addresses(host, port, self.budget.remaining())

    def leave(self, host: str) -> None:
        """Close the connections to a host, an authority, that are kept. Another thread may call it."""
        pools = self._adapter.poolmanager.pools
        for key in pools.keys():  # noqa: SIM118  urllib3's container has no iterator
            if host in {key.key_host, f"{key.key_host}:{key.key_port}"}:
                with suppress(KeyError):
                    del pools[key]

    @contextmanager
    def ask(self, url: str, headers: dict[str, str]) -> Iterator[BaseHTTPResponse]:
        """Hold the response to one GET, its body unread; raises whatever is in NETWORK_FAULTS.

        It is urllib3's: what requests does besides for each response costs a fifth of an exchange.
        """
        pool, target = self._adapter.pool_of(url, self.sites.of(url).proxy)
        response = pool.urlopen(
            "GET",
            target,
            headers=headers,
            retries=_NO_RETRIES,
            redirect=False,
            assert_same_host=False,
            timeout=self.budget.remaining(),
            preload_content=False,
            decode_content=False,
        )
        try:
            yield response
        finally:
            response.close()  # a body that was not read to its end closes the connection
            response.release_conn()
