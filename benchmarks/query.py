"""Queries for people over the Parquet files of eight archives: ``python -m benchmarks.query ARCHIVE FOLDER``.

ARCHIVE is what `benchmarks.large` makes, with two million pairs. Its outlets are exported as eight archives
to FOLDER, if that is not there. Each query is asked once in a process of its own, as a user asks it. DuckDB
uses all cores, so the CPU time is told beside the wall time, which other programs make longer.
"""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from harvester.archive.connection import open_readonly
from harvester.export.asking import asked, exports, queries

ARCHIVES = 8

TARGET_S = 1.0
"""Each query is to take this long at most, on two cores that nobody else uses."""

_URL = "SELECT url.url FROM article JOIN url ON url.id = article.url_id ORDER BY article.id LIMIT 1"
_HOSTS = "SELECT DISTINCT substr(url, 9, instr(substr(url, 9), '/') - 1) FROM url ORDER BY 1"


def main(archive: Path, folder: Path) -> None:
    """Print a row for each query."""
    if not folder.exists():
        _export(archive, folder)
    with closing(open_readonly(archive)) as conn:
        url = conn.execute(_URL).fetchone()[0]
    for name in queries():
        command = [sys.executable, "-m", "benchmarks.query", "--ask", str(folder), name, url]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


def _export(archive: Path, folder: Path) -> None:
    with closing(open_readonly(archive)) as conn:
        hosts = [row[0] for row in conn.execute(_HOSTS)]
    folder.mkdir()
    for number in range(ARCHIVES):
        options = [word for host in hosts[number::ARCHIVES] for word in ("--host", host)]
        command = [sys.executable, "-m", "harvester", "export", str(folder / f"desk-{number}")]
        subprocess.run([*command, "--as", "parquet", "--archive", str(archive), *options], check=True)


def _ask(folder: Path, name: str, url: str) -> None:
    values = {"url": url, "date": "2026-01-01"} if "$url" in queries()[name] else {}
    found = exports([folder])
    wall, cpu = time.perf_counter(), time.process_time()
    with asked(found, queries()[name], values) as answer:
        rows = sum(1 for _ in answer.rows)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    load = os.getloadavg()[0]
    print(f"{name:<26} {rows:>4} rows  {wall:5.2f} s  CPU {cpu:5.2f} s  (load {load:.0f})")


if __name__ == "__main__":
    if sys.argv[1] == "--ask":
        _ask(Path(sys.argv[2]), *sys.argv[3:])
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
