"""A ZIP whose entries are stored one after the other as they are, each with its size and digest."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import IO, Any, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from harvester.interop.wacz_package import Resource

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can name: the same entries are the same bytes
_UNIX, _FILE_MODE = 3, 0o644 << 16

LONG = 1 << 30
"""Bytes: an entry that may become longer is written in the form of ZIP64."""


class Zip:
    """A ZIP that is being written to a binary file. resources: its entries, in their order."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_STORED)
        self._entry: _Entry | None = None
        self.resources: list[Resource] = []

    def begin(self, path: str, *, is_long: bool = False) -> IO[bytes]:
        """Begin an entry; it ends when the next one begins. is_long: it may have more than `LONG` bytes."""
        self.end()
        info = ZipInfo(path, _NO_TIME)
        info.create_system, info.external_attr = _UNIX, _FILE_MODE
        self._entry = _Entry(path, self._zip.open(info, "w", force_zip64=is_long))
        return cast("IO[bytes]", self._entry)

    def end(self) -> None:
        """End the entry that was begun."""
        if self._entry:
            self.resources.append(self._entry.ended())
        self._entry = None

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write an entry."""
        file = self.begin(path, is_long=True)
        for piece in pieces:
            file.write(piece)
        self.end()

    def close(self) -> None:
        """Write the directory of the entries."""
        self.end()
        self._zip.close()

    def abandon(self) -> None:
        """Leave the file as it is, for it is not wanted any more."""
        if self._entry:
            self._entry.ended()
        self._zip.close()


class _Entry(RawIOBase):
    def __init__(self, path: str, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._digest, self._size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        self._size += len(data)
        return self._file.write(data)

    def ended(self) -> Resource:
        self._file.close()
        return Resource(self._path, self._digest.hexdigest(), self._size)


@contextmanager
def zipped(file: IO[bytes]) -> Iterator[Zip]:
    """Yield a ZIP that is whole when the context ends."""
    made = Zip(file)
    try:
        yield made
    except BaseException:
        made.abandon()
        raise
    made.close()
