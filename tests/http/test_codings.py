import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from fault_server import gzip_bomb, packed
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.codings import KEPT_OF_TOO_LARGE, MAX_MEMBERS, Decoded, decoded
from harvester.model import Outcome

TEXT = b"Why does the lighthouse blink twice? " * 50
GZIP = packed(TEXT)
LIMIT = 4 * 1024 * 1024
BARE = zlib.compress(TEXT, wbits=-15)
MEMBERS = b"".join(packed(TEXT[at : at + 100]) for at in range(0, len(TEXT), 100))
ZSTD = zstandard.ZstdCompressor(write_checksum=True).compress(TEXT)
SKIPPED = b"\x53\x2a\x4d\x18\x03\0\0\0abc"
WINDOW = zstandard.ZstdCompressionParameters(window_log=25)
_WIDE = zstandard.ZstdCompressor(compression_params=WINDOW).compressobj()
WIDE = _WIDE.compress(TEXT) + _WIDE.flush()

UNDONE = {
    "no coding": (TEXT, ""),
    "identity": (TEXT, "identity"),
    "gzip": (GZIP, "gzip"),
    "x-gzip": (GZIP, " X-Gzip "),
    "gzip with a name and a comment": (b"\x1f\x8b\x08\x18" + bytes(6) + b"a\0b\0" + GZIP[10:], "gzip"),
    "stored blocks": (gzip.compress(TEXT, 0), "gzip"),
    "several members": (MEMBERS, "gzip"),
    "an empty member last": (GZIP + packed(b""), "gzip"),
    "zeros after it": (GZIP + bytes(512), "gzip"),
    "junk after it": (GZIP + b"<!-- served by 7 -->", "gzip"),
    "deflate": (zlib.compress(TEXT), "deflate"),
    "deflate without its zlib wrapping": (BARE, "deflate"),
    "junk after deflate": (zlib.compress(TEXT) + b"junk", "deflate"),
    "one in the other": (packed(zlib.compress(TEXT)), "deflate, gzip"),
    "zstd": (ZSTD, "zstd"),
    "zstd without a checksum": (zstandard.compress(TEXT), "ZSTD"),
    "several frames": (
        SKIPPED + zstandard.compress(TEXT[:100]) + SKIPPED + zstandard.compress(TEXT[100:]),
        "zstd",
    ),
    "br": (brotli.compress(TEXT), "br"),
    "gzip around br": (packed(brotli.compress(TEXT)), "br, gzip"),
    "with identity": (GZIP, "identity, gzip, "),
}


@pytest.mark.parametrize(("body", "coding"), UNDONE.values(), ids=UNDONE)
def test_undone(body, coding):
    assert decoded(body, coding, LIMIT) == Decoded(TEXT)


# Words that are no coding beside those that are: (body, Content-Encoding, the words).
ODD = {
    "a charset": (TEXT, "utf-8", "utf-8"),
    "none": (TEXT, "none", "none"),
    "binary": (TEXT, "Binary", "binary"),
    "8bit": (TEXT, "8bit", "8bit"),
    "a charset beside a coding": (GZIP, "utf-8, gzip", "utf-8"),
    "two": (TEXT, "iso-8859-1, text/html", "iso-8859-1, text/html"),
    "a control character": (TEXT, "a\x1b[2J", "a\\x1b[2j"),
    "40 of 5,000 characters": (TEXT, "x" * 5_000, "x" * 40),
}


@pytest.mark.parametrize(("body", "coding", "words"), ODD.values(), ids=ODD)
def test_what_is_no_coding_is_read_as_it_is(body, coding, words):
    assert decoded(body, coding, LIMIT) == Decoded(
        TEXT, detail=f"Content-Encoding has '{words}', which is not a coding."
    )


# What it shows: (body, Content-Encoding, outcome); the bytes are kept as they came.
KEPT = {
    "not br": (b"<p>Who?</p>" * 9, "br", Outcome.BAD_ENCODING),
    "not zstd": (TEXT, "zstd", Outcome.BAD_ENCODING),
    "a coding that nobody uses": (b"abc", "compress", Outcome.BAD_ENCODING),
    "a coding that nobody uses, outer": (GZIP, "gzip, dcz", Outcome.BAD_ENCODING),
    "a coding that nobody uses, inner": (GZIP, "exi, gzip", Outcome.BAD_ENCODING),
    "a zstd window of 32 MiB": (WIDE, "zstd", Outcome.BAD_ENCODING),
    "zstd with a bad checksum": (ZSTD[:-4] + bytes(4), "zstd", Outcome.BAD_ENCODING),
    "junk after zstd": (ZSTD + b"<!-- -->", "zstd", Outcome.BAD_ENCODING),
    "three": (GZIP, "gzip, gzip, gzip", Outcome.BAD_ENCODING),
    "not gzip": (TEXT, "gzip", Outcome.BAD_ENCODING),
    "not deflate": (TEXT, "deflate", Outcome.BAD_ENCODING),
    "zlib as gzip": (zlib.compress(TEXT), "gzip", Outcome.BAD_ENCODING),
    "bad checksum": (GZIP[:-8] + b"\0\0\0\0" + GZIP[-4:], "gzip", Outcome.BAD_ENCODING),
    "bad length": (GZIP[:-4] + b"\0\0\0\0", "gzip", Outcome.BAD_ENCODING),
    "bad second member": (GZIP + b"\x1f\x8b\xff" + GZIP, "gzip", Outcome.BAD_ENCODING),
    "too many members": (packed(b"") * (MAX_MEMBERS + 1), "gzip", Outcome.BAD_ENCODING),
}


@pytest.mark.parametrize(("body", "coding", "outcome"), KEPT.values(), ids=KEPT)
def test_kept_as_it_came(body, coding, outcome):
    kept = decoded(body, coding, LIMIT)
    assert (kept.outcome, kept.body) == (outcome, body)
    assert kept.detail.endswith(".")


@pytest.mark.parametrize(
    ("body", "coding", "start"),
    [
        (GZIP, "gzip", 1),
        (zlib.compress(TEXT), "deflate", 1),
        (BARE, "deflate", 1),
        (ZSTD, "zstd", 4),
        (zstandard.compress(TEXT), "zstd", 4),
        (brotli.compress(TEXT), "br", 1),
    ],
)
def test_cut_anywhere(body, coding, start):
    for end in range(start, len(body)):
        cut = decoded(body[:end], coding, LIMIT)
        assert cut.outcome is Outcome.TRUNCATED, end
        assert TEXT.startswith(cut.body)


@pytest.mark.parametrize("window", [31, 15, -15])
def test_bombs(window):
    bomb = decoded(gzip_bomb(1024, window), "gzip" if window == 31 else "deflate", LIMIT)
    assert (bomb.outcome, bomb.body) == (Outcome.TOO_LARGE, bytes(KEPT_OF_TOO_LARGE))


@pytest.mark.parametrize(
    ("coding", "compress"),
    [("zstd", zstandard.compress), ("br", lambda body: brotli.compress(body, quality=5))],
)
def test_bombs_of_later_codings(coding, compress):
    coded = compress(bytes(64 << 20))
    tracemalloc.start()
    bomb = decoded(coded, coding, LIMIT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (bomb.outcome, bomb.body) == (Outcome.TOO_LARGE, bytes(KEPT_OF_TOO_LARGE))
    assert peak < 16 << 20


def test_the_limit_itself_is_not_too_large():
    body = bytes(3_000_000)
    assert decoded(packed(body), "gzip", 3_000_000) == Decoded(body)
    assert decoded(packed(body), "gzip", 2_999_999).outcome is Outcome.TOO_LARGE


def test_many_members_of_some_size():
    part = bytes(range(256)) * 256
    assert decoded(packed(part) * 100, "gzip", 100 * len(part)) == Decoded(part * 100)


@given(st.binary(max_size=500), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "zstd", "utf-8"]))
def test_never_raises(body, coding):
    assert isinstance(decoded(b"\x1f\x8b\x08\0" + body, coding, 1000), Decoded)
    assert isinstance(decoded(b"\x28\xb5\x2f\xfd" + body, coding, 1000), Decoded)
    assert isinstance(decoded(body, coding, 1000), Decoded)


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=5), st.integers(0, 9))
def test_members_are_joined(parts, level):
    body = b"".join(gzip.compress(part, level) for part in parts)
    assert decoded(body, "gzip", LIMIT).body == b"".join(parts)
