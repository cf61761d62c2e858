"""How much memory the worst answers take: each fault of the tests' tables is fetched by a process of its own.

The process is forked when a page was fetched before, so that only what the fault itself takes counts: the
peak of its resident memory beside what it had at the beginning.
"""

import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.loopback import LOOPBACK
from benchmarks.timing import Ratio
from harvester.fetch import Limits, Resolver, Session, fetch
from harvester.http.addresses import AddressPolicy

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fetch"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

MOST_MB = 48.0
SECONDS = 10.0
"""One fetch has at most this long: what drips is cut then."""


def run() -> Iterator[Ratio]:
    """Yield how often what the worst fault takes goes into 48 MB."""
    from fault_server import FaultServer, response  # type: ignore[import-not-found]  # noqa: PLC0415  only found beside the tests
    from test_connections import BOMBS  # type: ignore[import-not-found]  # noqa: PLC0415
    from test_outcomes import ANSWERS, SLOW  # type: ignore[import-not-found]  # noqa: PLC0415
    from test_redirects import BODIES  # type: ignore[import-not-found]  # noqa: PLC0415

    server = FaultServer()
    try:
        scripts = {name: case[0] for name, case in ANSWERS.items()} | BOMBS | BODIES
        scripts |= {name: server.drip(start) for name, start in SLOW.items()}
        _peak_mb(server.answers(response(b"<p>Why?</p>")))
        taken = {name: _apart(server.answers(script)) for name, script in scripts.items()}
    finally:
        server.close()
    worst = max(taken, key=lambda name: taken[name])
    note = f"({taken[worst]:.0f} MB for {worst!r}, the worst of {len(taken)} faults)"
    yield Ratio(
        f"faults: memory over the base, at most {MOST_MB:g} MB", MOST_MB / max(taken[worst], 0.1), 1.0, note
    )


def _apart(url: str) -> float:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return float(pool.apply(_peak_mb, (url,)))


def _peak_mb(url: str) -> float:
    """Return by how much the peak of this process's memory grew over a fetch, in MB."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _hwm_mb()
    resolver = Resolver(AddressPolicy(LOOPBACK))
    with Session("benchmark", resolver=resolver) as session:
        fetch(url, session=session, limits=Limits(seconds=SECONDS))
    return _hwm_mb() - before


def _hwm_mb() -> float:
    status: dict[str, Any] = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines()
    )
    return int(status["VmHWM"].split()[0]) / 1024
