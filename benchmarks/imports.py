"""How fast saved pages are kept as evidence, and what a takedown of one of them costs, over real pages."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.corpus import pages
from benchmarks.timing import Ratio
from harvester.archive.decisions import Voice
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import COMMAND, saved_arrivals
from harvester.harvest.keeping import Keeping
from harvester.harvest.takedown import capture_target, take_down
from harvester.interop.saved import SavedPage

RATE = 800
"""Pages a CPU second that are to be kept at least, files read, batches synced."""

EDITIONS = 4
"""Times that each page is saved, each time with other bytes at its end, as a nonce makes them."""

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def run() -> Iterator[Ratio]:
    """Yield the rate beside the target; a note says how long a takedown takes, its VACUUM included."""
    bodies = pages()
    if not bodies:
        return
    with tempfile.TemporaryDirectory() as folder:
        saved = list(_saved(Path(folder), bodies))
        with closing(open_archive(Path(folder, "a.db"), create=True)) as db:
            deriving = Deriving(db, (), lambda: NOON + timedelta(days=9))
            keeping = Keeping(db, deriving.now, COMMAND)
            started = time.process_time()
            keeping.add(saved_arrivals(saved))
            rate = keeping.came.added / (time.process_time() - started)
            started = time.perf_counter()
            take_down(deriving, capture_target(db.conn, 1), Voice("bench", NOON, "measured"))
            seconds = time.perf_counter() - started
            size = Path(folder, "a.db").stat().st_size / 1e6
    note = f"({rate:.0f} of {len(saved)} pages a CPU second; takedown in {seconds:.2f} s of {size:.0f} MB)"
    yield Ratio("imports: evidence of saved pages", rate / RATE, 1.0, note)


def _saved(folder: Path, bodies: list[bytes]) -> Iterator[SavedPage]:
    """Write the pages; yield them as they are imported, edition by edition."""
    for edition in range(EDITIONS):
        for number, body in enumerate(bodies):
            file = folder / f"{number}-{edition}.html"
            file.write_bytes(body + b"<!-- %d -->" % edition)
            at = NOON + timedelta(days=edition)
            yield SavedPage(file.name, file, f"https://site{number % 50}.example/{number}", at)
