"""Turns at a host: one request at a time, a delay between them, and what the host itself asked for.

Nothing here makes a request. Inside, times are on the monotonic clock, so that a wall clock set back or
forth makes neither a burst nor an endless wait; what goes in and out, for the archive to keep across
processes, is wall clock, UTC.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

from harvester.errors import HarvesterError
from harvester.fetch.wire import utc_now
from harvester.http.status import MAX_RETRY_AFTER_S

CLOCK_SLACK_S = 3600.0
"""The clock may have been off by this much in an earlier run: a run refuses to start with a worse one."""

PATIENCE_S = 60.0
"""Seconds that a thread waits where a host asked to be left alone; a longer wait is for another run."""

_LOOK_S = 0.5  # how often a thread that waits for another's request looks whether the run was stopped


@dataclass(eq=False)
class HostWaits(HarvesterError):
    """The host is not to be asked for longer than anybody waits: come back then."""

    host: str
    until: datetime

    def __str__(self) -> str:
        return f"{self.host} is not to be asked before {self.until:%Y-%m-%d %H:%M:%S} UTC"


class RunStopped(HarvesterError):
    """The run was stopped while waiting for a turn."""

    def __str__(self) -> str:
        return "the run was stopped"


@dataclass(slots=True)
class _Host:
    """turn: held for one request. ended_at, not_before: on the monotonic clock. delay_s: last one kept."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    ended_at: float = -inf
    delay_s: float = 0.0
    not_before: float = -inf

    def ready_at(self, delay_s: float) -> float:
        return max(self.ended_at + delay_s, self.not_before)


class HostGate:
    """Whose turn it is at each host (an authority: "example.org", "example.org:8080"). Thread-safe.

    delay_s: seconds from the end of one request to the start of the next, at least. stop: set to let
    every waiting thread go. clock, now: monotonic seconds and aware UTC.
    """

    def __init__(
        self,
        delay_s: float,
        stop: threading.Event,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._delay_s, self._stop = delay_s, stop
        self._clock, self._now, self._wait = clock, now, wait or stop.wait
        self._hosts: dict[str, _Host] = {}
        self._mutex = threading.Lock()

    def _host(self, host: str) -> _Host:
        with self._mutex:
            return self._hosts.setdefault(host, _Host())

    @contextmanager
    def turn(self, host: str, delay_s: float = 0.0) -> Iterator[None]:
        """Wait for the host's turn and hold it for one request; the delay starts when the context ends.

        delay_s: what the host's robots.txt asks for; the longer of it and our own counts, and is waited
        for however long. Raises HostWaits where the host asked for more than PATIENCE_S, and RunStopped.
        """
        state = self._host(host)
        while not state.turn.acquire(timeout=_LOOK_S):
            self._check_stop()
        try:
            self._await(host, state, max(delay_s, self._delay_s))
            try:
                yield
            finally:
                state.ended_at = self._clock()
        finally:
            state.turn.release()

    def _await(self, host: str, state: _Host, delay_s: float) -> None:
        state.delay_s = delay_s
        while True:
            self._check_stop()
            asked = state.not_before - self._clock()
            if asked > PATIENCE_S:
                raise HostWaits(host, self._now() + timedelta(seconds=asked))
            left = state.ready_at(delay_s) - self._clock()
            if left <= 0:
                return
            self._wait(left)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise RunStopped

    def postpone(self, host: str, seconds: float) -> None:
        """Keep the host from being asked for so long from now; a shorter time never undoes a longer one."""
        state = self._host(host)
        state.not_before = max(state.not_before, self._clock() + min(seconds, MAX_RETRY_AFTER_S))

    def ready_at(self, host: str) -> float:
        """Return when, on the monotonic clock, a turn can be taken; a moment in the past for at once.

        At once, too, where the host asked to be left alone for longer than anybody waits: `turn` then
        raises HostWaits, and whoever goes by this is not held up until tomorrow.
        """
        state = self._host(host)
        now = self._clock()
        return now if state.not_before - now > PATIENCE_S else self._ready_at(state)

    def _ready_at(self, state: _Host) -> float:
        return state.ready_at(max(state.delay_s, self._delay_s))

    def next_at(self, host: str) -> datetime:
        """Return when the host may be asked, UTC: what the archive keeps. Never in the past."""
        left = max(self._ready_at(self._host(host)) - self._clock(), 0.0)
        return self._now() + timedelta(seconds=left)

    def state(self) -> dict[str, datetime]:
        """Return `next_at` of every host that still has to be waited for."""
        with self._mutex:
            hosts = tuple(self._hosts)
        now = self._now()
        return {host: at for host in hosts if (at := self.next_at(host)) > now}

    def restore(self, state: Mapping[str, datetime]) -> None:
        """Take over what an earlier process kept.

        No host is left alone for longer than a day. A moment that is further ahead was kept when the clock
        was wrong, and would come again with each run: it does not count.
        """
        for host, next_at in state.items():
            seconds = (next_at - self._now()).total_seconds()
            if seconds <= MAX_RETRY_AFTER_S + CLOCK_SLACK_S:
                self.postpone(host, seconds)
