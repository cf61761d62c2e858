"""Fetching in parallel: a fetcher for each thread, one turn at a time for a host, state from the archive."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlite_utils import Database

from harvester.archive.captures import read_capture
from harvester.archive.connection import path_of
from harvester.archive.robots import robots_chains
from harvester.archive.schedule import host_states, note_host
from harvester.archive.writing import undo_cut_off
from harvester.config import Settings
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.fetch import (
    DEFAULT_LIMITS,
    PRODUCT,
    Chain,
    Clocks,
    Fetched,
    Fetcher,
    HostGate,
    HostWaits,
    Limits,
    Resolver,
    RobotsCache,
    RunStopped,
    Session,
    SharedTurns,
    SiteOptions,
    faulted,
    is_unreachable,
    user_agent,
)
from harvester.fetch.limits import MIB
from harvester.fetch.parts import LIMITS as PART_LIMITS
from harvester.fetch.parts import Asker, KeptParts
from harvester.harvest.access import options_of
from harvester.harvest.events import HostAwaited
from harvester.harvest.frontier import Frontier, Workers
from harvester.http.addresses import AddressPolicy
from harvester.http.headers import Validators
from harvester.http.urls import BadUrl, authority_of, origin
from harvester.model import Capture, Outcome
from harvester.normalise.noarchive import archiving_refusal
from harvester.text import printable

LONG_WAIT_S = 5.0
"""Waits of more seconds than this are reported to the person; shorter ones do not look like a fault."""

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class FetchOutcome(Generic[What]):
    """What a request was for, and its answer, or the reason why no request was made."""

    what: What
    answer: Fetched | HostWaits | RunStopped


class Fetching:
    """The threads of a run and what they share. Leaving the context stops them."""

    def __init__(self, db: Database, settings: Settings, now: Callable[[], datetime]) -> None:
        self._db, self._settings, self._now = db, settings, now
        self._stop = threading.Event()
        self._frontier: Frontier[tuple[str, Validators, Any]] | None = None
        self._robots = RobotsCache()
        self._sites = options_of(settings)
        self._resolver = Resolver(AddressPolicy(settings.allow_net))
        archive = path_of(db.conn)
        self._turns = SharedTurns(archive.with_name(f"{archive.name}.hosts"))
        self.gate = HostGate(settings.delay_s, self._stop, self._turns, Clocks(now=now))
        self.gate.restore(host_states(db.conn))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if error:
            undo_cut_off(self._db)
        # The state also covers requests under way, of which the archive has nothing else.
        for host, next_at in self.gate.state().items():
            note_host(self._db, host, next_at)
        self._turns.close()

    def stop(self) -> None:
        """Make no further request; `ask` yields what is under way and ends. Any thread may call it."""
        self._stop.set()
        if frontier := self._frontier:
            frontier.close()

    @property
    def stopped(self) -> bool:
        """Return whether `stop` was called."""
        return self._stop.is_set()

    def sends_conditions(self, url: str) -> bool:
        """Return whether requests to the URL's site may be conditional, by the settings.

        A page that is rendered is always requested whole: a 304 does not cover what its scripts write.
        """
        options = self.options(url)
        return options is None or (options.conditional and not options.browser)

    def long_waits(self, urls: Iterable[str]) -> Iterator[HostAwaited]:
        """Yield each host for which `ask` would wait more than LONG_WAIT_S."""
        for host in dict.fromkeys(map(authority_of, urls)):
            if (wait_s := self.gate.ready_at(host) - time.monotonic()) > LONG_WAIT_S:
                yield HostAwaited(host, self._now() + timedelta(seconds=wait_s))

    def options(self, url: str) -> SiteOptions | None:
        """Return how the site of a URL is asked, None for a URL that cannot be asked for."""
        return self._sites.of(url) if _origin_of(url) else None

    def asker(self) -> Asker:
        """Return what asks for the parts of rendered pages, for one thread."""
        session = self._session()
        return Asker(session, Fetcher(session, self.gate, self._robots, PART_LIMITS), KeptParts())

    def ask(self, wanted: Iterable[tuple[str, Validators, What]]) -> Iterator[FetchOutcome[What]]:
        """Yield the answers to (URL, validators, what it is for) as they come, in the caller's thread."""
        work = [(authority_of(url), (url, validators, what)) for url, validators, what in wanted]
        self._robots.restore(self._fresh_robots(url for _, (url, _, _) in work))
        hosts = len({host for host, _ in work})
        workers: Workers[tuple[str, Validators, What], Fetcher, FetchOutcome[What]] = Workers(
            number=max(1, min(self._settings.workers, hosts)),
            tool=self._fetcher,
            do=self._ask_one,
            failed=self._failed,
        )
        frontier = Frontier(work, time.monotonic, self._ready_at)
        self._frontier = frontier
        if self.stopped:
            frontier.close()
        return workers.outcomes(frontier)

    def _ready_at(self, host: str, work: tuple[str, Validators, What]) -> float:
        """Return when the work can be done: now if robots.txt refuses its URL, because nothing is asked."""
        url = work[0]
        refused = bool(_origin_of(url)) and self._robots.refuses(url, self._now())
        return time.monotonic() if refused else self.gate.ready_at(host)

    def _fetcher(self) -> Fetcher:
        """Return a fetcher for one thread."""
        return Fetcher(self._session(), self.gate, self._robots, limits_of(self._settings))

    def _session(self) -> Session:
        agent = user_agent(self._settings.contact)
        return Session(agent, resolver=self._resolver, sites=self._sites, now=self._now)

    def _ask_one(self, fetcher: Fetcher, work: tuple[str, Validators, What]) -> FetchOutcome[What]:
        url, validators, what = work
        try:
            fetched = fetcher.capture(url, validators)
        except (HostWaits, RunStopped) as error:
            return FetchOutcome(what, error)
        if self._settings.obey_noarchive:
            fetched = fetched._replace(captures=(*fetched.captures[:-1], obey_noarchive(fetched.end)))
        return FetchOutcome(what, fetched)

    def _failed(self, work: tuple[str, Validators, What], error: Exception) -> FetchOutcome[What]:
        """Return the answer for a URL at which our own program failed."""
        url, _, what = work
        return FetchOutcome(what, Fetched((faulted(url, self._now(), error),)))

    def _fresh_robots(self, urls: Iterable[str]) -> Iterator[Chain]:
        """Yield the chains that count for each origin's robots.txt; the cache knows for how long."""
        for site in {_origin_of(url) for url in urls} - {""}:
            with suppress(ArchiveDamaged, PayloadRemoved):  # then it is asked for again
                for ids in robots_chains(self._db.conn, f"{site}/robots.txt", is_unreachable):
                    yield tuple(read_capture(self._db.conn, each) for each in ids)


def limits_of(settings: Settings) -> Limits:
    """Return what one exchange may cost by the settings."""
    most = settings.max_body_mib * MIB
    decoded = max(most, DEFAULT_LIMITS.decoded_bytes)
    return Limits(seconds=settings.timeout_s, wire_bytes=most, decoded_bytes=decoded)


def obey_noarchive(capture: Capture) -> Capture:
    """Return the capture; if its page asks not to be archived, without the body. The rest is evidence."""
    asked = capture.outcome is Outcome.OK and archiving_refusal(capture.headers, capture.body, PRODUCT)
    if not asked:
        return capture
    detail = printable(f"The page asks not to be archived: {asked}.")
    return replace(
        capture, outcome=Outcome.ARCHIVING_REFUSED, detail=detail, body=b"", coded="", coded_digest=b""
    )


def _origin_of(url: str) -> str:
    try:
        return origin(url)
    except BadUrl:
        return ""
