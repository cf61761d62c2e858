"""Rebuilding the histories of real pages with one process and two, beside the commit before; and its memory.

Each side rebuilds an archive that holds the same captures, in a process of its own, the rounds interleaved.
CPU seconds count with one process, wall time with two, for there CPU does not say how long one waits. The
first round does not count: each later one rebuilds what was rebuilt before.
"""

import json
import multiprocessing
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks import before, series
from benchmarks.timing import Ratio, speed_ratio
from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.catching_up import rebuild
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import mapper
from harvester.model import Capture

ROUNDS = 3
TARGETS = {1: 1.4, 2: 2.2}
"""Processes that read, and how many times as fast as the commit before they are to be."""

FEW, MANY = 1_000, 10_000
"""Captures of the two archives whose rebuilds are to take the same memory."""

FLAT = 1 / 1.15
"""The peak may be 15 % higher with ten times the captures: what varies from run to run is 5 to 10 %."""

MOST_MB = 150.0
"""Megabytes that a worker may take."""

_CHECKOUT = Path(__file__).parents[1]
_PEER = Path(__file__).with_name("rebuild_peer.py")
_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Took(NamedTuple):
    """What one rebuild came to; the workers' CPU together, the memory of the largest of them."""

    captures: int
    wall_s: float
    cpu_s: float
    worker_cpu_s: float
    peak_mb: float
    worker_mb: float


@dataclass(frozen=True, slots=True)
class Contender:
    """An archive, and the command that rebuilds it."""

    command: tuple[str, ...]
    path: str

    def run(self) -> Took:
        """Return what a rebuild came to, in a process of its own."""
        done = subprocess.run(
            self.command, check=True, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": self.path}
        )
        return Took(**json.loads(done.stdout))


def run() -> Iterator[Ratio | str]:
    """Yield the ratios, then the memory."""
    if not series.names():
        yield series.ABSENT
        return
    with tempfile.TemporaryDirectory() as name:
        yield from _beside_the_commit_before(Path(name))
    yield from _memory()


def _beside_the_commit_before(folder: Path) -> Iterator[Ratio | str]:
    ours = folder / "ours.db"
    build(ours, (capture for name in series.names() for capture in series.captures(name)))
    contenders = {f"{jobs}": _ours(ours, jobs) for jobs in TARGETS}
    if before.export(folder / "before"):
        contenders["before"] = _peer(folder)
    took: dict[str, list[Took]] = {name: [] for name in contenders}
    for number in range(-1, ROUNDS):
        for name, contender in contenders.items():
            one = contender.run()
            took[name] += [one] if number >= 0 else []
    for name, rounds in took.items():
        yield f"rebuild, {name}: {_described(rounds)}"
    if "before" not in took:
        yield before.ABSENT
        return
    for jobs, target in TARGETS.items():
        what = f"rebuild with {jobs} process{'es' if jobs > 1 else ''}, beside {before.COMMIT}"
        seconds = {name: [each.wall_s if jobs > 1 else each.cpu_s for each in took[name]] for name in took}
        yield Ratio(what, speed_ratio(seconds, f"{jobs}", "before"), target, _allowed(took, jobs))


def _allowed(took: dict[str, list[Took]], jobs: int) -> str:
    """Return what as many free cores as processes would allow: a machine that others use moves wall time."""
    best = min(each.cpu_s for each in took["before"])
    ours = min(max(each.cpu_s, (each.cpu_s + each.worker_cpu_s) / jobs) for each in took[f"{jobs}"])
    return f"(by CPU, on {jobs} free core{'s' if jobs > 1 else ''}: {best / ours:.2f} x)"


def _described(rounds: list[Took]) -> str:
    wall, cpu, worker = (statistics.median(each[at] for each in rounds) for at in (1, 2, 3))
    return f"{wall:.1f} s for {rounds[0].captures} captures (CPU {cpu:.1f} s, of workers {worker:.1f} s)"


def _memory() -> Iterator[Ratio]:
    peaks = {}
    for number in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            archive, names = Path(folder, "long.db"), series.names()
            each = number // len(names)
            build(archive, (capture for name in names for capture in series.repeated(name, each)))
            peaks[number] = _ours(archive, 2).run()
    few, many = peaks[FEW], peaks[MANY]
    note = f"({few.peak_mb:.0f} and {many.peak_mb:.0f} MB at {few.captures} and {many.captures} captures)"
    yield Ratio("rebuild: peak of the writer stays", few.peak_mb / many.peak_mb, FLAT, note)
    note = f"({few.worker_mb:.0f} and {many.worker_mb:.0f} MB)"
    yield Ratio("rebuild: peak of a worker stays", few.worker_mb / many.worker_mb, FLAT, note)
    yield Ratio(f"rebuild: a worker takes at most {MOST_MB:g} MB", MOST_MB / many.worker_mb, 1)


def build(archive: Path, captures: Iterable[Capture]) -> None:
    """Make an archive of the captures, of which nothing is read."""
    with closing(open_archive(archive, create=True)) as db:
        run_id = begin_run(db, Invocation("benchmark", "harvester"), _NOW)
        for capture in captures:
            add_chain(db, Recording(run_id, "article"), (capture,))


def _ours(archive: Path, jobs: int) -> Contender:
    command = (sys.executable, "-m", "benchmarks.rebuild", str(archive), str(jobs))
    return Contender(command, str(_CHECKOUT))


def _peer(folder: Path) -> Contender:
    """Return the commit before with an archive of the same captures."""
    handed, archive, path = folder / "captures", folder / "before.db", folder / "before"
    with handed.open("wb") as file:
        for name in series.names():
            for each in series.captures(name):
                pickle.dump((each.url, each.captured_at, each.headers, each.body), file)
    command = (sys.executable, str(_PEER))
    subprocess.run(
        (*command, "build", str(archive), str(handed)), check=True, env=os.environ | {"PYTHONPATH": str(path)}
    )
    handed.unlink()
    return Contender((*command, "rebuild", str(archive)), str(path))


def _rebuild(archive: Path, jobs: int) -> Took:
    """Return what rebuilding comes to in this process and its workers."""
    with closing(open_archive(archive)) as db:
        deriving = Deriving(db, (), lambda: datetime.now(UTC))
        wall, cpu = time.perf_counter(), time.process_time()
        read = sum(each.captures for each in rebuild(deriving, mapper(jobs)))
        wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    for worker in multiprocessing.active_children():
        worker.join()
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    worker_cpu_s = workers.ru_utime + workers.ru_stime
    return Took(read, wall_s, cpu_s, worker_cpu_s, peak_mb(), workers.ru_maxrss / 1024)


def peak_mb() -> float:
    """Return this process's peak; Linux counts in ru_maxrss that of the process which started it, too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_rebuild(Path(sys.argv[1]), int(sys.argv[2]))._asdict()))
