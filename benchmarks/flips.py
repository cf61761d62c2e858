"""How many flipped bytes ``harvester verify`` finds: ``python -m benchmarks.flips [NUMBER] [--seed N]``.

It harvests the press site of the demo, imports a page, decides something, and copies the archive. In each
copy one byte, drawn at random over the whole file, is replaced by another. If every row, every index and the
schema are the same in spite of that, the byte was in free space or has no meaning, and the flip is counted
apart. Any other copy is verified. The goal is that 500 of 500 are found.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.loopback import LOOPBACK
from harvester.archive.connection import connect, sqlite3
from harvester.archive.decisions import DecisionKind, Voice
from harvester.archive.manifests import seal
from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.demo import EDITIONS, PressSite
from harvester.errors import HarvesterError, fault_words
from harvester.harvest.clock import Clock, utc_now
from harvester.harvest.deciding import change_following
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import import_saved
from harvester.harvest.run import harvest
from harvester.harvest.verifying import Verification, verify
from harvester.interop.saved import SavedPage

SAVED = b"<html lang=en><h1>The quay</h1><h2>Who owns it?</h2><p>The town owns the quay.</p></html>"
FREE = "free space"


class Flip(NamedTuple):
    """A byte of the file and what is added to it, modulo 256."""

    at: int
    value: int


class Outcome(NamedTuple):
    """What came of a flip. what: what it changed. by: the first check that found it, ``""`` for none."""

    flip: Flip
    what: str
    by: str


def make_archive(path: Path) -> None:
    """Make an archive with a row in every table that runs, imports and decisions fill."""
    with closing(open_archive(path, create=True)) as db, PressSite() as site:
        settings = Settings(
            delay_s=0.0,
            allow_net=LOOPBACK,
            sources=(SourceSettings(site.feed_url, "feed"),),
            is_declared=True,
        )
        for edition in EDITIONS:
            site.edition = edition
            for _ in harvest(db, settings, clock=Clock(trusted=True)):
                pass
        page = path.with_name("quay.html")
        page.write_bytes(SAVED)
        saved = SavedPage("quay", page, "https://norra.example/quay", datetime(2031, 3, 4, tzinfo=UTC))
        import_saved(Deriving(db, (), utc_now), [saved])
        (url,) = db.conn.execute(
            "SELECT url FROM article JOIN url ON url.id = url_id WHERE state = 'followed' LIMIT 1"
        ).fetchone()
        change_following(db, DecisionKind.PAUSE, ("article", url), Voice("ada", utc_now(), "asked"))
        seal(db, utc_now())
        db.conn.execute("PRAGMA journal_mode = DELETE")  # one file has it all, and can be copied


def flips(size: int, draw: random.Random) -> Iterator[Flip]:
    """Yield flips without end, spread evenly over a file of that size."""
    while True:
        yield Flip(draw.randrange(size), draw.randrange(1, 256))


def tried(whole: bytes, flip: Flip) -> Outcome:
    """Return what comes of a flip in a copy of the archive with these bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "flipped.db"
        flipped = bytearray(whole)
        flipped[flip.at] = (flipped[flip.at] + flip.value) % 256
        path.with_name("whole.db").write_bytes(whole)
        path.write_bytes(flipped)
        what = _change(path.with_name("whole.db"), path)
        return Outcome(flip, what, "" if what == FREE else found_by(path))


def found_by(path: Path) -> str:
    """Return the first check that finds something; ``""`` for none."""
    try:
        return next((each.name for each in verify(Verification(path)) if each.problems), "")
    except HarvesterError:
        return "opening"
    except Exception as error:  # noqa: BLE001  a fault of the program is told apart
        return f"FAULT: {fault_words(error)}"


def _change(whole: Path, path: Path) -> str:
    """Return which tables a flip changed, or that the byte was in free space.

    Where SQLite finds every index to agree with its table, the rows tell whether an index was changed.
    """
    try:
        one, other = _dump(whole), _dump(path)
    except (sqlite3.Error, UnicodeDecodeError):
        return "a page, so that it cannot be read"
    changed = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return ", ".join(changed) or FREE


def _dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table with its number, the schema, and what SQLite says of the indexes."""
    with closing(connect(path, "rw")) as conn:
        conn.text_factory = bytes
        rows = {
            "schema": list(map(tuple, conn.execute("SELECT * FROM sqlite_schema ORDER BY rowid"))),
            "indexes and pages": list(map(tuple, conn.execute("PRAGMA integrity_check"))),
        }
        for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            table = name.decode()
            rows[table] = list(map(tuple, _rows(conn, table)))
        return rows


def _rows(conn: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    try:
        return conn.execute(f'SELECT rowid, * FROM "{table}"').fetchall()  # noqa: S608  names of our schema
    except sqlite3.OperationalError:  # it has no rowid
        return conn.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608


def search(whole: bytes, number: int, seed: int, jobs: int) -> Iterator[Outcome]:
    """Yield outcomes of flips until that many changed something."""
    drawn = flips(len(whole), random.Random(seed))  # noqa: S311  no secret
    changed = 0
    with ProcessPoolExecutor(jobs) as pool:
        while changed < number:
            some = [next(drawn) for _ in range(4 * jobs)]
            for outcome in pool.map(tried, [whole] * len(some), some):
                changed += outcome.what != FREE
                yield outcome
                if changed == number:
                    return


def missed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the flips that changed something and were not found, and those at which the program failed."""
    return [each for each in outcomes if each.what != FREE and (not each.by or "FAULT" in each.by)]


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the figures as text."""
    changed = [each for each in outcomes if each.what != FREE]
    lost = missed(outcomes)
    found = f"{len(changed) - len(lost)} of {len(changed)} flips found"
    lines = [f"{found}; {len(outcomes) - len(changed)} more were in free space"]
    by = Counter(each.by for each in changed if each not in lost)
    lines += [f"  {number:5} by {name}" for name, number in by.most_common()]
    lines += [f"  MISSED byte {at} + {value}: {what} {by}" for (at, value), what, by in lost]
    return "\n".join(lines)


def main() -> int:
    """Print what was found and what was not; 1 if something was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "whole.db"
        make_archive(path)
        if by := found_by(path):
            print(f"the whole archive is said to be damaged: {by}")
            return 1
        outcomes = list(search(path.read_bytes(), given.number, given.seed, given.jobs))
    print(report(outcomes))
    return int(bool(missed(outcomes)))


if __name__ == "__main__":
    sys.exit(main())
