"""Frames of zstd (RFC 8878) in a file, block by block, with the dictionary that a .warc.zst file begins with.

The library is never given more than some blocks at once: each unpacks to 128 KiB at most.
"""

from collections.abc import Iterator
from typing import Any

import zstandard

from harvester.errors import BadInput
from harvester.http.later_codings import MAGIC, BadCoding, CutCoding
from harvester.interop.warc.stored import StoredBytes

MAX_DICTIONARY = 8 * 1024 * 1024
"""A dictionary has at most this many bytes; those of web archives have some 100 KiB to 1 MiB."""

WINDOW = 64 * 1024 * 1024
"""Unpacking a frame may look back this many bytes; level 19 of the zstd program needs 8 MiB."""

_DICTIONARY = b"\x5d\x2a\x4d\x18"  # 0x184D2A5D: IIPC, "Use of Zstandard Compression in WARC Files", 3
_SKIPPABLE = b"\x2a\x4d\x18"  # after a byte 0x50 to 0x5f (RFC 8878, 3.1.2)
_LONGEST_HEAD = 18  # of a frame, in bytes (RFC 8878, 3.1.1.1)
_MAX_BLOCK = 128 * 1024  # RFC 8878, 3.1.1.2.4
_BLOCKS = 8  # unpacked at once: 1 MiB
_RLE = 1  # the type of a block that is one byte, repeated


def is_skippable(start: bytes) -> bool:
    """Whether a skippable frame begins so."""
    return start[1:4] == _SKIPPABLE and start[0] >> 4 == 5  # noqa: PLR2004


class Frames:
    """The frames of one file, which share a dictionary."""

    def __init__(self, stored: StoredBytes) -> None:
        """Read the dictionary, where the file begins with one; raises BadInput if it is too large."""
        dictionary = _dictionary(stored) if stored.peek(4) == _DICTIONARY else None
        self._decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=WINDOW)

    def unpacked(self, stored: StoredBytes) -> Iterator[bytes]:
        """Yield what the frame that begins here unpacks to; raises CutCoding and BadCoding."""
        start = stored.peek(_LONGEST_HEAD)
        if is_skippable(start):
            _skip(stored)
            return
        if not start.startswith(MAGIC):
            raise BadCoding("another frame should begin here")
        try:
            size = zstandard.frame_header_size(start)
            checksum = 4 if zstandard.get_frame_parameters(start).has_checksum else 0
            frame = self._decompressor.decompressobj()
            frame.decompress(stored.exactly(size))
            last = False
            while not last:
                blocks, last = _blocks(stored)
                yield frame.decompress(blocks + (stored.exactly(checksum) if last else b""))
        except zstandard.ZstdError as error:
            raise BadCoding(str(error)) from error


def _blocks(stored: StoredBytes) -> tuple[bytes, bool]:
    """Return some of the blocks of a frame, with their heads, and whether they are its last."""
    blocks: list[bytes] = []
    last = False
    while not last and len(blocks) < 2 * _BLOCKS:
        start = stored.exactly(3)
        head = int.from_bytes(start, "little")
        last, kind, size = bool(head & 1), head >> 1 & 3, head >> 3
        if size > _MAX_BLOCK:
            raise BadCoding("a block is too large")
        blocks += (start, stored.exactly(1 if kind == _RLE else size))
    return b"".join(blocks), last


def _skip(stored: StoredBytes) -> None:
    left = int.from_bytes(stored.exactly(8)[4:], "little")
    while left:
        taken = stored.take(left)
        left = left - len(taken) if taken else 0


def _dictionary(stored: StoredBytes) -> Any:
    size = int.from_bytes(stored.peek(8)[4:], "little")
    if size > MAX_DICTIONARY:
        raise BadInput(
            stored.name, f"its zstd dictionary has {size} bytes, and at most {MAX_DICTIONARY} are read"
        )
    try:
        content = stored.exactly(8 + size)[8:]
        if content.startswith(MAGIC):
            content = zstandard.ZstdDecompressor().decompress(content, max_output_size=MAX_DICTIONARY)
        return zstandard.ZstdCompressionDict(content)
    except (CutCoding, zstandard.ZstdError) as error:
        raise BadInput(stored.name, "its zstd dictionary cannot be read") from error
