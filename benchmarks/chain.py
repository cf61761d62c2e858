"""What the chain of manifests costs: ``python -m benchmarks.chain``.

It stores captures of invented pages in runs, and measures how long each manifest takes, how much room it has,
and how long it takes to follow the chain. Timings are of one machine: compare them with that of a capture.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.archive.captures import Recording, add_chain
from harvester.archive.chain import follow, own_key
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import evidence, open_archive
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
RUNS, PAGES = 20, 1_000


def capture(run: int, page: int) -> Capture:
    """Return a capture with headers as a site sends them."""
    at = NOON + timedelta(hours=run, seconds=page)
    body = f"<h1>Page {page}</h1><p>Edition {run // 3}.</p>".encode() * 50
    headers = (
        ("Date", f"{at:%a, %d %b %Y %H:%M:%S} GMT"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Server", "nginx"),
        ("ETag", f'"{page:x}-{run:x}"'),
        ("Cache-Control", "max-age=60, stale-while-revalidate=600"),
        ("Content-Security-Policy", "default-src 'self' https://static.norra.example; " * 4),
    )
    return Capture(f"https://norra.example/{page}", at, Outcome.OK, status=200, headers=headers, body=body)


def main() -> None:
    """Print one line for each measurement."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chain.db"
        db = open_archive(path, create=True)
        storing = sealing = 0.0
        for number in range(RUNS):
            run = begin_run(db, Invocation("run", "harvester"), NOON)
            began = time.process_time()
            with evidence(db):
                for page in range(PAGES):
                    add_chain(db, Recording(run, "article"), (capture(number, page),))
            storing += time.process_time() - began
            end_run(db, run, {}, NOON)
            began = time.process_time()
            seal(db, NOON)
            sealing += time.process_time() - began
        rows = RUNS * PAGES
        (leaves,) = db.conn.execute("SELECT sum(length(leaves)) FROM manifest").fetchone()
        began = time.process_time()
        followed = follow(db.conn, own_key(db.conn))
        following = time.process_time() - began
        assert not followed.problems
        print(f"storing a capture, without its sync   {storing / rows * 1e6:8.1f} µs")
        print(f"covering it in a manifest             {sealing / rows * 1e6:8.1f} µs")
        print(f"following the chain, a row            {following / rows * 1e6:8.1f} µs")
        print(f"room for a row                        {leaves / rows:8.1f} bytes")
        db.close()


if __name__ == "__main__":
    main()
