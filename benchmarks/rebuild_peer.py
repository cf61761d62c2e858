"""The rebuild of commit a100ca1, run by `benchmarks.rebuild` with that commit's package on the path.

Its modules are imported by name: a type checker would look for their functions in this checkout.
"""

import importlib
import json
import pickle
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)

captures = importlib.import_module("harvester.archive.captures")
derive = importlib.import_module("harvester.harvest.derive")
evidence = importlib.import_module("harvester.archive.evidence")
model = importlib.import_module("harvester.model")
rows = importlib.import_module("harvester.archive.rows")
writing = importlib.import_module("harvester.archive.writing")


def build(archive: Path, handed: Path) -> None:
    """Make an archive of the captures, of which nothing is read."""
    db = writing.open_archive(archive, create=True)
    evidence.begin_run(db, "benchmark", "harvester", NOW)
    source = evidence.add_source(db, rows.Source("page", "https://series.example/"), NOW)
    for url, at, headers, body in _handed(handed):
        article = evidence.add_article(db, url, source, NOW)
        ok = model.Outcome.OK
        captures.add_capture(
            db, 1, article, model.Capture(url, at, ok, status=200, final_url=url, headers=headers, body=body)
        )


def _handed(path: Path) -> Iterator[tuple[str, datetime, tuple[tuple[str, str], ...], bytes]]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301  a file that the benchmark wrote


def rebuild(archive: Path) -> None:
    """Rebuild the archive, and print wall and CPU seconds and the peak of memory."""
    db = writing.open_archive(archive)
    wall, cpu = time.perf_counter(), time.process_time()
    read = sum(derive.rebuild(db))
    took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "captures": read}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(took | {"peak_mb": peak_mb, "worker_cpu_s": 0.0, "worker_mb": 0.0}))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        rebuild(Path(sys.argv[2]))
