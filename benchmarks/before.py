"""The benchmarks of the commit before histories were folded in the order of time, in the same run as ours."""

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

COMMIT = "a100ca1"
NAMES = ("store", "startup", "fetch", "memory")
"""Those that are to be as good as they were."""

ABSENT = f"skipped: {COMMIT} beside it, for this is no checkout that has that commit"

_CHECKOUT = Path(__file__).parents[1]


def run() -> Iterator[str]:
    """Yield what the benchmarks of that commit print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not export(folder):
            yield ABSENT
            return
        command = (sys.executable, "-m", "benchmarks", *NAMES)
        environment = os.environ | {"PYTHONPATH": name}
        with subprocess.Popen(
            command, cwd=name, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            yield from (f"{COMMIT}: {line.rstrip()}" for line in process.stdout)


def export(folder: Path) -> bool:
    """Write that commit into the folder; return whether this is a checkout that has it."""
    command = ("git", "-C", str(_CHECKOUT), "archive", COMMIT, "harvester", "db", "benchmarks")
    try:
        done = subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    with tarfile.open(fileobj=BytesIO(done.stdout)) as packed:
        packed.extractall(folder, filter="data")
    return True
