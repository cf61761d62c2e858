"""Where the time of a page goes in the thread that writes: ``python -m benchmarks.parts [middling]``.

The site is that of `benchmarks.pipeline`; ``middling`` serves its pages of 25 KB in gzip. Functions of a run
are wrapped by a clock of the thread's CPU time, because a profiler would distort it. Each line has
milliseconds a page. Some parts are within others: "reading" is within "read".
"""

import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.fetch import cpu_s
from benchmarks.loopback import LOOPBACK, served
from benchmarks.pipeline import OURS, urls
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.harvest import deriving, reader, run, storing
from harvester.harvest.events import Captured

PARTS: tuple[tuple[Any, str, str], ...] = (
    (reader, "read", "reading"),
    (deriving, "settle_capture", "identity, fold and history"),
    (deriving.Deriving, "settle", "the same, and keeping the reading"),
    (deriving.Deriving, "begin", "read: looked up, or read anew"),
    (storing, "add_chain", "evidence"),
    (run, "declare", "declaring sources"),
    (run, "plan", "what is due"),
)
"""Where a function of the run is, its name there, and what it does."""

VISITS = ("first captures", "known pages")
EVERY_S = 1


def _clocked(spent: dict[str, float]) -> None:
    for owner, name, part in PARTS:
        setattr(owner, name, _timed(getattr(owner, name), part, spent))


def _timed(function: Any, part: str, spent: dict[str, float]) -> Any:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.thread_time()
        try:
            return function(*given, **named)
        finally:
            spent[part] += time.thread_time() - began

    return timed


def _visit(folder: str, port: str, spent: dict[str, float]) -> tuple[int, float, float]:
    """Return how many pages came, and the CPU seconds of this thread and of all."""
    path = Path(folder, "harvester.db")
    sources = tuple(SourceSettings(url, kind="page", every_s=EVERY_S) for url in urls(port))
    settings = Settings(archive=path, delay_s=0.0, allow_net=LOOPBACK, sources=sources)
    with closing(open_archive(path, create=True)) as db:
        spent.clear()
        began, all_began = time.thread_time(), cpu_s()
        pages = sum(isinstance(event, Captured) for event in run.harvest(db, settings))
        return pages, time.thread_time() - began, cpu_s() - all_began


def main(which: list[str]) -> None:
    """Print a table for each visit."""
    spent: dict[str, float] = defaultdict(float)
    _clocked(spent)
    with tempfile.TemporaryDirectory() as folder, served(OURS, "serve", *which) as port:
        for visit in VISITS:
            pages, thread_s, all_s = _visit(folder, port, spent)
            print(f"{visit}: {pages} pages")
            rows = {**spent, "all of the thread": thread_s, "other threads": all_s - thread_s}
            for part, seconds in rows.items():
                print(f"  {part:<34} {1000 * seconds / pages:6.2f} ms a page")
            time.sleep(EVERY_S)


if __name__ == "__main__":
    main(sys.argv[1:])
