"""Frames: bytes compressed by themselves or as a patch on others, and back. There is no database here."""

from zstandard import (
    DICT_TYPE_RAWCONTENT,
    ZstdCompressionDict,
    ZstdCompressionParameters,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
    frame_content_size,
)

LEVEL = 3
"""The first payload of a URL is packed at this level of zstd: level 9 takes 10 % less space and four times
the CPU."""

EDITION_LEVEL = 10
"""Later payloads are packed at this level: it takes 10 % less space than `LEVEL`, and no more time."""

EDITION_LIMIT = 1 << 20
"""Editions of more bytes are packed at `LEVEL`, since level 10 takes 4 ms and more for a megabyte."""

MOST_BYTES = 64 << 20
"""No body has more bytes: exchanges and imports are limited to 50 MiB. A forged row may ask for more."""

_MIN_WINDOW_LOG = 10  # the least that zstd takes
_HASH_LOG = 17  # of level 3
_EDITION_LOG = (
    18  # with the 21 of level 10, clearing 12 MB doubles the time of a large page, for .6 % of room
)
_BYTES_PER_SLOT = 8  # zstd reads no more than the last 8 << hash_log bytes of a dictionary
_MOST_PER_BYTE = 1 << 15  # a block of 4 bytes stands for at most 128 KiB (RFC 8878, 3.1.1.2)


def compress(body: bytes) -> bytes:
    """Return the frame of the body by itself."""
    return ZstdCompressor(level=LEVEL).compress(body)


def patch(body: bytes, base: bytes, level: int = LEVEL) -> bytes:
    """Return the frame of the body with the base as raw-content dictionary, both within the window."""
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT)
    level = level if len(body) <= EDITION_LIMIT else LEVEL
    parameters = _parameters(len(body), len(base), level)
    return ZstdCompressor(compression_params=parameters, dict_data=dictionary).compress(body)


def decompress(frame: bytes, size: int, base: bytes = b"") -> bytes:
    """Return the body of that size; ValueError where the frame is not one of such a body on that base."""
    dictionary = ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT) if base else None
    try:
        # Both are asked before a forged frame can ask for memory.
        if frame_content_size(frame) != size or not 0 <= size <= min(len(frame) * _MOST_PER_BYTE, MOST_BYTES):
            raise ValueError("has another length than was stored")
        return ZstdDecompressor(dict_data=dictionary).decompress(frame, max_output_size=size)
    except ZstdError as error:
        raise ValueError(f"cannot be read ({error})") from error


def _parameters(size: int, base_size: int, level: int) -> ZstdCompressionParameters:
    """Return parameters with which all of both is searched, in tables no larger than that takes."""
    window_log = max((size + base_size).bit_length(), _MIN_WINDOW_LOG)
    enough = (base_size // _BYTES_PER_SLOT).bit_length()
    if level == LEVEL:
        return ZstdCompressionParameters.from_level(
            LEVEL, window_log=window_log, hash_log=max(enough, _HASH_LOG)
        )
    fitted = ZstdCompressionParameters.from_level(level, source_size=size, dict_size=base_size)
    most = max(enough, _EDITION_LOG)
    return ZstdCompressionParameters.from_level(
        level,
        source_size=size,
        dict_size=base_size,
        window_log=window_log,
        hash_log=min(fitted.hash_log, most),
        chain_log=min(fitted.chain_log, most),
    )
