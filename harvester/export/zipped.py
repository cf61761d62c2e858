"""A ZIP whose entries are stored one after the other as they are, each with its size and digest.

No entry has the form of ZIP64: ReplayWeb.page 2.4 looks for an entry's bytes behind its name, where that form
has its sizes. A file of more than 4 GB is read all the same.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import IO, Any, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from harvester.errors import ConfigError
from harvester.interop.wacz_package import WaczResource

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can name: the same entries are the same bytes
_UNIX, _FILE_MODE = 3, 0o644 << 16  # APPNOTE.TXT of PKWARE, 4.4.2 and 4.4.15: who may read a file

LONGEST = 2**31 - 1
"""An entry whose length is not known when it begins may have this many bytes without the form of ZIP64."""


class Zip:
    """A ZIP that is being written to a binary file. resources: its entries, in their order."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_STORED)
        self._entry: _Entry | None = None
        self.resources: list[WaczResource] = []

    def begin(self, path: str) -> IO[bytes]:
        """Begin an entry; it ends when the next one begins. Raises ConfigError when it becomes too long."""
        self.end()
        info = ZipInfo(path, _NO_TIME)
        info.create_system, info.external_attr = _UNIX, _FILE_MODE
        self._entry = _Entry(path, self._zip.open(info, "w"))
        return cast("IO[bytes]", self._entry)

    def end(self) -> None:
        """End the entry that was begun."""
        if self._entry:
            self.resources.append(self._entry.ended())
        self._entry = None

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write an entry."""
        file = self.begin(path)
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
        self._size += len(data)
        if self._size > LONGEST:
            advice = "Export a part: choose articles or times."
            raise ConfigError(self._path, f"would have more than {LONGEST:,} bytes", advice)
        self._digest.update(data)
        return self._file.write(data)

    def ended(self) -> WaczResource:
        self._file.close()
        return WaczResource(self._path, self._digest.hexdigest(), self._size)


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
