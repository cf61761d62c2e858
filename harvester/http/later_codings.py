"""The content codings that came after zlib's: zstd (RFC 8878) and br (RFC 7932), unpacked piece by piece."""

import importlib
from collections.abc import Iterator
from types import ModuleType

ROOM = 1024 * 1024
"""This many bytes are unpacked at a time."""

WINDOW = 8 * 1024 * 1024
"""RFC 9659: a zstd body needs no more memory than this, or it is not valid as a content coding."""

MAGIC = b"\x28\xb5\x2f\xfd"
"""Each zstd frame begins with this (RFC 8878, 3.1.1)."""

_PIECE = 64 * 1024  # bytes that a decoder gets at a time, after which the size of its output is checked
_SKIPPABLE = b"\x2a\x4d\x18"  # after a byte 0x50 to 0x5f (RFC 8878, 3.1.2)
_RLE = 1  # the type of a block that is one byte, repeated


class CutCoding(Exception):
    """The coded bytes end before their own end mark."""


class BadCoding(Exception):
    """The coded bytes are not what their coding says; the words say why."""


def _zstandard() -> ModuleType:
    """Return the library, loaded when a body needs it: who only reads pages never does."""
    return importlib.import_module("zstandard")


def unzstd(body: bytes) -> Iterator[bytes]:
    """Yield a zstd body unpacked, frame by frame; raises CutCoding and BadCoding."""
    if not body.startswith(MAGIC) and body[1:4] != _SKIPPABLE:
        raise BadCoding("it begins with other bytes than a frame")
    zstandard = _zstandard()
    whole = _ends_with_a_frame(body)
    reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(body, read_across_frames=True)
    try:
        while piece := reader.read(ROOM):
            yield piece
    except zstandard.ZstdError as error:
        if whole:
            raise BadCoding(str(error)) from error
    if not whole:
        raise CutCoding


def _ends_with_a_frame(body: bytes) -> bool:
    """Whether the last frame is there as a whole: the library reads a cut one without a word.

    The sizes of the blocks are added up (RFC 8878, 3.1.1.2); what they hold is not looked at.
    """
    at = 0
    while at < len(body):
        if body[at + 1 : at + 4] == _SKIPPABLE:
            at += 8 + int.from_bytes(body[at + 4 : at + 8], "little")
        elif body.startswith(MAGIC, at):
            at = _end_of_frame(body, at)
        else:
            return True  # what follows is no frame, as reading it says
    return at == len(body)


def _end_of_frame(body: bytes, at: int) -> int:
    """Return where the frame that begins there ends; beyond the body's end for a cut one."""
    zstandard = _zstandard()
    try:
        start = body[at : at + 18]  # the longest header
        end = at + zstandard.frame_header_size(start)
        checksum = 4 if zstandard.get_frame_parameters(start).has_checksum else 0
    except zstandard.ZstdError:
        return len(body) + 1
    last = False
    while not last and end + 3 <= len(body):
        head = int.from_bytes(body[end : end + 3], "little")
        last = bool(head & 1)
        end += 3 + (1 if head >> 1 & 3 == _RLE else head >> 3)
    return end + checksum if last else len(body) + 1


def unbrotli(body: bytes) -> Iterator[bytes]:
    """Yield a br body unpacked; raises CutCoding and BadCoding, also where the library is not installed."""
    try:
        brotli = importlib.import_module("brotli")
    except ImportError as error:
        raise BadCoding("its library is missing: pip install 'harvester[brotli]'") from error
    stream = brotli.Decompressor()
    coded = iter(range(0, len(body), _PIECE))
    try:
        while not stream.is_finished():
            at = None if not stream.can_accept_more_data() else next(coded, -1)
            if at == -1:
                raise CutCoding
            fed = b"" if at is None else body[at : at + _PIECE]
            if piece := stream.process(fed, output_buffer_limit=ROOM):
                yield piece
    except brotli.error as error:
        raise BadCoding(str(error)) from error
