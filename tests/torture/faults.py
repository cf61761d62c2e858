"""A system call fails, each in turn: the disk is full from there on, or one read or write fails.

strace makes the call fail in a process that captures. Only calls on the archive and its log count. Starting
the program takes longer than what it does, so one process under strace has everything imported, and a child
of it does each try. strace counts the calls of each child anew and fails always the same number; so a child
first makes as many calls in vain as are missing to that number.
"""

import os
import re
import shutil
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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

IN_VAIN = {
    "pwrite64": lambda fd, _: os.pwrite(fd, b"", 0),
    "fsync": lambda fd, _: os.fsync(fd),
    "fdatasync": lambda fd, _: os.fdatasync(fd),
    "pread64": lambda fd, _: os.pread(fd, 1, 0),
    "ftruncate": lambda fd, path: os.ftruncate(fd, path.stat().st_size),
    "openat": lambda _, path: os.close(os.open(path, os.O_RDONLY)),
}
"""The same calls, so that they change nothing."""

CAPTURES = 3
WORKERS = 2
"""This many processes try at the same time, each in a folder of its own."""

TOLD = re.compile(rb"harvester\.errors\.(ArchiveUnwritable|ArchiveDamaged|ArchiveLocked)")


class Server:
    """A process under strace whose children capture, each with a failure at another call."""

    def __init__(self, folder: Path, options: list[str], call: str = "", most: int = 0):
        self.folder, self.failed = folder, 0
        paths = [part for name in ("a.db", "a.db-wal") for part in ("-P", str(folder / name))]
        program = [sys.executable, str(Path(__file__)), str(folder), call, str(most)]
        self._process = subprocess.Popen(
            ["strace", *FAST, *options, *paths, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def capture(self, number: int) -> tuple[int, bytes, bytes]:
        """Let a child capture whose call of that number fails; return its exit code and what it printed."""
        self._process.stdin.write(f"{number}\n".encode())
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        self.failed += code != 0
        return code, *(self.folder.with_suffix(f".{name}").read_bytes() for name in ("out", "err"))

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def serve(folder: Path, call: str, most: int) -> None:
    """Fork a child for each number on stdin; print its exit code when it ends."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _child(folder, call, most - int(line))
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _child(folder: Path, call: str, vain: int) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder.with_suffix(f".{name}"), os.O_CREAT | os.O_TRUNC | os.O_WRONLY), number)
    code = 1
    try:
        if vain:
            _in_vain(folder / "a.db", call, vain)
        deeds.capture(folder, CAPTURES)
        code = 0
    except BaseException:  # noqa: BLE001  it is printed, as Python does where nothing catches it
        os.write(2, traceback.format_exc().encode())
    os._exit(code)


def _in_vain(path: Path, call: str, times: int) -> None:
    fd = -1
    for _ in range(times):
        if fd < 0 and call != "openat":
            fd = os.open(path, os.O_RDWR)
        IN_VAIN[call](fd, path)
    if fd >= 0:
        os.close(fd)


def counted(start: Path, place: Path) -> dict[str, int]:
    """Return how often each call is made on the archive when nothing fails."""
    log = place.with_suffix(".calls")
    shutil.copytree(start, place)
    server = Server(place, ["-e", f"trace={','.join(CALLS)}", "-o", str(log)])
    server.capture(0)
    server.close()
    lines = log.read_text("utf-8").splitlines()
    shutil.rmtree(place)
    return {call: sum(f"{call}(" in line[:40] for line in lines) for call in CALLS}


def tried(server: Server, number: int, *, is_full: bool) -> str:
    """Let the call of that number fail; return what is wrong afterwards."""
    code, said, printed = server.capture(number)
    folder = server.folder
    if code and not TOLD.search(printed):
        return f"it ended with {printed.decode(errors='replace').strip().splitlines()[-1:]}"
    # The last writes copy the log into the file when it is closed. If they fail, the log stays, with it all.
    if is_full and not code and not (folder / "a.db-wal").exists():
        return "it did not see that the disk is full"
    if wrong := nothing_lost(folder, said.decode().splitlines(), opened=False):
        return wrong
    deeds.capture(folder, 1)  # the next run needs nothing
    return ""


def _try_all(start: Path, place: Path, call: str, numbers: range, most: int) -> tuple[list[str], int]:
    """Try each of the numbers in that place; return what is wrong, and how many ended with an error."""
    error = CALLS[call]
    when = f"{most}+" if error == "ENOSPC" else str(most)
    options = ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"]
    server, wrong = Server(place, options, call, most), []
    for number in numbers:
        with suppress(FileNotFoundError):
            shutil.rmtree(place)
        shutil.copytree(start, place)
        if found := tried(server, number, is_full=error == "ENOSPC"):
            wrong.append(f"{call} number {number} of {most}, {error}: {found}")
    server.close()
    return wrong, server.failed


def run(most: int, folder: Path, names=tuple(CALLS)):
    """Yield a finding for each of these calls; at most that many of each are tried, evenly spread."""
    if not has_strace():
        yield Finding("failing system calls", 0, "calls", skipped="strace does not run here")
        return
    start = folder / "start"
    start.mkdir()
    with quiet(), ThreadPoolExecutor(WORKERS) as pool:
        deeds.capture(start, 1)
        calls = counted(start, folder / "counted")
        for call in names:
            if not calls[call]:  # SQLite here uses the other of fsync and fdatasync
                continue
            step = max(1, -(-calls[call] // most))
            shares = [range(1 + n * step, calls[call] + 1, step * WORKERS) for n in range(WORKERS)]
            tries = [
                pool.submit(_try_all, start, folder / f"{call}{n}", call, numbers, calls[call])
                for n, numbers in enumerate(filter(None, shares))
            ]
            wrong = [words for each in tries for words in each.result()[0]]
            note = f"of {calls[call]}; {sum(each.result()[1] for each in tries)} ended with an error"
            yield Finding(f"{CALLS[call]} at each {call}", sum(map(len, shares)), "calls", tuple(wrong), note)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
