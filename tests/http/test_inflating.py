"""zlib-ng unpacks as zlib does: the same bytes, rests and errors, whatever is wrong with a body."""

import random
import zlib

import pytest

from harvester.http.inflating import zlib as ours

TEXT = "".join(random.Random(1).choices(["the ", "<p>", "bridge ", "\n", "é", "x"], k=4_000)).encode()
WINDOWS = {"gzip": 31, "zlib": 15, "bare": -15}
STRATEGIES = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY, zlib.Z_FIXED)
ROOM, PIECE = 4_096, 1_024


def packed(window, strategy):
    packer = zlib.compressobj(6, zlib.DEFLATED, window, 8, strategy)
    return packer.compress(TEXT) + packer.flush()


def unpacked(library, body, window):
    """What comes of a body: its bytes and rest, that it is cut, or the words of the error."""
    stream, parts, fed = library.decompressobj(window), [], 0
    try:
        while not stream.eof:
            piece = stream.unconsumed_tail
            if not piece:
                piece = body[fed : fed + PIECE]
                fed += len(piece)
            part = stream.decompress(piece, ROOM)
            parts.append(part)
            if not (part or piece):
                return "cut", b"".join(parts)
    except library.error as error:
        return "error", str(error)
    return "whole", b"".join(parts), fed - len(stream.unused_data)


def damaged(body, draw):
    """The body cut, with other bytes in it, without some, or with more behind it."""
    at = draw.randrange(len(body))
    return draw.choice(
        (
            body[:at],
            body[:at] + draw.randbytes(1) + body[at + 1 :],
            body[:at] + draw.randbytes(2) + body[at + 9 :],
            body + draw.randbytes(9),
        )
    )


def test_the_library_is_there():
    pytest.importorskip("zlib_ng", reason="there is no wheel of zlib-ng for this platform")
    assert ours is not zlib


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_it_unpacks_as_zlib_does(window, strategy):
    whole, draw = packed(window, strategy), random.Random(window)
    for body in (whole, *(damaged(whole, draw) for _ in range(400))):
        assert unpacked(ours, body, window) == unpacked(zlib, body, window)
