"""How long the program takes to start, beside an interpreter that imports click and sqlite3. Wall time."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Ratio
from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.model import Capture, Outcome

ROUNDS = 15
MOST = 2.0
"""Times the peer's start-up."""

URL = "https://news.example/bridge"
ANSWER = "The bridge was closed after twelve of its bolts had broken in the night of the storm. "
PAGE = "<h1>The bridge</h1>" + "".join(f"<h2>{word}?</h2><p>{ANSWER}</p>" for word in ("Why", "When", "Who"))


def run() -> Iterator[Ratio]:
    """Yield how often each command's start-up goes into twice the peer's: 1 is the limit, more is quicker."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "small.db")
        fill(archive)
        commands = {
            "peer": ("-c", "import click, sqlite3"),
            "harvester --version": ("-m", "harvester", "--version"),
            "harvester show": ("-m", "harvester", "show", URL, "--archive", str(archive)),
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                seconds[name].append(_wall(arguments))
    peer = statistics.median(seconds.pop("peer"))
    for name, walls in seconds.items():
        wall = statistics.median(walls)
        note = f"({wall * 1000:.0f} ms; import click, sqlite3: {peer * 1000:.0f} ms)"
        yield Ratio(
            f"{name}: starts within {MOST:g} x of import click, sqlite3", MOST * peer / wall, 1.0, note
        )


def fill(archive: Path) -> None:
    """Make an archive of one article with one capture."""
    now = datetime.now(UTC)
    with closing(open_archive(archive, create=True)) as db:
        capture = Capture(URL, now, Outcome.OK, status=200, body=PAGE.encode())
        run_id = begin_run(db, Invocation("benchmark", "harvester"), now)
        capture_id = add_chain(db, Recording(run_id, "article"), (capture,))
        Deriving(db, (), lambda: now).article(capture_id, capture)


def _wall(arguments: tuple[str, ...]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
