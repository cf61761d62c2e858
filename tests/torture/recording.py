"""Every write of a process, recorded by strace, and the disk as it is after any number of them.

A process that is killed leaves all writes until then. A power cut leaves of each file what was synced, and of
the writes since any part: none, all, some, some of them torn at a sector. Names that were made, changed or
removed since the folder was synced last are there up to any point.

The index of the write-ahead log (-shm) is left out: SQLite makes it again when nobody has the file open.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
FAST = ("-f", "--seccomp-bpf")
"""Only the calls that are wanted stop the process."""

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_LINE = re.compile(r"(?:\d+\s+)?(\w+)\((.*)\)\s+= (\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PLACE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")


class Op(NamedTuple):
    """One call. kind: write, cut, sync, name, gone, rename or said. at: offset, or length that is left."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""


def has_strace():
    """Return whether processes can be recorded here."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


def recorded(folder: Path, *arguments: str) -> list[Op]:
    """Run a deed in the folder; return what it wrote there and what it said."""
    log = folder.parent / f"{folder.name}.strace"
    command = ["strace", *FAST, "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-o", log]
    deeds = Path(__file__).with_name("deeds.py")
    done = subprocess.run(
        [*command, sys.executable, deeds, arguments[0], folder, *arguments[1:]],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    with log.open() as lines:
        ops = [op for line in lines if (op := _op(line)) and (op.kind == "said" or _inside(op.path, folder))]
    log.unlink()
    return [op if op.kind == "said" else op._replace(path=Path(op.path).name or ".") for op in ops]


def _inside(path: str, folder: Path) -> bool:
    place = Path(path)
    return place == folder or (place.parent == folder and not path.endswith("-shm"))


def _op(line: str) -> Op | None:  # noqa: C901, PLR0911  a table of calls
    found = _LINE.match(line)
    if not found:
        return None
    call, arguments, result = found.groups()
    place = _PLACE.match(arguments)
    path = _plain(place[1]).decode() if place else ""
    texts = [_plain(each) for each in _TEXT.findall(arguments)]
    if call == "openat":
        opened = re.search(r"= \d+<(.*)>", line)
        flags = arguments.rsplit('"', 1)[1]
        if opened and "O_CREAT" in flags:
            return Op("name", _plain(opened[1]).decode(), "O_TRUNC" in flags)
        return None
    if call == "write" and arguments.startswith("1<"):
        return Op("said", "", data=texts[0])
    if call in {"write", "pwrite64"}:
        at = int(arguments.rsplit(", ", 1)[1]) if call == "pwrite64" else -1
        return Op("write", path, at, texts[0][: int(result)])
    if call == "ftruncate":
        return Op("cut", path, int(arguments.rsplit(", ", 1)[1]))
    if call in {"fsync", "fdatasync"}:
        return Op("sync", path)
    if call.startswith("unlink"):
        return Op("gone", texts[-1].decode())
    return Op("rename", texts[0].decode(), data=texts[-1])


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class File:
    """The bytes of a file: as everybody sees them, as they were synced, and the writes since then."""

    def __init__(self, data: bytes = b""):
        self.now, self.synced, self.since = bytearray(data), bytes(data), []

    def do(self, op: Op) -> None:
        apply(self.now, op)
        self.since.append(op)

    def sync(self) -> None:
        self.synced, self.since = bytes(self.now), []

    def after_a_power_cut(self, rng) -> bytes:
        left = bytearray(self.synced)
        for op in self.since:
            fate = rng.random()
            if fate < 0.4:
                apply(left, op)
            elif fate < 0.6 and op.kind == "write":
                keep = rng.randrange(0, len(op.data) + 1) // SECTOR * SECTOR
                apply(left, op._replace(data=op.data[:keep]))
        return bytes(left)


def apply(data: bytearray, op: Op) -> None:
    """Do one write or cut to the bytes."""
    if op.kind == "cut":
        del data[op.at :]
        data.extend(bytes(op.at - len(data)))
        return
    at = len(data) if op.at < 0 else op.at
    if at > len(data):
        data.extend(bytes(at - len(data)))
    data[at : at + len(op.data)] = op.data


class Disk:
    """A folder: names that lead to files, as everybody sees them and as they were synced."""

    def __init__(self, folder: Path):
        self.names = {each.name: File(each.read_bytes()) for each in folder.iterdir() if each.is_file()}
        self.synced, self.since = dict(self.names), []
        self.said = []

    def do(self, op: Op) -> None:
        """Do what the process did."""
        if op.kind == "said":
            self.said += op.data.decode().splitlines()
        elif op.kind == "sync":
            self._sync(op.path)
        elif op.kind in {"write", "cut"}:
            self.names[op.path].do(op)
        elif op.kind == "name":
            if op.path not in self.names:
                self._name(op.path, File())
            if op.at:
                self.names[op.path].do(Op("cut", op.path))
        elif op.kind == "gone":
            self._name(Path(op.path).name, None)
        else:
            moved = self.names[op.path]
            self._name(op.path, None)
            self._name(Path(op.data.decode()).name, moved)

    def _sync(self, path: str) -> None:
        if path in self.names:
            self.names[path].sync()
        else:  # the folder itself
            self.synced, self.since = dict(self.names), []

    def _name(self, name: str, file: File | None) -> None:
        self.since.append((name, file))
        set_name(self.names, name, file)

    def killed(self) -> dict[str, bytes]:
        """Return the files as a killed process leaves them."""
        return {name: bytes(file.now) for name, file in self.names.items()}

    def cut(self, rng) -> dict[str, bytes]:
        """Return the files as a power cut may leave them."""
        names = dict(self.synced)
        for name, file in self.since[: rng.randrange(0, len(self.since) + 1)]:
            set_name(names, name, file)
        return {name: file.after_a_power_cut(rng) for name, file in names.items()}


def set_name(names, name, file):
    """Have the name lead to the file, or to none."""
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def put(files: dict[str, bytes], folder: Path) -> None:
    """Have the folder hold these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def moments(start: Disk, ops: list[Op]) -> Iterator[int]:
    """Yield after each write that the disk has done; the disk is as it is then."""
    for number, op in enumerate(ops):
        start.do(op)
        if op.kind != "said":
            yield number
