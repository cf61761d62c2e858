"""How fast saved pages and web archives are kept as evidence, and what a takedown costs, over real pages."""

import gzip
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from benchmarks.corpus import pages
from benchmarks.timing import Ratio
from harvester.archive.decisions import Voice
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import COMMAND, saved_arrivals
from harvester.harvest.keeping import Keeping
from harvester.harvest.originals import Originals
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.takedown import capture_target, take_down
from harvester.harvest.web_archives import SecondPass, import_files, survey_files
from harvester.interop.opening import OpeningOptions, given
from harvester.interop.saved import SavedPage

RATE = 800
"""Captures a CPU second that are to be kept at least: files read, batches synced, no page read. It was set
with pages of 7 KB. A note says the rate with all pages, which have 250 KB and take long to compress."""

EDITIONS = 4
"""Times that each page is saved, each time with other bytes at its end, as a nonce makes them."""

SMALL = 30_000
"""Bytes: pages below this have 23 KB on average."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


def run() -> Iterator[Ratio]:
    """Yield the rates beside the target; a note says how long a takedown takes, its VACUUM included."""
    bodies = pages()
    if not bodies:
        return
    small = [each for each in bodies if len(each) < SMALL]
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_archive(Path(folder, "a.db"), create=True)) as db,
    ):
        keeping = Keeping(db, lambda: NOON + timedelta(days=9), COMMAND)
        rate = _kept(keeping, Path(folder), small)
    yield Ratio("imports: evidence of saved pages", rate / RATE, 1.0, _all_pages(bodies, rate))
    yield _web_archive(small)


def _kept(keeping: Keeping, folder: Path, bodies: list[bytes]) -> float:
    """Return how many saved pages are kept in a CPU second."""
    saved = list(_saved(folder, bodies))
    started = time.process_time()
    keeping.add(saved_arrivals(saved))
    return keeping.imported.added / (time.process_time() - started)


def _all_pages(bodies: list[bytes], small: float) -> str:
    """Return in words how fast all pages are kept, and how long a takedown takes, its VACUUM included."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_archive(Path(folder, "a.db"), create=True)) as db,
    ):
        deriving = Deriving(db, (), lambda: NOON + timedelta(days=9))
        rate = _kept(Keeping(db, deriving.now, COMMAND), Path(folder), bodies)
        started = time.perf_counter()
        take_down(deriving, capture_target(db.conn, 1), Voice("bench", NOON, "measured"))
        seconds = time.perf_counter() - started
        size = Path(folder, "a.db").stat().st_size / 1e6
    mean = sum(map(len, bodies)) / len(bodies) / 1000
    rates = f"{small:.0f} small pages a CPU second, {rate:.0f} of {mean:.0f} KB"
    return f"({rates}; takedown in {seconds:.2f} s of {size:.0f} MB)"


def _web_archive(bodies: list[bytes]) -> Ratio:
    """Return the rate of a WARC, both looks counted; a note says the rate with reading and settling."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.warc.gz")
        path.write_bytes(b"".join(_records(bodies)))
        seconds = [_imported(path, Path(folder), is_read=is_read) for is_read in (False, True)]
    number = len(bodies) * EDITIONS
    rates = [number / each for each in seconds]
    note = f"({rates[0]:.0f} captures a CPU second, {rates[1]:.0f} with reading; {number} captures)"
    return Ratio("imports: evidence of a web archive", rates[0] / RATE, 1.0, note)


def _imported(path: Path, folder: Path, *, is_read: bool) -> float:
    """Return the CPU seconds of an import; without reading, all pages are taken and left unread."""
    with closing(open_archive(folder / f"{is_read}.db", create=True)) as db:
        deriving = Deriving(db, (), lambda: NOON + timedelta(days=9))
        files = given([str(path)], OpeningOptions(BytesIO(), lambda _: None)).files
        started = time.process_time()
        if is_read:
            import_files(deriving, files, CaptureFilter())
        else:
            survey, ends = survey_files(deriving, files, CaptureFilter(all_html=True))
            keeping = Keeping(db, deriving.now, COMMAND)
            keeping.add(SecondPass(deriving, files, survey, Originals(db.conn)).arrivals(ends))
            keeping.end()
        return time.process_time() - started


def _records(bodies: list[bytes]) -> Iterator[bytes]:
    """Yield the pages as records, each packed by itself, edition by edition."""
    for edition in range(EDITIONS):
        for number, body in enumerate(bodies):
            block = HEAD + body + b"<!-- %d -->" % edition
            fields = {
                "WARC-Type": "response",
                "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{number}/{edition}')}>",
                "WARC-Date": (NOON + timedelta(days=edition)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "WARC-Target-URI": f"https://site{number % 50}.example/{number}",
                "Content-Type": "application/http; msgtype=response",
                "Content-Length": str(len(block)),
            }
            head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
            yield gzip.compress(b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n", mtime=0)


def _saved(folder: Path, bodies: list[bytes]) -> Iterator[SavedPage]:
    """Write the pages; yield them as they are imported, edition by edition."""
    for edition in range(EDITIONS):
        for number, body in enumerate(bodies):
            file = folder / f"{number}-{edition}.html"
            file.write_bytes(body + b"<!-- %d -->" % edition)
            at = NOON + timedelta(days=edition)
            yield SavedPage(file.name, file, f"https://site{number % 50}.example/{number}", at)
