"""What it costs that a page is read by a process which can be killed: its start, and the way back.

Readings come back from one worker in chunks, beside the same readings made in this process; CPU of both
processes counts. An archive has that many ordinary pages of 8 KB.
"""

import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.memory import page
from benchmarks.rebuild import build
from benchmarks.timing import Ratio
from harvester.archive.connection import open_readonly
from harvester.harvest.pool import read_alone, read_by_processes, read_here
from harvester.harvest.reader import Reader, Rereader
from harvester.model import Capture, Outcome

CAPTURES = 500
ROUNDS = 3
STARTS = 5
_NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def run() -> Iterator[Ratio | str]:
    """Yield what a start takes, and the CPU of readings by a worker beside that of readings here."""
    with tempfile.TemporaryDirectory() as name:
        archive = Path(name, "pages.db")
        build(archive, (_capture(n) for n in range(CAPTURES)))
        yield _starts(archive)
        ids, here, there = range(1, CAPTURES + 1), list[float](), list[float]()
        with closing(open_readonly(archive)) as conn:
            for _ in range(ROUNDS):
                started = _cpu_s()
                assert all(each.reading for each in read_here(Rereader(conn, Reader()), ids))
                here.append(_cpu_s() - started)
                started = _cpu_s()
                assert all(each.reading for each in read_by_processes(archive, Reader(), ids, 1))
                there.append(_cpu_s() - started)
    ms = [1000 * min(seconds) / CAPTURES for seconds in (here, there)]
    note = f"({ms[0]:.2f} and {ms[1]:.2f} ms of CPU a capture, the worker's start included)"
    yield Ratio("reading here, beside reading by a worker", min(here) / min(there), 0.6, note)


def _starts(archive: Path) -> str:
    """Return how long it takes to start a process, read one capture there, and end it."""
    walls, cpus = [], []
    for number in range(STARTS):
        wall, cpu = time.perf_counter(), _cpu_s()
        assert read_alone(archive, Reader(), number + 1).reading
        walls.append(time.perf_counter() - wall)
        cpus.append(_cpu_s() - cpu)
    wall_ms, cpu_ms = (1000 * statistics.median(seconds) for seconds in (walls, cpus))
    return f"one capture read by a process of its own: {wall_ms:.0f} ms, {cpu_ms:.0f} ms of CPU"


def _cpu_s() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    for worker in multiprocessing.active_children():
        worker.join()
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in usages)


def _capture(number: int) -> Capture:
    return Capture(
        f"https://bridges.example/{number}",
        _NOON + timedelta(minutes=number),
        Outcome.OK,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=page(f"{number}"),
    )
