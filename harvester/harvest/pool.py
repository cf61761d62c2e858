"""Readings in this process or in worker processes: capture ids in, readings out.

Workers only read the archive; one writer folds. A worker can be killed. That is the last resort for a page
that hangs the reader or exhausts its memory in spite of all bounds that count work. It gives no reading, only
a note that the capture could not be read.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from harvester.archive.connection import open_readonly, path_of, sqlite3
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.harvest.consecutive import Read
from harvester.harvest.interruption import signals_held
from harvester.harvest.reader import Reader, Rereader

CHUNK = 50
"""A worker reads this many captures at a time: they share decoded chains, and a dead worker costs few. The
first one is compared with the one before it, which is read once more for that."""

AHEAD = 3
"""This many chunks for each worker may be under way or wait for the writer, so that memory stays flat."""

RENEWED = 40
"""After this many chunks new processes go on: Python seldom gives back what a large page took. Their start
takes 0.3 s of CPU each, some 3 % of what they read."""

SECONDS = 60.0
"""One capture may take this long before its process is killed; the slowest of 6,126 real pages took 0.6 s."""

OBJECTS = 10_000
"""Python looks for garbage in cycles after this many new objects, not after 700: pages make many and few
cycles, and the look takes 6 % of the CPU of reading them."""


Mapper = Callable[[sqlite3.Connection, Reader, Sequence[int]], Iterator[Read]]
"""It yields the readings of captures in their order: here, by processes or by `harvester.harvest.cluster`."""

_worker: list[Rereader] = []  # one in each worker process, none in the writer's


def mapper(jobs: int) -> Mapper:
    """Return what reads by that many processes; with one, this process does."""
    if jobs == 1:
        return lambda conn, reader, capture_ids: read_here(Rereader(conn, reader), capture_ids)
    return lambda conn, reader, capture_ids: read_by_processes(path_of(conn), reader, capture_ids, jobs)


def read_here(rereader: Rereader, capture_ids: Iterable[int]) -> Iterator[Read]:
    """Yield the readings of the captures, read in this process."""
    with collecting_seldom():
        yield from _read_all(rereader, capture_ids)


def _read_all(rereader: Rereader, capture_ids: Iterable[int]) -> Iterator[Read]:
    for capture_id in capture_ids:
        try:
            yield rereader.read(capture_id)
        except (ArchiveDamaged, PayloadRemoved) as error:  # one payload is lost, not those after it
            yield Read(capture_id, None, str(error))


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage in cycles less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _open(path: Path, reader: Reader) -> None:
    _worker.append(Rereader(open_readonly(path), reader))
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])


def _chunk(capture_ids: Sequence[int], before: int | None = None) -> list[Read]:
    """Return the readings of captures; before: the one that comes before the first of them."""
    if capture_ids:
        _worker[0].begin(before, capture_ids[0])
    return list(_read_all(_worker[0], capture_ids))


@contextmanager
def _processes(path: Path, reader: Reader, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Connections and threads must not cross a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_open, initargs=(path, reader))
    try:
        yield pool
    finally:
        for process in (pool._processes or {}).values():  # noqa: SLF001  a worker that hangs must not outlive us
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


class _Task:
    """Captures that a process of the pool reads.

    Pools and futures have locks that are written in Python. A signal could leave one held, and the program
    would wait for it at its end. So signals wait while they are used, and a SimpleQueue awaits the readings.
    """

    def __init__(
        self, pool: ProcessPoolExecutor, capture_ids: Sequence[int], before: int | None = None
    ) -> None:
        self._done: SimpleQueue[Future[list[Read]]] = SimpleQueue()
        with signals_held():
            pool.submit(_chunk, capture_ids, before).add_done_callback(self._done.put)

    def result(self, seconds: float | None = None) -> list[Read]:
        """Return the readings; raise TookTooLong if they take longer, and what the process raised."""
        try:
            future = self._done.get(timeout=seconds)
        except Empty:
            raise TookTooLong from None
        with signals_held():
            return future.result()


def read_by_processes(path: Path, reader: Reader, capture_ids: Sequence[int], jobs: int) -> Iterator[Read]:
    """Yield the readings of the captures, in their order, read by that many processes.

    If a process dies or hangs, each capture that it had in hand is read in a process of its own.
    """
    chunks = [capture_ids[at : at + CHUNK] for at in range(0, len(capture_ids), CHUNK)]
    parts = [_Batch(chunk, before[-1] if before else None) for before, chunk in pairwise([(), *chunks])]
    for at in range(0, len(parts), RENEWED):
        yield from _read_some(path, reader, parts[at : at + RENEWED], jobs)


class _Batch(NamedTuple):
    """Captures that a worker reads at a time. before: the capture before them, None at the beginning."""

    captures: Sequence[int]
    before: int | None


def _read_some(path: Path, reader: Reader, parts: Sequence[_Batch], jobs: int) -> Iterator[Read]:
    """Yield the readings of the captures by processes that all of them share."""
    coming = iter(parts)
    left: list[_Batch] = []
    with _processes(path, reader, jobs) as pool:
        running = [(part, _Task(pool, *part)) for part in islice(coming, AHEAD * jobs)]
        while running:
            part, task = running.pop(0)
            try:
                yield from task.result(SECONDS * len(part.captures))
            except (BrokenProcessPool, TookTooLong):
                left = [part, *(each for each, _ in running), *coming]
                break
            if following := next(coming, None):
                running.append((following, _Task(pool, *following)))
    if left:
        for one in left[0].captures:
            yield read_alone(path, reader, one)
        yield from _read_some(path, reader, left[1:], jobs) if left[1:] else ()


def read_alone(path: Path, reader: Reader, capture_id: int) -> Read:
    """Return the reading of one capture, made by a process that is killed if it takes too long."""
    with _processes(path, reader, 1) as pool:
        _Task(pool, ()).result()  # where no process can be started, no capture is to blame
        try:
            return _Task(pool, (capture_id,)).result(SECONDS)[0]
        except TookTooLong:
            return Read(capture_id, None, f"reading it took more than {SECONDS:.0f} s")
        except BrokenProcessPool:
            return Read(capture_id, None, "the process that read it died")
