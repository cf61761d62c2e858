"""Captures made politely: robots.txt asked, the host's turn awaited, every hop of a redirect too.

    gate = HostGate(settings.delay_s, stop)        # shared by all threads
    gate.restore(archive's {host: next_at})
    robots = RobotsCache()                         # shared by all threads
    robots.restore(the archive's newest capture of each robots.txt)

    # in each worker thread:
    with Fetcher(Session(user_agent(settings.contact)), gate, robots, limits) as fetcher:
        fetched = fetcher.capture(url, validators)

    # in the one thread that writes: store fetched.robots, then fetched.capture, then
    # gate.next_at(authority(capture.final_url)) for its host

`Fetcher.capture` raises `HostWaits` where a host is not to be asked for longer than anybody waits (leave
the article for later; nothing was asked, there is nothing to store) and `RunStopped` once ``stop`` is set.
Threads should be daemons: a request under way is not interrupted, and may take until its deadline.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self

from harvester.fetch.address import authority, origin
from harvester.fetch.exchange import NO_VALIDATORS, HopRefused, fetch
from harvester.fetch.limits import DEFAULT_LIMITS, ROBOTS_LIMITS, Limits
from harvester.fetch.politeness import HostGate
from harvester.fetch.robots import RobotsRules, robots_rules, robots_url
from harvester.fetch.wire import Session
from harvester.model import SUCCESSES, Capture, Outcome, Validators

RATE_LIMITED_S = 60.0
"""Seconds to leave a host alone that answers 429 without saying for how long."""


class Fetched(NamedTuple):
    """What one call gives the archive: the article's capture, and those of each robots.txt read for it."""

    capture: Capture
    robots: tuple[Capture, ...] = ()


class RobotsCache:
    """The robots rules of each origin while they are fresh. Thread-safe; one thread at a time fetches one."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._mutex = threading.Lock()

    def restore(self, captures: Iterable[Capture]) -> None:
        """Take over what earlier runs captured; of several for one origin the newest counts."""
        for rules in map(robots_rules, captures):
            known = self._rules.get(rules.origin)
            if known is None or known.fetched_at < rules.fetched_at:
                self._rules[rules.origin] = rules

    def rules(self, site: str, now: Callable[[], datetime], ask: Callable[[], Capture]) -> RobotsRules:
        """Return the origin's rules, by asking for its robots.txt where none are fresh.

        The clock is read once nobody else asks: who waited would else see rules from the future.
        """
        with self._mutex:
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            rules = self._rules.get(site)
            # fetched in the future: the clock was set back, and would keep them for ever
            if rules is None or not rules.fetched_at <= now() < rules.expires_at:
                rules = self._rules[site] = robots_rules(ask())
            return rules


class Fetcher:
    """One thread's way of making captures; close it at the end."""

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
        """Return what came of asking for the URL, and of each robots.txt that had to be asked first.

        A URL, or a redirect to one, that robots.txt disallows is not asked for (``robots_refused``), nor
        one whose host does not answer for its robots.txt (``dns_error`` and the like).
        Raises HostWaits and RunStopped, nothing else.
        """
        asked: list[Capture] = []

        @contextmanager
        def permit(target: str) -> Iterator[None]:
            ask = partial(self._robots_capture, target, asked)
            rules = self._robots.rules(origin(target), self._session.now, ask)
            if not rules.allowed(target):
                reason = rules.refusal or f"robots.txt of {rules.origin} disallows {target}"
                raise HopRefused(rules.refused_as, reason)
            with self._gate.turn(authority(target), rules.crawl_delay_s()):
                yield

        capture = fetch(url, session=self._session, limits=self._limits, validators=validators, permit=permit)
        self._heed(capture)
        return Fetched(capture, tuple(asked))

    def _robots_capture(self, target: str, asked: list[Capture]) -> Capture:
        capture = fetch(
            robots_url(target),
            session=self._session,
            limits=ROBOTS_LIMITS,
            permit=lambda hop: self._gate.turn(authority(hop)),
        )
        self._heed(capture)
        asked.append(capture)
        return capture

    def _heed(self, capture: Capture) -> None:
        """Leave the host alone for as long as its answer asks."""
        seconds = capture.retry_after_s if capture.outcome not in SUCCESSES else None
        if seconds is None and capture.outcome is Outcome.RATE_LIMITED:
            seconds = RATE_LIMITED_S
        if seconds is not None:
            self._gate.postpone(authority(capture.final_url), seconds)
