"""The bytes of a file as stored, unpacked piece by piece: gzip in any number of members, or plain.

A member is what gzip calls so: bytes that can be unpacked by themselves. Where one is damaged, the next that
begins with a record is looked for.
"""

import re
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple

from harvester.errors import BadInput
from harvester.http.codings import GZIP_MAGIC

READ = 256 * 1024
"""Bytes read from the file at once."""

PIECE = 16 * 1024
"""Packed bytes unpacked at once: what zlib returns of them as unused, it copies, once for each member."""

ROOM = 1024 * 1024
"""Bytes unpacked at once."""

HISTORY = 1024 * 1024
"""Bytes before the place of a damage where the next member may begin; it is looked for from there."""

BOMB_SIZE, BOMB_RATIO = 1024**3, 100
"""A file that unpacks to more bytes than this, at more than this ratio, is a bomb and is not read on. HTML
packs 5:1, and zlib cannot do more than 1,032:1."""

_GZIP = GZIP_MAGIC + b"\x08"  # RFC 1952, 2.3.1: the only method is deflate
_WINDOW = zlib.MAX_WBITS | 16  # zlib's word for "a gzip header, not a zlib one"
_TRIAL = 4096  # packed bytes that are enough to see what a member begins with
_BEGINNING = re.compile(rb"[\r\n]*(?:WARC/[0-9]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)  # of WARC or ARC


class Piece(NamedTuple):
    """Unpacked bytes. stored: where the member that they begin stands in the file; -1 amid a member."""

    unpacked: bytes
    stored: int


class Damage(NamedTuple):
    """The bytes up to here and those that follow do not belong together.

    start, end: where the damaged member stands in the file, and where the reading goes on. reason: a
    sentence. is_cut: whether the file ended, and what it had was sound.
    """

    start: int
    end: int
    reason: str
    is_cut: bool = False


class Stored:
    """The bytes of a file, forwards, with some history. Raises BadInput where they cannot be read."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read from where the stream stands; name: how a message names it."""
        self.name = name
        self._stream = stream
        self._bytes = b""
        self._at = 0
        self._base = 0  # where the first of _bytes stands in the file

    @property
    def offset(self) -> int:
        """Where the next byte stands, counted from the beginning of the stream."""
        return self._base + self._at

    def peek(self, size: int) -> bytes:
        """Return the next bytes without passing them; fewer at the end of the file."""
        while len(self._bytes) - self._at < size and self._more():
            pass
        return self._bytes[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """Return the next bytes, at least one and at most ``size``; ``b""`` at the end of the file."""
        if self._at == len(self._bytes):
            self._more()
        taken = self._bytes[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def back(self, offset: int) -> None:
        """Stand at that offset again, or at the oldest one that is still held."""
        self._at = max(offset - self._base, 0)

    def find(self, magic: bytes) -> bool:
        """Pass all bytes before the next such ones; False where the file has none."""
        while (at := self._bytes.find(magic, self._at)) < 0:
            self._at = max(self._at, len(self._bytes) - len(magic) + 1)
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
        if read:
            dropped = max(self._at - HISTORY, 0)
            self._bytes = self._bytes[dropped:] + read
            self._base += dropped
            self._at -= dropped
        return bool(read)


def plain(stored: Stored) -> Iterator[Piece | Damage]:
    """Yield the bytes as they are: they have no members."""
    while taken := stored.take(READ):
        yield Piece(taken, -1)


def gunzipped(stored: Stored) -> Iterator[Piece | Damage]:
    """Yield what the members of a gzip file unpack to, and a `Damage` where one is none or ends early.

    The last piece is empty and says where the file ends.
    """
    while stored.peek(1):
        damage = yield from _member(stored)
        if damage:
            yield damage
    yield Piece(b"", stored.offset)


def _member(stored: Stored) -> Generator[Piece, None, Damage | None]:
    """Yield the member that begins here, at most ROOM bytes at a time; return what is wrong with it."""
    start = begins = stored.offset
    stream = zlib.decompressobj(_WINDOW)
    taken = b""
    try:
        while not stream.eof:
            taken = stream.unconsumed_tail or stored.take(PIECE)
            unpacked = stream.decompress(taken, ROOM)
            if unpacked:
                yield Piece(unpacked, begins)
                begins = -1
            elif not taken:
                return Damage(start, stored.offset, "The file ends within this gzip member.", is_cut=True)
    except zlib.error as error:
        stored.back(start + 1)
        _pass_over(stored)
        return Damage(start, stored.offset, f"The gzip member is damaged ({_words(error)}).")
    stored.back(stored.offset - len(stream.unused_data))
    return None


def _words(error: zlib.error) -> str:
    """Return what zlib says behind its number and ``while decompressing data``."""
    return str(error).rpartition(": ")[2]


def _pass_over(stored: Stored) -> None:
    """Pass all bytes before the next member that begins with a record."""
    while stored.find(_GZIP):
        try:
            begins = zlib.decompressobj(_WINDOW).decompress(stored.peek(_TRIAL), _TRIAL)
        except zlib.error:
            begins = b""
        if _BEGINNING.match(begins):
            return
        stored.take(1)


def bounded(events: Iterator[Piece | Damage], stored: Stored) -> Iterator[Piece | Damage]:
    """Yield what unpacking the file yields, and a `Damage` as the last where it is a bomb."""
    size = 0
    for event in events:
        yield event
        if isinstance(event, Piece):
            size += len(event.unpacked)
            if size > BOMB_SIZE and size > BOMB_RATIO * stored.offset:
                end = stored.offset
                yield Damage(end, end, f"{end} bytes unpack to more than {size}; the rest is not read.")
                return
