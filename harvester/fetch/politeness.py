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
from typing import NamedTuple

from harvester.errors import HarvesterError
from harvester.fetch.turns import Moments, SharedTurns
from harvester.fetch.wire import utc_now
from harvester.http.status import MAX_RETRY_AFTER_S

CLOCK_SLACK_S = 3600.0
"""The clock may have been off by this much in an earlier run: a run refuses to start with a worse one."""

PATIENCE_S = 60.0
"""A thread waits at most this many seconds where a host asked to be left alone; a longer wait is for another
run."""

LIMITED_S = 60.0
"""A host is left alone for this many seconds if it says "too many requests" without saying for how long."""

MAX_DOUBLINGS = 11
"""A minute that is doubled this many times is longer than a day, the longest time that a host is left
alone."""

HANGS = 2
"""A host is left alone after this many requests in a row timed out: each costs a thread the whole
deadline."""

_LOOK_S = 0.5  # how often a thread that waits for another's request looks whether the run was stopped


@dataclass(eq=False)
class HostWaits(HarvesterError):
    """The host may not be asked for so long that nobody waits for it; it says when to come back."""

    host: str
    until: datetime

    def __str__(self) -> str:
        return f"{self.host} is not to be asked before {self.until:%Y-%m-%d %H:%M:%S} UTC"


class HostHangs(HostWaits):
    """The host did not answer in time, several times in a row: it is left alone for the rest of the run."""

    def __str__(self) -> str:
        return f"{self.host} let {HANGS} requests in a row time out; it is left alone for the rest of the run"


class RunStopped(HarvesterError):
    """The run was stopped while waiting for a turn."""

    def __str__(self) -> str:
        return "the run was stopped"


@dataclass(slots=True)
class _Host:
    """turn: held for one request. active_at: when one began or ended last. not_before: as the host asked.

    Both are on the monotonic clock. delay_s: last one kept. limits: how often in a row it said "too many".
    hangs: how often in a row it did not answer in time.
    leave: closes the connection that the last one to have a turn keeps.
    """

    turn: threading.Lock = field(default_factory=threading.Lock)
    active_at: float = -inf
    delay_s: float = 0.0
    not_before: float = -inf
    limits: int = 0
    leave: Callable[[str], None] | None = None
    hangs: int = 0

    def ready_at(self, delay_s: float) -> float:
        return max(self.active_at + delay_s, self.not_before)


class Clocks(NamedTuple):
    """Where times are from. monotonic: seconds. now: aware UTC. wait: how to wait, None until the stop."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = utc_now
    wait: Callable[[float], bool] | None = None


CLOCKS = Clocks()


class Alone:
    """The turns of a process that shares no hosts with others."""

    def take(self, host: str) -> bool:
        """Return True: nobody else has the host."""
        del host
        return True

    def leave(self, host: str) -> None:
        """Do nothing."""

    def read(self, host: str) -> Moments:
        """Return that nothing is known of the host."""
        del host
        return Moments()

    def note_active(self, host: str, at: datetime) -> None:
        """Do nothing."""

    def note_wait(self, host: str, until: datetime) -> None:
        """Do nothing."""


class HostGate:
    """Whose turn it is at each host (an authority: "example.org", "example.org:8080"). Thread-safe.

    delay_s: seconds from the end of one request to the start of the next, at least. stop: set to let
    every waiting thread go. shared: the turns of other processes, which count too.
    """

    def __init__(
        self,
        delay_s: float,
        stop: threading.Event,
        shared: Alone | SharedTurns | None = None,
        clocks: Clocks = CLOCKS,
    ) -> None:
        self._delay_s, self._stop, self._shared = delay_s, stop, shared or Alone()
        self._clock, self._now, self._wait = clocks.monotonic, clocks.now, clocks.wait or stop.wait
        self._hosts: dict[str, _Host] = {}
        self._mutex = threading.Lock()

    def _host(self, host: str) -> _Host:
        with self._mutex:
            return self._hosts.setdefault(host, _Host())

    @contextmanager
    def turn(
        self, host: str, delay_s: float | None = None, leave: Callable[[str], None] | None = None
    ) -> Iterator[None]:
        """Wait for the host's turn and hold it for one request; the delay starts when the context ends.

        delay_s: what the host's robots.txt asks for, None for what it asked for last; the longer of it and
        our own counts, and is waited for however long. leave: what closes the caller's connection to the host
        when another takes a turn, so that the host has one at a time. Raises HostWaits where the host asked
        for more than PATIENCE_S, HostHangs where it does not answer in time, and RunStopped.
        """
        state = self._host(host)
        if state.hangs >= HANGS:
            raise HostHangs(host, self._now())
        with self._held(host, state):
            self._await(host, state, max(state.delay_s if delay_s is None else delay_s, self._delay_s))
            if state.leave not in {None, leave}:
                state.leave(host)
            state.leave = leave
            self._mark(host, state)
            try:
                yield
            finally:
                self._mark(host, state)

    @contextmanager
    def _held(self, host: str, state: _Host) -> Iterator[None]:
        """Hold the host against other threads, then against other processes."""
        while not state.turn.acquire(timeout=_LOOK_S):
            self._check_stop()
        try:
            while not self._shared.take(host):
                self._check_stop()
                self._wait(_LOOK_S)
            try:
                self._learn(state, self._shared.read(host))
                yield
            finally:
                self._shared.leave(host)
        finally:
            state.turn.release()

    def _learn(self, state: _Host, noted: Moments) -> None:
        """Take over when another process asked the host, and how long the host asked it to wait."""
        now, at = self._now().timestamp(), self._clock()
        if noted.active_at:  # what is ahead was noted when the clock was wrong: now, at most
            state.active_at = max(state.active_at, at - max(now - noted.active_at, 0.0))
        asked = noted.not_before - now
        if 0 < asked <= MAX_RETRY_AFTER_S + CLOCK_SLACK_S:
            state.not_before = max(state.not_before, at + asked)

    def _mark(self, host: str, state: _Host) -> None:
        """Note that a request begins or ends now."""
        state.active_at = self._clock()
        self._shared.note_active(host, self._now())

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
        self._shared.note_wait(host, self._now() + timedelta(seconds=state.not_before - self._clock()))

    def answered(self, host: str, asked_s: float | None = None, *, is_limited: bool = False) -> None:
        """Leave the host alone for as long as its answer asks.

        asked_s: what it asks for, None for nothing. is_limited: it says that it is asked too much. Of two
        answers in a row that say so the second counts for two minutes at least, the next for twice as long:
        longer than anybody waits, so that the rest is left for another run.
        """
        state = self._host(host)
        state.hangs = 0
        state.limits = state.limits + 1 if is_limited else 0
        growing_s = LIMITED_S * 2 ** min(state.limits - 1, MAX_DOUBLINGS) if state.limits > 1 else 0.0
        if seconds := max(asked_s or 0.0, growing_s):
            self.postpone(host, seconds)

    def timed_out(self, host: str) -> None:
        """Count that a request to the host ended at its deadline."""
        self._host(host).hangs += 1

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
        state = self._host(host)
        if state.turn.locked():  # a request is under way: it may end now
            state.active_at = self._clock()
        left = max(self._ready_at(state) - self._clock(), 0.0)
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
            if 0 < seconds <= MAX_RETRY_AFTER_S + CLOCK_SLACK_S:
                self.postpone(host, seconds)
