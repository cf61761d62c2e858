"""The bytes of a file, unpacked piece by piece: plain, or members of gzip or zstd.

A member is what can be unpacked by itself; zstd calls it a frame. It holds a record, many, or a part of one.
Where one is damaged, the next that begins with a record is looked for.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from harvester.http.codings import GZIP_MAGIC
from harvester.http.inflating import zlib
from harvester.http.later_codings import MAGIC as ZSTD_MAGIC
from harvester.http.later_codings import BadCoding, CutCoding
from harvester.interop.warc.stored import READ, StoredBytes
from harvester.interop.warc.zips import BOMB_RATIO, BOMB_SIZE
from harvester.interop.warc.zstd import Frames, is_skippable

PIECE = 16 * 1024
"""This many packed bytes are unpacked in one step: zlib copies those that it does not use, once for each
member."""

ROOM = 1024 * 1024
"""One step unpacks at most this many bytes."""

_GZIP = GZIP_MAGIC + b"\x08"  # RFC 1952, 2.3.1: the only method is deflate
_STEP = 64  # packed bytes unpacked at once where a damage is near
_WINDOW = zlib.MAX_WBITS | 16  # zlib's word for "a gzip header, not a zlib one"
_BEGINNING = re.compile(rb"[\r\n]*(?:WARC/[0-9]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)  # of WARC or ARC


class UnpackedPiece(NamedTuple):
    """Unpacked bytes.

    stored: where the member that they begin stands in the file; -1 amid a member. is_hurt: whether the
    member is known to be damaged or cut, behind these bytes or within them.
    """

    unpacked: bytes
    stored: int
    is_hurt: bool = False


class DamagedRange(NamedTuple):
    """The bytes up to here and those that follow do not belong together.

    start, end: where the damaged member stands in the file, and where the reading goes on. reason: a
    sentence. is_cut: whether the file ended, and what it had was sound.
    """

    start: int
    end: int
    reason: str
    is_cut: bool = False


def _plain(stored: StoredBytes) -> Iterator[UnpackedPiece | DamagedRange]:
    """Yield the bytes as they are: they have no members."""
    while taken := stored.take(READ):
        yield UnpackedPiece(taken, -1)


def unpacked(stored: StoredBytes) -> tuple[Iterator[UnpackedPiece | DamagedRange], bool]:
    """Return the bytes of the file, unpacked, and whether it was packed.

    There is a `DamagedRange` wherever a member is none or ends early. The last piece of a packed file is
    empty and says where it ends. Raises BadInput, also later, if the file cannot be read.
    """
    start = stored.peek(len(ZSTD_MAGIC))
    if start.startswith(GZIP_MAGIC):
        return _bounded(_members(stored, Packing(_GZIP, _gunzipped)), stored), True
    if start == ZSTD_MAGIC or is_skippable(start):
        return _bounded(_members(stored, Packing(ZSTD_MAGIC, Frames(stored).unpacked)), stored), True
    return _plain(stored), False


class Packing(NamedTuple):
    """How members are packed.

    magic: what each begins with. unpack: yields the bytes of the one that begins here, or raises CutCoding or
    BadCoding.
    """

    magic: bytes
    unpack: Callable[[StoredBytes], Iterator[bytes]]


def _members(stored: StoredBytes, packing: Packing) -> Iterator[UnpackedPiece | DamagedRange]:
    """Yield the members; each is held until its checksum was seen, or until it has more than ROOM bytes."""
    while stored.peek(1):
        start = begins = stored.offset
        held, damage = b"", None
        try:
            for piece in packing.unpack(stored):
                held = held + piece if held else piece
                if len(held) > ROOM:
                    yield UnpackedPiece(held, begins)
                    held, begins = b"", -1
        except (CutCoding, BadCoding) as error:
            damage = _damage(stored, packing, start, error)
        if held:
            yield UnpackedPiece(held, begins, is_hurt=bool(damage))
        if damage:
            yield damage
    yield UnpackedPiece(b"", stored.offset)


def _damage(stored: StoredBytes, packing: Packing, start: int, error: CutCoding | BadCoding) -> DamagedRange:
    """Go on at the next member that begins with a record; return what hit the one that began at ``start``."""
    stored.back(start + 1)
    _pass_over(stored, packing)
    if isinstance(error, CutCoding) and not stored.peek(1):
        return DamagedRange(start, stored.offset, "The file ends within these packed bytes.", is_cut=True)
    return DamagedRange(
        start, stored.offset, f"The packed bytes are damaged ({error or 'they have no end'})."
    )


def _pass_over(stored: StoredBytes, packing: Packing) -> None:
    """Pass all bytes before the next member that begins with a record."""
    while stored.find(packing.magic):
        start, begins = stored.offset, b""
        with suppress(CutCoding, BadCoding):
            begins = next(packing.unpack(stored), b"")
        stored.back(start)
        if _BEGINNING.match(begins):
            return
        stored.take(1)


def _gunzipped(stored: StoredBytes) -> Iterator[bytes]:
    """Yield what the gzip member that begins here unpacks to, at most ROOM bytes at a time."""
    stream = zlib.decompressobj(_WINDOW)
    before, taken = None, b""
    try:
        while not stream.eof:
            before = stream.copy() if taken else None
            taken = stream.unconsumed_tail or stored.take(PIECE)
            piece = stream.decompress(taken, ROOM)
            if piece:
                yield piece
            elif not taken:
                raise CutCoding
    except zlib.error as error:
        yield from _sound(before or zlib.decompressobj(_WINDOW), taken)
        raise BadCoding(str(error).rpartition(": ")[2]) from error
    stored.back(stored.offset - len(stream.unused_data))


def _sound(stream: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """Yield what the packed bytes unpack to before their damage, of which zlib returned nothing."""
    with suppress(zlib.error):
        for at in range(0, len(packed), _STEP):
            yield stream.decompress(packed[at : at + _STEP])


def _bounded(
    events: Iterator[UnpackedPiece | DamagedRange], stored: StoredBytes
) -> Iterator[UnpackedPiece | DamagedRange]:
    """Yield what unpacking the file yields, and a `DamagedRange` as the last where it is a bomb."""
    size = 0
    for event in events:
        yield event
        if isinstance(event, UnpackedPiece):
            size += len(event.unpacked)
            if size > BOMB_SIZE and size > BOMB_RATIO * stored.offset:
                end = stored.offset
                yield DamagedRange(end, end, f"{end} bytes unpack to more than {size}; the rest is not read.")
                return
