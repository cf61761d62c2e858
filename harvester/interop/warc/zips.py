"""ZIP files of others: what they hold is checked before it is read, and nothing of it is ever written."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from harvester.errors import BadInput

MAX_ENTRIES = 10_000
"""A ZIP has at most this many files."""

MAX_DIRECTORY = 16 * 1024 * 1024
"""The list of files has at most this many bytes: 10,000 entries with long names have some 3 MiB."""

BOMB_SIZE, BOMB_RATIO = 1024**3, 100
"""A file that unpacks to more bytes than this, at more than this ratio, is a bomb and is not read on. HTML
packs 5:1, and zlib cannot do more than 1,032:1."""

_END = struct.Struct("<4s4H2LH")  # the end of central directory record (APPNOTE.TXT 6.3.9, 4.3.16)
MAGIC = b"PK\x03\x04"
"""A ZIP file begins with these bytes (APPNOTE.TXT, 4.3.7)."""

_END_MAGIC = b"PK\x05\x06"
_LONGEST_END = _END.size + 65_535  # with its comment
_ENCRYPTED = 1  # APPNOTE.TXT, 4.4.4: bit 0
_PIECE = 256 * 1024  # bytes that are read at a time
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""The library raises these for a damaged ZIP."""


def opened(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """Return the ZIP file; raises BadInput if it is damaged, has too many entries or two of one name."""
    try:
        _check_size(stream, name)
        stream.seek(0)
        package = zipfile.ZipFile(stream)
    except FAULTS as error:
        raise BadInput(name, "it is a ZIP file that cannot be read: its list of files is damaged") from error
    names = [entry.filename for entry in package.infolist()]
    if len(set(names)) < len(names):
        raise BadInput(name, "it is a ZIP file with two entries of one name")
    return package


def _check_size(stream: BinaryIO, name: str) -> None:
    """Raise BadInput if the list of files is too long to be read."""
    size = stream.seek(0, 2)
    stream.seek(max(size - _LONGEST_END, 0))
    tail = stream.read(_LONGEST_END)
    at = tail.rfind(_END_MAGIC)
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile
    _, _, _, _, entries, length, _, _ = _END.unpack_from(tail, at)
    if entries > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise BadInput(name, f"it is a ZIP file with more than {MAX_ENTRIES} entries")


def fault_of(entry: zipfile.ZipInfo) -> str:
    """Return why an entry is not read, as a sentence; ``""`` where it may be."""
    path = entry.filename
    if not path.isprintable() or path.startswith("/") or "\\" in path or ".." in path.split("/"):
        return "Its path leads out of the ZIP file or has control characters."
    if entry.flag_bits & _ENCRYPTED:
        return "It is encrypted."
    if entry.compress_type not in _METHODS:
        return f"It is compressed by the method {entry.compress_type}, which WACZ does not have."
    if entry.file_size > BOMB_SIZE and entry.file_size > BOMB_RATIO * entry.compress_size:
        return f"Its {entry.compress_size} bytes unpack to {entry.file_size}."
    return ""


class ZipEntryStream:
    """The bytes of an entry as a stream, whose faults are OSError."""

    def __init__(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Open the entry; raises OSError if it is damaged."""
        try:
            self._file = package.open(entry)
        except FAULTS as error:
            raise OSError(str(error)) from error

    def read(self, size: int) -> bytes:
        """Return up to this many bytes; ``b""`` at the end."""
        try:
            return self._file.read(size)
        except FAULTS as error:
            raise OSError(str(error)) from error

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes to the end."""
        while piece := self.read(_PIECE):
            yield piece
