"""How small evidence is, how fast it is read back, and what one lost row takes with it, over real pages.

Each series is stored as a run stores its captures, with the headers of a press site's cache. Of 14 response
headers (some 554 bytes) four are new each time, of the 5 request headers (some 205 bytes) none. The figure
is the size of a file with the tables of evidence alone, indexes included, after VACUUM, less what that file
takes without a capture (127 KB), by captures. The size of the whole archive, read, stands beside it.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import series
from benchmarks.rebuild import build
from benchmarks.timing import Ratio
from harvester.archive.connection import connect, sqlite3
from harvester.archive.payload import read_payload
from harvester.archive.writing import open_archive
from harvester.harvest.catching_up import rebuild
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import mapper

RUNS = ("ota-bumble-guidelines-run", "ota-claude-minors-run", "ota-twitter-hate")
LARGE = "ota-instagram-selfharm"
ROUNDS = 3
"""Each payload is read so often, and its best time counts: a busy machine is no property of a row."""

BYTES_OF_RUNS, BYTES_OF_ALL, BYTES_OF_LARGE = 1_150, 1_450, 12_000
MEDIAN_MS, WORST_MS = 1.0, 8.0
LOST = 10.0

EVIDENCE = (
    "archive", "url", "setting", "run", "payload", "headers", "capture", "origin", "decision", "tombstone",
)  # fmt: skip
"""The tables of db/migrations/0001_evidence.sql that are evidence."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one group of series comes to: bytes, milliseconds a payload, payloads that are lost with one."""

    captures: int
    evidence: int
    whole: int
    read_ms: tuple[float, ...]
    lost: tuple[int, ...]


def run() -> Iterator[Ratio | str]:
    """Yield what evidence takes for the runs, for all series without the large one, and for that one."""
    names = series.names()
    if not names:
        yield series.ABSENT
        return
    groups = (
        ("the captured runs", [name for name in names if name in RUNS], BYTES_OF_RUNS),
        ("all but the large pages", [name for name in names if name != LARGE], BYTES_OF_ALL),
        ("the large pages", [name for name in names if name == LARGE], BYTES_OF_LARGE),
    )
    measured = []
    for what, group, target in groups:
        with tempfile.TemporaryDirectory() as folder:
            figures = _measure(Path(folder), group)
        measured.append(figures)
        each, whole = (size / figures.captures for size in (figures.evidence, figures.whole))
        note = f"({each:,.0f} bytes a capture of at most {target:,}; the whole archive, read: {whole:,.0f})"
        yield Ratio(f"room for {what}", target / each, 1, note)
    yield from _read_back(measured[1:])


def _read_back(measured: list[Figures]) -> Iterator[Ratio]:
    """Yield how fast payloads come back, and how many one lost row takes with it."""
    read_ms = [ms for figures in measured for ms in figures.read_ms]
    lost = [count for figures in measured for count in figures.lost]
    for what, of, target, unit in (
        ("reading a payload back, median", statistics.median(read_ms), MEDIAN_MS, "ms"),
        ("reading a payload back, worst", max(read_ms), WORST_MS, "ms"),
        ("payloads lost with one row, mean", statistics.mean(lost), LOST, f"payloads; at most {max(lost)}"),
    ):
        yield Ratio(what, target / of, 1, f"({of:.2f} {unit})")


def _measure(folder: Path, names: list[str]) -> Figures:
    archive = folder / "archive.db"
    build(archive, (capture for name in names for capture in series.captures(name)))
    build(folder / "none.db", ())
    evidence = _evidence(archive) - _evidence(folder / "none.db")
    with closing(open_archive(archive)) as db:
        captures = sum(
            each.captures for each in rebuild(Deriving(db, (), lambda: datetime.now(UTC)), mapper(1))
        )
        read_ms, lost = _read_ms(db.conn), tuple(_lost(db.conn))
        db.conn.execute("VACUUM INTO ?", (str(folder / "whole.db"),))
    return Figures(captures, evidence, (folder / "whole.db").stat().st_size, read_ms, lost)


def _evidence(archive: Path) -> int:
    """Return the bytes of a file that has the archive's evidence and nothing else."""
    alone = archive.with_suffix(".evidence")
    with closing(connect(archive, "ro")) as conn:
        conn.execute("VACUUM INTO ?", (str(alone),))
    with closing(connect(alone, "rw")) as conn:
        views = "SELECT name FROM sqlite_schema WHERE type = 'view'"
        for (view,) in conn.execute(views).fetchall():
            conn.execute(f"DROP VIEW {view}")
        tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
        for (table,) in conn.execute(tables).fetchall():
            if table not in EVIDENCE and not table.startswith("sqlite_"):
                conn.execute(f"DROP TABLE {table}")
        conn.execute("VACUUM")
    return alone.stat().st_size


def _read_ms(conn: sqlite3.Connection) -> tuple[float, ...]:
    """Return how long each payload takes by itself, in no order."""
    ids = [row[0] for row in conn.execute("SELECT id FROM payload")]
    random.Random(1).shuffle(ids)  # noqa: S311  an order, no secret
    return tuple(min(_milliseconds(conn, payload_id) for _ in range(ROUNDS)) for payload_id in ids)


def _milliseconds(conn: sqlite3.Connection, payload_id: int) -> float:
    started = time.perf_counter()
    read_payload(conn, payload_id)
    return (time.perf_counter() - started) * 1000


def _lost(conn: sqlite3.Connection) -> Iterator[int]:
    """Yield for each payload how many cannot be read without it, itself among them."""
    rows = conn.execute("SELECT id, base_id FROM payload ORDER BY id DESC").fetchall()
    lost = dict.fromkeys((row[0] for row in rows), 1)
    for payload_id, base_id in rows:  # a base is always older than what stands on it
        if base_id is not None:
            lost[base_id] += lost[payload_id]
    yield from lost.values()
