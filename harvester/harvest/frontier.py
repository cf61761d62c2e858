"""Which URL is next, when hosts are fetched in parallel and each host has its turn and its delay."""

import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from typing import Generic, TypeVar

Work = TypeVar("Work")
Tool = TypeVar("Tool")
Outcome = TypeVar("Outcome")

OUTCOMES_PER_WORKER = 2
"""This many outcomes may wait for the writer, so that memory stays flat when storing is slower."""


class Frontier(Generic[Work]):
    """The work of a run by host; a host is out with one worker at a time, and back when its delay is over.

    Thread-safe. ready_at: when, on the monotonic clock, a host may be asked for its next piece of work.
    """

    def __init__(
        self,
        work: Iterable[tuple[str, Work]],
        monotonic: Callable[[], float],
        ready_at: Callable[[str, Work], float],
    ) -> None:
        self._monotonic, self._ready_at = monotonic, ready_at
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Work]] = {}
        for host, each in work:
            self._waiting.setdefault(host, deque()).append(each)
        self._order = count()
        self._ready = [(0.0, next(self._order), host) for host in self._waiting]
        self._last: dict[str, int] = {}
        self._idle: set[int] = set()
        self._out = 0
        self._closed = False

    def take(self, worker: int) -> tuple[str, Work] | None:
        """Return the next (host, work), waiting for a host whose delay is not over; None when all is done.

        A host goes to the worker that had it last, which keeps a connection to it, unless that one is busy.
        """
        with self._changed:
            self._idle.add(worker)
            try:
                while not self._closed and (self._ready or self._out):
                    host, wait_s = self._pick(worker)
                    if host:
                        return host, self._taken(worker, host)
                    self._changed.wait(wait_s)
            finally:
                self._idle.discard(worker)
        return None

    def _pick(self, worker: int) -> tuple[str, float | None]:
        """Return a host that is ready for the worker, else ``""`` and the seconds until one may be."""
        now, wait_s, picked = self._monotonic(), None, ""
        others: list[tuple[float, int, str]] = []
        while self._ready and not picked:
            ready_at, _, host = self._ready[0]
            if ready_at > now:
                wait_s = ready_at - now
                break
            entry = heapq.heappop(self._ready)
            last = self._last.get(host, worker)
            if last == worker or last not in self._idle:
                picked = host
            else:
                others.append(entry)
        for entry in others:
            heapq.heappush(self._ready, entry)
        return picked, wait_s

    def _taken(self, worker: int, host: str) -> Work:
        self._last[host] = worker
        self._out += 1
        if self._ready and self._ready[0][0] <= self._monotonic():
            self._changed.notify_all()  # this worker is busy now: what it had last is for others
        return self._waiting[host].popleft()

    def back(self, host: str) -> None:
        """Say that the host's piece of work is done."""
        with self._changed:
            self._out -= 1
            if waiting := self._waiting[host]:
                heapq.heappush(self._ready, (self._ready_at(host, waiting[0]), next(self._order), host))
            self._changed.notify_all()

    def close(self) -> None:
        """Hand out nothing more; `take` returns None to those who wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __len__(self) -> int:
        """Return how much work has not been handed out."""
        return sum(map(len, self._waiting.values()))


@dataclass(frozen=True, slots=True)
class _Results(Generic[Outcome]):
    """What threads hand to the caller's thread: outcomes, for which there must be a place, and how each ends.

    A signal may raise an exception in the caller's thread between any two steps that are written in Python.
    In a `queue.Queue` it leaves a lock held, or has it released twice. A SimpleQueue is written in C.
    """

    waiting: "SimpleQueue[Outcome | BaseException | None]" = field(default_factory=SimpleQueue)
    places: "SimpleQueue[None]" = field(default_factory=SimpleQueue)

    def admit(self, outcomes: int) -> None:
        """Make places for this many more outcomes."""
        for _ in range(outcomes):
            self.places.put(None)

    def put(self, outcome: Outcome) -> None:
        """Hand over an outcome when there is a place for it."""
        self.places.get()
        self.waiting.put(outcome)

    def end(self, error: BaseException | None) -> None:
        """Say that the thread ends, and what ended it, None if its work was done. It needs no place."""
        self.waiting.put(error)


@dataclass(frozen=True, slots=True)
class Workers(Generic[Work, Tool, Outcome]):
    """Threads that do the work of a frontier.

    Each thread opens its own tool and closes it at its end. ``do`` makes one outcome. Whatever it
    raises, ``failed`` makes the outcome instead, so that a fault costs one piece of work and never the run.
    """

    number: int
    tool: Callable[[], AbstractContextManager[Tool]]
    do: Callable[[Tool, Work], Outcome]
    failed: Callable[[Work, Exception], Outcome]

    def outcomes(self, frontier: Frontier[Work]) -> Iterator[Outcome]:
        """Yield the outcomes as they come, in the caller's thread.

        The threads are daemons: a caller that stops iterating is not held up by a server that hangs.
        """
        results: _Results[Outcome] = _Results()
        results.admit(OUTCOMES_PER_WORKER * self.number)
        running = self.number
        try:
            for worker in range(self.number):
                threading.Thread(target=self._work, args=(worker, frontier, results), daemon=True).start()
            while running:
                result = results.waiting.get()
                if result is None:
                    running -= 1
                elif isinstance(result, BaseException):
                    raise result
                else:
                    results.admit(1)
                    yield result
        finally:
            frontier.close()
            results.admit(self.number)  # so that no thread is left waiting: each has one outcome at most

    def _work(self, worker: int, frontier: Frontier[Work], results: _Results[Outcome]) -> None:
        try:
            with self.tool() as tool:
                while taken := frontier.take(worker):
                    host, work = taken
                    outcome = self._done(tool, work)
                    frontier.back(host)
                    results.put(outcome)
        except BaseException as error:  # noqa: BLE001  no tool to work with: the caller's thread must know
            results.end(error)
        else:
            results.end(None)

    def _done(self, tool: Tool, work: Work) -> Outcome:
        try:
            return self.do(tool, work)
        except Exception as error:  # noqa: BLE001  the last boundary round each URL
            return self.failed(work, error)
