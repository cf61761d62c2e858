"""The bytes of a file as stored, read forwards from any stream."""

from typing import BinaryIO

from harvester.errors import BadInput
from harvester.http.later_codings import CutCoding

READ = 64 * 1024
"""This many bytes are read from the file in one step."""


class StoredBytes:
    """The bytes of a file, forwards, with some history. Raises BadInput where they cannot be read."""

    def __init__(self, stream: BinaryIO, name: str, start: int = 0) -> None:
        """Read from where the stream stands; name: how messages name it; start: where that is in the file."""
        self.name = name
        self._stream = stream
        self._bytes = b""
        self._past = b""  # what stands before _bytes: a damage is noticed behind its place
        self._at = 0
        self._base = start  # where the first of _bytes stands in the file

    @property
    def offset(self) -> int:
        """Where the next byte stands in the file."""
        return self._base + self._at

    def peek(self, size: int) -> bytes:
        """Return the next bytes without passing them; fewer at the end of the file."""
        while len(self._bytes) - self._at < size and self._more():
            pass
        return self._bytes[self._at : self._at + size]

    def exactly(self, size: int) -> bytes:
        """Return this many of the next bytes; raises CutCoding where the file ends before."""
        taken = self.peek(size)
        self._at += len(taken)
        if len(taken) < size:
            raise CutCoding
        return taken

    def take(self, size: int) -> bytes:
        """Return the next bytes, at least one and at most ``size``; ``b""`` at the end of the file."""
        if self._at == len(self._bytes):
            self._more()
        taken = self._bytes[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def back(self, offset: int) -> None:
        """Stand at that offset again, or at the oldest one that is still held."""
        if offset < self._base:
            self._bytes = self._past + self._bytes
            self._base -= len(self._past)
            self._past = b""
        self._at = max(offset - self._base, 0)

    def find(self, magic: bytes) -> bool:
        """Pass all bytes before the next such ones; False where the file has none."""
        while (at := self._bytes.find(magic, self._at)) < 0:
            passed = max(self._at, len(self._bytes) - len(magic) + 1)
            self._base += passed
            self._bytes, self._at, self._past = self._bytes[passed:], 0, b""
            if not self._more():
                self._at = len(self._bytes)
                return False
        self._at = at
        return True

    def _more(self) -> bool:
        try:
            read = self._stream.read(READ)
        except OSError as error:
            raise BadInput(self.name, f"it cannot be read ({error.strerror or error})") from error
        if not read:
            return False
        if self._at == len(self._bytes):
            self._base += self._at
            self._past, self._bytes, self._at = self._bytes, read, 0
        else:
            self._bytes += read
        return True
