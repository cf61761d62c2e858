"""How long the program takes to start, beside an interpreter that imports click and sqlite3. Wall time."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Ratio

ROUNDS = 15
PEER = ("-c", "import click, sqlite3")
PAGE = b"<h1>A title</h1><h2>Why?</h2><p>Because.</p><h2>When?</h2><p>Now.</p>"
MOST = 2.0  # times the peer


def run() -> Iterator[Ratio]:
    """Yield how much of twice the peer's start-up each command takes: 1 is the limit, more is quicker."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _small_archive(Path(folder))
        commands = {
            "harvester --version": ("-m", "harvester", "--version"),
            "harvester show": ("-m", "harvester", "show", "1", "--archive", str(archive)),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ("peer", *commands)}
        for _ in range(ROUNDS):
            for name, arguments in {"peer": PEER, **commands}.items():
                seconds[name].append(_wall(arguments))
    peer = statistics.median(seconds.pop("peer"))
    for name, walls in seconds.items():
        wall = statistics.median(walls)
        note = f"({wall * 1000:.0f} ms against {peer * 1000:.0f} ms)"
        yield Ratio(f"{name}: start-up within {MOST:g} x of import click, sqlite3", MOST * peer / wall, 1.0, note)


def _wall(arguments: tuple[str, ...]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
