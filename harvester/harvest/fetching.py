"""Fetching in parallel: a fetcher for each thread, one turn at a time for a host, state from the archive."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Generic, Self, TypeVar

from sqlite_utils import Database

from harvester.archive.evidence import fresh_robots
from harvester.archive.schedule import host_states
from harvester.config import Settings
from harvester.fetch import (
    DEFAULT_LIMITS,
    BadUrl,
    Fetched,
    Fetcher,
    HostGate,
    HostWaits,
    Limits,
    RobotsCache,
    RunStopped,
    Session,
    authority,
    origin,
    user_agent,
)
from harvester.harvest.frontier import Frontier, Workers
from harvester.model import Capture, Outcome, Validators

MIB = 1024 * 1024

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Asked(Generic[What]):
    """What was asked for and what came of it: an answer, or why the host was left alone this time."""

    what: What
    answer: Fetched | HostWaits | RunStopped


class Fetching:
    """The threads of a run and what they share. Leaving the context lets them all go."""

    def __init__(self, db: Database, settings: Settings, now: Callable[[], datetime]) -> None:
        self._db, self._settings, self._now = db, settings, now
        self._stop = threading.Event()
        self._robots = RobotsCache()
        self.gate = HostGate(settings.delay_s, self._stop, now=now)
        self.gate.restore({host: state.next_at for host, state in host_states(db).items() if state.next_at})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()

    def ask(self, wanted: Iterable[tuple[str, Validators, What]]) -> Iterator[Asked[What]]:
        """Yield the answers to (URL, validators, what it is for) as they come, in the caller's thread."""
        work = [(host_of(url), (url, validators, what)) for url, validators, what in wanted]
        self._robots.restore(self._fresh_robots(url for _, (url, _, _) in work))
        hosts = len({host for host, _ in work})
        workers: Workers[tuple[str, Validators, What], Fetcher, Asked[What]] = Workers(
            number=max(1, min(self._settings.workers, hosts)),
            tool=self._fetcher,
            do=_ask_one,
            ready_at=self.gate.ready_at,
        )
        return workers.outcomes(Frontier(work, time.monotonic))

    def _fetcher(self) -> Fetcher:
        """Return a fetcher for one thread."""
        session = Session(user_agent(self._settings.contact), now=self._now)
        return Fetcher(session, self.gate, self._robots, limits_of(self._settings))

    def _fresh_robots(self, urls: Iterable[str]) -> Iterator[Capture]:
        """Yield the robots.txt of each origin that an earlier run fetched and that may still be used."""
        for site in {_origin_of(url) for url in urls} - {""}:
            if kept := fresh_robots(self._db, site, self._now()):
                yield Capture(
                    url=f"{site}/robots.txt",
                    captured_at=kept.fetched_at,
                    outcome=Outcome(kept.outcome),
                    status=kept.status,
                    body=kept.body,
                )


def limits_of(settings: Settings) -> Limits:
    """Return what one exchange may cost by the settings."""
    most = settings.max_body_mib * MIB
    decoded = max(most, DEFAULT_LIMITS.decoded_bytes)
    return Limits(seconds=settings.timeout_s, wire_bytes=most, decoded_bytes=decoded)


def _ask_one(fetcher: Fetcher, work: tuple[str, Validators, What]) -> Asked[What]:
    url, validators, what = work
    try:
        return Asked(what, fetcher.capture(url, validators))
    except (HostWaits, RunStopped) as error:
        return Asked(what, error)


def host_of(url: str) -> str:
    """Return the host whose turn a URL takes; ``""`` for one that cannot be fetched anyway."""
    try:
        return authority(url)
    except BadUrl:
        return ""


def _origin_of(url: str) -> str:
    try:
        return origin(url)
    except BadUrl:
        return ""
