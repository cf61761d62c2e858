"""One run after the other on the archive of the soak, watched, and killed now and then."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

LOOK_S = 0.2
"""How often a run's memory and handles are looked at."""

MIB = 1 << 20


class Ended(NamedTuple):
    """A run that ended. code: of the process, negative for the signal. peak_mb: of its memory.

    wal_mb: the largest write-ahead log. handles: the most files and sockets that were open.
    """

    began_at: float
    ended_at: float
    code: int
    peak_mb: float
    wal_mb: float
    handles: int
    said: str


def settings(site, delay_s):
    """The text of harvester.toml."""
    sources = "".join(
        f'[[source]]\nurl = "http://{site.host(number)}/feed.xml"\nkind = "feed"\nevery = "1s"\n'
        for number in range(site.play.hosts)
    )
    return (
        'contact = "soak@tests.example"\n[fetch]\nallow_net = ["127.0.0.0/8"]\n'
        f"delay = {delay_s}\ntimeout = 4\nworkers = {site.play.hosts}\n{sources}"
    )


def command(folder, *arguments):
    """Do what takes a moment."""
    subprocess.run(
        [sys.executable, "-m", "harvester", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )


def run(folder, kill_at):
    """Do a run; kill it at that time on the monotonic clock. Return an Ended."""
    log = Path(folder, "run.log")
    began_at = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "harvester", "run"], cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
        seen = [(0.0, 0.0, 0)]
        while process.poll() is None:
            seen.append(_looked_at(process.pid, Path(folder, "harvester.db-wal")))
            if time.monotonic() >= kill_at:
                process.send_signal(signal.SIGKILL)
            with_timeout(process)
    peak_mb, wal_mb, handles = (max(column) for column in zip(*seen, strict=True))
    return Ended(began_at, time.monotonic(), process.returncode, peak_mb, wal_mb, handles, log.read_text())


def with_timeout(process):
    """Wait a moment for the process."""
    try:
        process.wait(LOOK_S)
    except subprocess.TimeoutExpired:
        return


def _looked_at(pid, wal):
    """(peak memory in MB, size of the log in MB, open handles) of a process, 0 for what is not there."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        peak = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
        handles = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except (OSError, StopIteration):
        peak, handles = 0.0, 0
    return peak, wal.stat().st_size / MIB if wal.exists() else 0.0, handles
