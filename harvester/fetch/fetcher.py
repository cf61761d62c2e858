"""Captures made politely: for each hop, robots.txt is asked and the host's turn is awaited.

    gate = HostGate(settings.delay_s, stop)        # shared by all threads
    gate.restore(archive's {host: next_at})
    robots = RobotsCache()                         # shared by all threads
    robots.restore(the archive's newest captures of each robots.txt, a chain each)

    # in each worker thread:
    with Fetcher(Session(user_agent(settings.contact)), gate, robots, limits) as fetcher:
        fetched = fetcher.capture(url, validators)

    # in the one thread that writes: store fetched.robots, then fetched.captures, then
    # gate.next_at(authority(fetched.end.url)) for its host

`Fetcher.capture` raises `HostWaits` where a host is not to be asked for longer than anybody waits (leave
the article for later; nothing was asked, there is nothing to store) and `RunStopped` once ``stop`` is set.
Threads should be daemons: a request under way is not interrupted, and may take until its deadline.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self

from harvester.fetch.exchange import NO_VALIDATORS, HopRefused, fetch
from harvester.fetch.faults import faulted
from harvester.fetch.limits import DEFAULT_LIMITS, ROBOTS_LIMITS, Limits
from harvester.fetch.politeness import LIMITED_S, HostGate, HostWaits, RunStopped
from harvester.fetch.robots import RobotsRules, robots_rules, robots_url
from harvester.fetch.wire import Session
from harvester.http.headers import Validators
from harvester.http.urls import authority, origin
from harvester.model import SUCCESSES, Capture, Outcome

LIMITING = frozenset({429, 503})
"""A host that is asked too much answers with these: too many requests, and no longer able to answer."""

Chain = tuple[Capture, ...]


class Fetched(NamedTuple):
    """The captures of one call: the chain of the URL, and that of each robots.txt that was read for it."""

    captures: Chain
    robots: tuple[Chain, ...] = ()

    @property
    def end(self) -> Capture:
        """The last capture of the chain: what the URL led to."""
        return self.captures[-1]

    @property
    def led_from(self) -> str:
        """The URL that was asked for, if it led to another one; ``""`` if it did not."""
        asked = self.captures[0].url
        return asked if asked != self.end.url else ""


class RobotsCache:
    """The robots rules of each origin while they are fresh. Thread-safe; one thread at a time fetches one."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._mutex = threading.Lock()

    def restore(self, chains: Iterable[Chain]) -> None:
        """Take over what earlier runs captured; of several for one origin the newest counts."""
        for chain in sorted(chains, key=lambda chain: chain[-1].captured_at):
            site = origin(chain[0].url)
            self._rules[site] = robots_rules(chain, self._rules.get(site))

    def refuses(self, url: str, now: datetime) -> bool:
        """Return whether fresh rules refuse the URL, so that no request will be made for it."""
        rules = self._rules.get(origin(url))
        return rules is not None and rules.are_fresh(now) and not rules.allowed(url)

    def rules(self, site: str, now: Callable[[], datetime], ask: Callable[[], Chain]) -> RobotsRules:
        """Return the origin's rules, by asking for its robots.txt where none are fresh.

        The clock is read once nobody else asks: who waited would else see rules from the future.
        """
        with self._mutex:
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            rules = self._rules.get(site)
            if rules is None or not rules.are_fresh(now()):
                rules = self._rules[site] = robots_rules(ask(), rules)
            return rules


class Fetcher:
    """It makes the captures of one thread; close it at the end."""

    def __init__(
        self, session: Session, gate: HostGate, robots: RobotsCache, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self._session, self._gate, self._robots, self._limits = session, gate, robots, limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        self._session.close()

    def capture(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched:
        """Return the captures of the URL, and of each robots.txt that had to be requested first.

        A URL, or a redirect to one, that robots.txt disallows is not asked for (``robots_refused``), nor
        one whose host does not answer for its robots.txt (``dns_error`` and the like).
        Raises HostWaits and RunStopped, nothing else.
        """
        asked: list[Chain] = []
        hops: list[str] = []

        @contextmanager
        def permit(target: str) -> Iterator[None]:
            with _kept(is_first=not hops):
                ask = partial(self._robots_chain, target, asked)
                rules = self._robots.rules(origin(target), self._session.now, ask)
            if rules.refused_as:
                raise HopRefused(rules.refused_as, rules.refusal)
            if not rules.allowed(target):
                reason = f"robots.txt of {rules.origin} disallows {target}"
                raise HopRefused(Outcome.ROBOTS_REFUSED, reason)
            with _kept(is_first=not (hops or asked)), self._turn(target, rules.crawl_delay_s()):
                hops.append(target)
                yield

        ask = partial(fetch, url, limits=self._limits, validators=validators, permit=permit)
        return Fetched(self._chain(url, ask), tuple(asked))

    def _turn(self, target: str, delay_s: float | None = None) -> AbstractContextManager[None]:
        return self._gate.turn(authority(target), delay_s, self._session.leave)

    def _robots_chain(self, target: str, asked: list[Chain]) -> Chain:
        url = robots_url(target)

        @contextmanager
        def permit(hop: str) -> Iterator[None]:
            with _kept(is_first=hop == url), self._turn(hop):
                yield

        chain = self._chain(url, partial(fetch, url, limits=ROBOTS_LIMITS, permit=permit))
        asked.append(chain)
        return chain

    def _chain(self, url: str, ask: Callable[..., Chain]) -> Chain:
        """Return the captures of the URL; a fault of our own program is an outcome, too."""
        try:
            chain = ask(session=self._session)
            self._heed(chain[-1])
        except (HostWaits, RunStopped):
            raise
        except Exception as error:  # noqa: BLE001  the boundary round each URL
            return (faulted(url, self._session.now(), error),)
        return chain

    def _heed(self, capture: Capture) -> None:
        """Leave the host alone for as long as its answer asks, or if it gives none in time."""
        if capture.outcome is Outcome.TIMEOUT:
            self._gate.timed_out(authority(capture.url))
        elif capture.status:
            asked_s = capture.retry_after_s if capture.outcome not in SUCCESSES else None
            is_limited = capture.status in LIMITING
            if asked_s is None and capture.outcome is Outcome.RATE_LIMITED:
                asked_s = LIMITED_S
            self._gate.answered(authority(capture.url), asked_s, is_limited=is_limited)


@contextmanager
def _kept(*, is_first: bool) -> Iterator[None]:
    """Let a host that is not to be asked end the chain, so that what led to it is kept.

    is_first: nothing was asked for yet, so that there is nothing to keep and HostWaits goes through.
    """
    try:
        yield
    except HostWaits as wait:
        if is_first:
            raise
        raise HopRefused(Outcome.RATE_LIMITED, str(wait)) from wait
