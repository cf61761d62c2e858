"""Makes the archive file of the present schema: ``python tests/archive/old/make.py``.

It is small, everything in it is invented, and it has a row in nearly every table. Files of earlier schemas
are never made again: no program makes them any more.
"""

import gzip
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from chronicle import (
    LATER,
    NOON,
    SHELL,
    THINGS,
    WALL,
    Chronicle,
    edition,
    exchange,
    on_pages,
    redirect,
    rss,
)

from harvester.archive.connection import SCHEMA_VERSION
from harvester.archive.decisions import Terms, Voice
from harvester.archive.manifests import seal
from harvester.archive.runs import end_run
from harvester.harvest.takedown import capture_target, take_down

HERE = Path(__file__).parent
PIER, CRANE, FEED, DAM, LOCK = (
    f"https://norra.example/{name}" for name in ("pier", "crane", "feed", "dam", "lock")
)


def fill(archive: Chronicle) -> None:
    """Have the archive learn a history with changes, events, decisions and a takedown."""
    archive.say("follow", ("source", FEED), Terms("feed").as_text())
    archive.add(exchange(FEED, -2, rss(PIER, CRANE)), role="source")
    archive.add(redirect(f"{PIER}?old", -1, PIER), exchange(PIER, 0, edition(THINGS[:5])))
    archive.add(exchange(PIER, 24, edition(THINGS[:4], 2032)))
    archive.add(exchange(PIER, 48, WALL))
    archive.add(exchange(PIER, 72, edition(THINGS[1:6], 2032)))
    rejected = archive.add(exchange(PIER, 96, edition(THINGS[6:9], 2033)))
    archive.say("reject", ("capture", archive.key(rejected)), hours=97)
    archive.add(exchange(CRANE, 5, edition(THINGS[2:7], title="The crane")), kind="saved", recorded_at=LATER)
    archive.add(exchange(LOCK, 12, SHELL), document=edition(THINGS[:3], title="The lock"))
    archive.add_pages(DAM, 20, *on_pages(THINGS[:6], 3))
    archive.add_pages(DAM, 40, *on_pages(THINGS[:6], 3, 2032))
    gone = archive.add(exchange(CRANE, 30, edition(THINGS[3:8], title="The crane")))
    end_run(archive.db, archive.runs[0], {"captures": 9}, NOON)
    take_down(archive.deriving, capture_target(archive.db.conn, gone), Voice("ada", LATER, "a court said so"))
    seal(archive.db, LATER)


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with closing(Chronicle(path)) as archive:
            fill(archive)
            archive.db.conn.execute("PRAGMA journal_mode = DELETE")
        target = HERE / f"schema-{SCHEMA_VERSION}.db.gz"
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    sys.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
