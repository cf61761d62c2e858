"""``make torture``: what should never harm an archive is done to archives, and a table says what was found.

``python tests/torture [NAME…]`` does some of it only. It takes about an hour on two cores that are busy.
"""

import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "harvest"))
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parents[1]))

import clocks
import cluster
import crowds
import cuts
import faults
import mutants
import notices
import orders
import strangers


def one(make):
    """Return a function that yields one finding."""
    return lambda size, folder: iter([make(size, folder)])


FULL = {
    "kills": (lambda size, folder: cuts.run("kill -9", size, folder), 1000),
    "cuts": (lambda size, folder: cuts.run("power cut", size, folder), 2000),
    "faults": (faults.run, 10_000),
    "writers": (one(crowds.writers), 1000),
    "starts": (one(crowds.starts), 200),
    "signals": (one(crowds.signals), 100),
    "clocks": (clocks.run, 3),
    "orders": (orders.run, 100),
    "notices": (lambda size, folder: notices.run(size, 50, folder), 10_000),
    "strangers": (strangers.run, 800),
    "mutants": (mutants.run, 10_000),
    "cluster": (cluster.run, 30),
}
"""What is done, and how much of it."""


def main(names: list[str]) -> int:
    """Print the table; return 1 if something was wrong."""
    unknown = [name for name in names if name not in FULL]
    if unknown:
        print(f"There is no {unknown[0]!r}; known are {', '.join(FULL)}.", file=sys.stderr)
        return 2
    wrong: list[str] = []
    began = time.monotonic()
    for name in names or FULL:
        run, size = FULL[name]
        with tempfile.TemporaryDirectory(prefix=f"torture-{name}-") as folder:
            started = time.monotonic()
            for finding in run(size, Path(folder)):
                now = time.monotonic()
                print(finding.row(now - started), flush=True)
                started = now
                wrong += finding.wrong
    for each in wrong:
        print(f"WRONG  {each}")
    print(f"{len(wrong)} wrong, in {(time.monotonic() - began) / 60:.0f} minutes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
