"""A rebuild on a local cluster of two workers, beside two processes: ``python -m benchmarks.cluster [N M]``.

It is done on M captures of each real page, and on N of a page that changes without news (noise). CPU seconds
are those of the writer, with the scheduler inside it, and of the workers. Three things are told: the share of
the CPU of all that is spent on reading, once each process prepared its languages (efficiency); how fast it is
beside the processes; and how many captures one writer takes a second, so how many workers it feeds.
"""

import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks import series
from benchmarks.rebuild import build
from harvester.archive.connection import open_readonly
from harvester.archive.payload import ShippedPayloads
from harvester.archive.writing import open_archive
from harvester.harvest.catching_up import rebuild
from harvester.harvest.clock import utc_now
from harvester.harvest.cluster import _chunks, read_on
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import Mapper, mapper
from harvester.harvest.reader import NO_TASK, Reader, ReadingTask, read_task
from harvester.harvest.scheduler import connected

NOISE, NUMBER, EACH = "ota-bumble-guidelines-run", 20_000, 200
FIRST = 3
"""Each process reads this many captures first, where only reading counts: preparing languages takes half a
second of its CPU, once."""

_IDS = "SELECT id FROM capture WHERE outcome = 'ok' ORDER BY url_id, id"


class Took(NamedTuple):
    """What one run came to: captures, and seconds of wall time, of this process and of its workers."""

    captures: int
    wall_s: float
    writer_s: float
    workers_s: float


class Reading(NamedTuple):
    """A mapper, and what says how many CPU seconds its workers have taken until now.

    prepare: has each process read some captures, and so prepare its languages.
    """

    by: Mapper
    workers_s: Callable[[], float]
    prepare: Callable[[ReadingTask], object] = lambda _: None


@contextmanager
def _processes(jobs: int) -> Iterator[Reading]:
    yield Reading(mapper(jobs), _of_children)


def _of_children() -> float:
    """Return the CPU seconds of processes that have ended; their start is part of their price."""
    for child in multiprocessing.active_children():
        child.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _cluster() -> Iterator[Reading]:
    """Start workers and have them import the package first: they stay, however much there is to read."""
    with connected("local", 2) as cluster:
        cluster.client.run(read_task, Reader(), NO_TASK)
        client = cluster.client
        yield Reading(
            partial(read_on, cluster),
            lambda: sum(client.run(time.process_time).values()),
            partial(client.run, read_task, Reader()),
        )


@contextmanager
def _alone() -> Iterator[Reading]:
    yield Reading(mapper(1), _of_children, partial(read_task, Reader()))


MAPPERS: dict[str, Callable[[], AbstractContextManager[Reading]]] = {
    "one process": _alone,
    "two processes": partial(_processes, 2),
    "cluster": _cluster,
}


def read(path: Path, read_by: Mapper) -> int:
    """Read all captures and store nothing; return how many there are."""
    with closing(open_readonly(path)) as conn:
        ids = [row[0] for row in conn.execute(_IDS)]
        return sum(1 for _ in read_by(conn, Reader(), ids))


def rebuilt(path: Path, read_by: Mapper) -> int:
    """Rebuild the archive; return how many captures were read."""
    with closing(open_archive(path)) as db:
        return sum(each.captures for each in rebuild(Deriving(db, (), utc_now), read_by))


DEEDS: dict[str, Callable[[Path, Mapper], int]] = {"read": read, "rebuild": rebuilt}


def _measure(path: Path, deed: str, name: str) -> Took:
    """Return what a deed takes once its workers have started, and prepared languages if they only read."""
    with MAPPERS[name]() as reading:
        if deed == "read":
            reading.prepare(_first(path))
        began, own, others = time.perf_counter(), time.process_time(), reading.workers_s()
        captures = DEEDS[deed](path, reading.by)
        wall, writer = time.perf_counter() - began, time.process_time() - own
        return Took(captures, wall, writer, reading.workers_s() - others)


def _first(path: Path) -> ReadingTask:
    """Return the first captures of an archive as a task."""
    with closing(open_readonly(path)) as conn:
        ids = [row[0] for row in conn.execute(f"{_IDS} LIMIT {FIRST}")]
        chunk = next(_chunks(conn, Reader(), ids))
    return ReadingTask(tuple(chunk.pages), tuple(chunk.places.items()), ShippedPayloads(path, chunk.rows))


def _run(path: Path, deed: str, name: str) -> Took:
    command = [sys.executable, "-m", "benchmarks.cluster", "--measure", str(path), deed, name]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Took(*json.loads(done.stdout.splitlines()[-1]))


def main(noise: int, each: int) -> None:
    """Print what was measured on both kinds of captures."""
    real = (capture for name in series.names() for capture in islice(series.captures(name), each))
    with tempfile.TemporaryDirectory() as folder:
        for what, captures in (("noise", series.repeated(NOISE, noise)), ("real re-captures", real)):
            path = Path(folder, "captures.db")
            build(path, captures)
            _tell(what, path)
            path.unlink()


def _tell(what: str, path: Path) -> None:
    alone, spread = (_run(path, "read", name) for name in ("one process", "cluster"))
    beside, ours = (_rebuilt_anew(path, name) for name in ("two processes", "cluster"))
    writer = ours.writer_s / ours.captures
    print(f"{what}: {ours.captures} captures (load {os.getloadavg()[0]:.0f})")
    for name, took in (("alone", alone), ("read on it", spread), ("processes", beside), ("cluster", ours)):
        print(
            f"  {name:<11} wall {took.wall_s:.1f} s, writer {took.writer_s:.1f}, workers {took.workers_s:.1f}"
        )
    print(f"  efficiency by CPU: {alone.writer_s / (spread.writer_s + spread.workers_s):.2f}")
    print(f"  rebuild beside two processes, by wall time: {beside.wall_s / ours.wall_s:.2f} x")
    cpu = [took.writer_s + took.workers_s for took in (beside, ours)]
    print(f"  the same by CPU of all: {cpu[0] / cpu[1]:.2f} x")
    print(f"  one writer: {1 / writer:.0f} captures a second; workers: {alone.writer_s / ours.writer_s:.1f}")


def _rebuilt_anew(path: Path, name: str) -> Took:
    """Return what a rebuild of a copy takes, which has no history yet."""
    copy = Path(shutil.copy(path, path.with_name("copy.db")))
    took = _run(copy, "rebuild", name)
    for each in path.parent.glob("copy.db*"):
        each.unlink()
    return took


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(_measure(Path(sys.argv[2]), *sys.argv[3:])))
    else:
        given = [int(each) for each in sys.argv[1:]]
        main(*given, *(NUMBER, EACH)[len(given) :])
