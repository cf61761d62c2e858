"""What a source costs that announces 50,000 URLs and does not change: rows and seconds in 365 captures.

Each capture is a sitemap of other bytes (a comment with its day) that names the same URLs. It is stored and
then derived as in a run; what it costs is the CPU from the stored bytes to the announcements.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.history import Took
from benchmarks.timing import Ratio
from harvester.archive.announcements import derived_sources
from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import refresh
from harvester.model import Capture, Outcome

URLS = 50_000
CAPTURES = 365
MOST_ROWS = 60_000
MOST_S = 1.0

SITEMAP = "https://news.example/sitemap.xml"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_XML = (("Content-Type", "application/xml"),)


def run() -> Iterator[Ratio | Took]:
    """Yield the rows, and the seconds of the first capture and of the slowest and the middle one after it."""
    with tempfile.TemporaryDirectory() as folder:
        first, *seconds, rows = _measure(Path(folder, "source.db"))
    what = f"{URLS:,} URLs announced unchanged in {CAPTURES} captures: rows within {MOST_ROWS:,}"
    yield Ratio(what, MOST_ROWS / rows, 1, f"({rows:,.0f} rows)")
    yield Took("the capture that announces them first, each an article", first, MOST_S)
    yield Took("a capture that announces nothing new, median", statistics.median(seconds), MOST_S)
    yield Took("a capture that announces nothing new, worst", max(seconds), MOST_S)


def _measure(path: Path) -> list[float]:
    """Return the CPU seconds of each capture, and then the rows of the announcements."""
    urls = "".join(f"<url><loc>https://news.example/articles/{n}</loc></url>" for n in range(URLS))
    seconds = []
    with closing(open_archive(path, create=True)) as db:
        run_id = begin_run(db, Invocation("benchmark", "harvester"), NOON)
        decide(
            db, DecisionKind.FOLLOW, ("source", SITEMAP), Voice("benchmark", NOON), Terms("sitemap").as_text()
        )
        refresh(db, ())
        (source,) = derived_sources(db.conn)
        for day in range(CAPTURES):
            at = NOON + timedelta(days=day)
            capture = Capture(SITEMAP, at, Outcome.OK, status=200, headers=_XML, body=_sitemap(urls, day))
            add_chain(db, Recording(run_id, "source"), (capture,))
            started = time.process_time()
            discover(Deriving(db, (), lambda: NOON), source.source_id)
            seconds.append(time.process_time() - started)
        rows = db.conn.execute("SELECT count(*) FROM announcement").fetchone()[0]
    return [*seconds, float(rows)]


def _sitemap(urls: str, day: int) -> bytes:
    return f'<?xml version="1.0"?><!-- {day} --><urlset>{urls}</urlset>'.encode()
