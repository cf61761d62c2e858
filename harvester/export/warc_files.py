"""Web archives as files: WARC in parts and CDXJ, each of which gets its name when all of them are whole."""

from contextlib import ExitStack, closing
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from harvester.archive.connection import sqlite3
from harvester.archive.publishing import part_of, publish
from harvester.errors import ConfigError
from harvester.export.files import check_target, written
from harvester.export.forms import Watcher
from harvester.export.scratch import Scratch
from harvester.export.webarchive import WarcFile, WarcOptions, Written, write_warc

GZIPPED, PLAIN, INDEX = ".warc.gz", ".warc", ".cdxj"
"""The names of the files end so."""


class WarcExport(NamedTuple):
    """An export that was asked for: the archive, what of it, and whether files may be replaced."""

    conn: sqlite3.Connection
    choice: WarcOptions
    force: bool = False


def part_path(target: Path, number: int) -> Path:
    """Return the path of a part: the first has the name that was asked for, the second ends in ``-00002``."""
    if number == 1:
        return target
    ending = GZIPPED if target.name.endswith(GZIPPED) else target.suffix
    return target.with_name(f"{target.name.removesuffix(ending)}-{number:05d}{ending}")


def to_warc(target: Path, asked: WarcExport, watch: Watcher) -> Written:
    """Write WARC files beside each other; all of them get their names when the last one is whole."""
    with ExitStack() as parts, written(target), closing(Scratch()) as scratch:
        files = _Files(target, asked.force, parts)
        found = write_warc(asked.conn, asked.choice, scratch, files.next_part, watch)
        files.publish()
    return found


class _Files:
    """The parts of an export, each of which is open until the next one is."""

    def __init__(self, target: Path, force: bool, parts: ExitStack) -> None:  # noqa: FBT001  handed on
        self._target, self._force, self._parts = target, force, parts
        self._made: list[tuple[Path, Path]] = []
        self._file: IO[bytes] | None = None

    def next_part(self, number: int) -> WarcFile:
        path = part_path(self._target, number)
        check_target(path, force=self._force)
        part = self._parts.enter_context(part_of(path))
        self._close()
        self._file = self._parts.enter_context(part.open("wb"))
        self._made.append((part, path))
        return WarcFile(path.name, self._file)

    def publish(self) -> None:
        self._close()
        for part, path in self._made:
            publish(part, path)

    def _close(self) -> None:
        if self._file:
            self._file.close()


def to_index(target: Path, asked: WarcExport, watch: Watcher) -> int:
    """Write the index of the files that `to_warc` writes of the same archive; return how many lines it has.

    Raises ConfigError if such a file stands beside it and has another size: it holds something else.
    """
    first = target.with_name(target.name.removesuffix(INDEX) + GZIPPED)
    sizes: dict[Path, _Nowhere] = {}

    def next_part(number: int) -> WarcFile:
        path = part_path(first, number)
        sizes[path] = _Nowhere()
        return WarcFile(path.name, cast("IO[bytes]", sizes[path]))

    lines = 0
    with part_of(target) as part, written(target), closing(Scratch()) as scratch:
        write_warc(asked.conn, asked.choice, scratch, next_part, watch)
        for path, nowhere in sizes.items():
            _check_beside(path, nowhere.size)
        with part.open("w", encoding="ascii", newline="\n") as file:
            for lines, each in enumerate(scratch.lines(), 1):  # noqa: B007  the last number
                file.write(f"{each}\n")
        publish(part, target)
    return lines


class _Nowhere(RawIOBase):
    """A file that keeps nothing but its size."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


def _check_beside(path: Path, size: int) -> None:
    if path.is_file() and path.stat().st_size != size:
        problem = "was exported from another state of the archive, or with other options"
        raise ConfigError(str(path), problem, "Export it again, with the options of the index.")
