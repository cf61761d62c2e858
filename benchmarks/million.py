"""Exports of a million pairs: processor time and peak memory of each form, beside the shell of SQLite.

HARVESTER_LARGE names an archive that ``python -m benchmarks.large FILE`` made before; without it, one with a
tenth of the articles is made, and times are for as many pairs as it has. Each form runs in a process of its
own. The peer writes the rows of the same query to a pipe and escapes no formula; it is left out where there
is no ``sqlite3``. No peer for Parquet is at hand.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks import large
from benchmarks.rebuild import peak_mb
from harvester.archive.connection import open_readonly
from harvester.export.forms import FORMS, TableExport
from harvester.sql import scripts
from harvester.view.selection import EVERYTHING
from harvester.view.tables import TABLES

MOST = 1_000_000
"""This many pairs are written."""

PAIRS = TABLES["pairs"]


class Target(NamedTuple):
    """CPU seconds for a million pairs, megabytes of memory, and how the shell is told to write the form."""

    seconds: float
    megabytes: float
    peer: str


TARGETS = {
    "jsonl": Target(30, 150, "-json"),
    "csv": Target(60, 150, "-csv"),
    "parquet": Target(40, 300, ""),
}


class _Enough(Exception):
    """As many rows as are wanted were written."""


def run() -> Iterator[str]:
    """Yield a line for each form."""
    with large.kept_or_made(10) as path:
        for form, target in TARGETS.items():
            yield _line(path, form, target)


def _line(path: Path, form: str, target: Target) -> str:
    command = [sys.executable, "-m", "benchmarks.million", str(path), form]
    rows, seconds, megabytes, size = json.loads(subprocess.run(command, check=True, stdout=-1).stdout)
    most_s = target.seconds * rows / MOST
    met = seconds <= most_s and megabytes <= target.megabytes
    beside = ""
    if target.peer and (shell := shutil.which("sqlite3")):
        peer = _peer(shell, path, target.peer, rows)
        beside = f"; sqlite3 {target.peer}: {peer:.1f} s, {peer / seconds:.2f} x ours"
    return (
        f"{rows:,} pairs to {form}: {seconds:.1f} s (target <= {most_s:.1f}), {megabytes:.0f} MB of memory"
        f" (target <= {target.megabytes:g}), {'reached' if met else 'NOT REACHED'},"
        f" {size / 1e6:,.0f} MB written{beside}"
    )


def _peer(shell: str, path: Path, form: str, rows: int) -> float:
    """Return the CPU seconds of the shell for this many rows of the same query."""
    sql = f"{scripts('exports')['pairs']} ORDER BY 1, 2, 3 LIMIT {rows}"
    command = [shell, "-readonly", form, str(path)]
    with tempfile.TemporaryFile() as asked:
        asked.write(f"{sql};".encode())
        asked.seek(0)
        with subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE) as process:
            while process.stdout and process.stdout.read(1 << 20):
                pass
            _, process.returncode, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


def _export(path: Path, form: str) -> tuple[int, float, float, int]:
    """Return rows, CPU seconds and peak megabytes of an export in this process, and the bytes written."""
    written = 0

    def watch(rows: int) -> None:
        nonlocal written
        written += rows
        if written >= MOST:
            raise _Enough

    began = time.process_time()
    with closing(open_readonly(path)) as conn, tempfile.NamedTemporaryFile() as file:
        with suppress(_Enough):
            FORMS[form].writer(TableExport(conn, PAIRS, EVERYTHING), file.file, watch)
        return written, time.process_time() - began, peak_mb(), Path(file.name).stat().st_size


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_export(Path(sys.argv[1]), sys.argv[2])))
