"""A system call fails, each in turn: the disk is full from there on, or one read or write fails.

strace makes the call fail in a process that captures. Only calls on the archive and its log count.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import deeds
from cuts import nothing_lost, quiet
from findings import Finding
from recording import FAST, has_strace

CALLS = {
    "pwrite64": "ENOSPC", "fsync": "EIO", "fdatasync": "EIO", "pread64": "EIO", "ftruncate": "EIO",
    "openat": "EMFILE",
}  # fmt: skip
"""Each call with the error that it gives. A full disk stays full; the others fail once."""

CAPTURES = 3
PATIENCE_S = 60
TOLD = re.compile(rb"harvester\.errors\.(ArchiveUnwritable|ArchiveDamaged|ArchiveLocked)")


def counted(folder: Path) -> dict[str, int]:
    """Return how often each call is made on the archive when nothing fails."""
    log = folder.with_suffix(".calls")
    _strace(folder, ["-e", f"trace={','.join(CALLS)}", "-o", str(log)])
    lines = log.read_text("utf-8").splitlines()
    log.unlink()
    return {call: sum(f"{call}(" in line[:40] for line in lines) for call in CALLS}


def _strace(folder: Path, options: list[str]) -> subprocess.CompletedProcess[bytes]:
    paths = [part for name in ("a.db", "a.db-wal") for part in ("-P", str(folder / name))]
    program = [sys.executable, str(Path(deeds.__file__)), "capture", str(folder), str(CAPTURES)]
    return subprocess.run(
        ["strace", *FAST, *options, *paths, *program], capture_output=True, check=False, timeout=PATIENCE_S
    )


def tried(call: str, number: int, folder: Path) -> str:
    """Let the call of that number fail; return what is wrong afterwards."""
    error = CALLS[call]
    when = f"{number}+" if error == "ENOSPC" else str(number)
    done = _strace(folder, ["-o", "/dev/null", "-e", f"inject={call}:error={error}:when={when}"])
    told = TOLD.search(done.stderr)
    if done.returncode and not told:
        return f"it ended with {done.stderr.decode(errors='replace').strip().splitlines()[-1:]}"
    # The last writes copy the log into the file when it is closed. If they fail, the log stays, with it all.
    if error == "ENOSPC" and not done.returncode and not (folder / "a.db-wal").exists():
        return "it did not see that the disk is full"
    with quiet():
        if wrong := nothing_lost(folder, done.stdout.decode().splitlines(), opened=False):
            return wrong
        deeds.capture(folder, 1)  # the next run needs nothing
    return ""


def run(most: int, folder: Path, names=tuple(CALLS)):
    """Yield a finding for each of these calls; at most that many of each are tried, evenly spread."""
    if not has_strace():
        yield Finding("failing system calls", 0, "calls", skipped="strace does not run here")
        return
    start = folder / "start"
    start.mkdir()
    with quiet():
        deeds.capture(start, 1)
    place = folder / "place"
    shutil.copytree(start, place)
    calls = counted(place)
    for call in names:
        error = CALLS[call]
        if not calls[call]:  # SQLite here uses the other of fsync and fdatasync
            continue
        step = max(1, -(-calls[call] // most))
        numbers, wrong = range(1, calls[call] + 1, step), []
        for number in numbers:
            shutil.rmtree(place)
            shutil.copytree(start, place)
            if found := tried(call, number, place):
                wrong.append(f"{call} number {number} of {calls[call]}, {error}: {found}")
        yield Finding(f"{error} at each {call}", len(numbers), "calls", tuple(wrong), f"of {calls[call]}")
