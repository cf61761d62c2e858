import gzip
import zlib

import pytest
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
    "with identity": (GZIP, "identity, gzip, "),
}


@pytest.mark.parametrize(("body", "coding"), UNDONE.values(), ids=UNDONE)
def test_undone(body, coding):
    assert decoded(body, coding, LIMIT) == Decoded(TEXT)


# What it shows: (body, Content-Encoding, outcome); the bytes are kept as they came.
KEPT = {
    "unknown": (b"abc", "br", Outcome.BAD_ENCODING),
    "unknown, outer": (GZIP, "gzip, zstd", Outcome.BAD_ENCODING),
    "unknown, inner": (GZIP, "zstd, gzip", Outcome.BAD_ENCODING),
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
    ("body", "coding"), [(GZIP, "gzip"), (zlib.compress(TEXT), "deflate"), (BARE, "deflate")]
)
def test_cut_anywhere(body, coding):
    for end in range(1, len(body)):
        cut = decoded(body[:end], coding, LIMIT)
        assert cut.outcome is Outcome.TRUNCATED, end
        assert TEXT.startswith(cut.body)


@pytest.mark.parametrize("window", [31, 15, -15])
def test_bombs(window):
    bomb = decoded(gzip_bomb(1024, window), "gzip" if window == 31 else "deflate", LIMIT)
    assert (bomb.outcome, bomb.body) == (Outcome.TOO_LARGE, bytes(KEPT_OF_TOO_LARGE))


def test_the_limit_itself_is_not_too_large():
    body = bytes(3_000_000)
    assert decoded(packed(body), "gzip", 3_000_000) == Decoded(body)
    assert decoded(packed(body), "gzip", 2_999_999).outcome is Outcome.TOO_LARGE


def test_many_members_of_some_size():
    part = bytes(range(256)) * 256
    assert decoded(packed(part) * 100, "gzip", 100 * len(part)) == Decoded(part * 100)


@given(st.binary(max_size=500), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br"]))
def test_never_raises(body, coding):
    assert isinstance(decoded(b"\x1f\x8b\x08\0" + body, coding, 1000), Decoded)
    assert isinstance(decoded(body, coding, 1000), Decoded)


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=5), st.integers(0, 9))
def test_members_are_joined(parts, level):
    body = b"".join(gzip.compress(part, level) for part in parts)
    assert decoded(body, "gzip", LIMIT).body == b"".join(parts)
