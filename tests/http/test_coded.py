import json
import zlib

import pytest
from fault_server import packed
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.coded import MAX_HEAD, USUAL_HEAD, coding_note
from harvester.http.codings import decoded

TEXT = b"Why is the ferry late?" * 40
USUAL = USUAL_HEAD + packed(TEXT)[10:]
LONG_NAME = b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * (MAX_HEAD - 10) + b"\0"
LONG_FIELD = b"\x1f\x8b\x08\x04" + bytes(6) + b"\xff\xff" + bytes(65_535)

# What it shows: a gzip header without its checksum.
HEADS = {
    "written on Windows": b"\x1f\x8b\x08\0\0\0\0\0\0\x0b",
    "the fastest way": b"\x1f\x8b\x08\0\0\0\0\0\x04\x03",
    "a time": b"\x1f\x8b\x08\0\x6a\x22\x95\x31\0\x03",
    "a name": b"\x1f\x8b\x08\x08" + bytes(6) + b"page.html\0",
    "an empty name": b"\x1f\x8b\x08\x08" + bytes(6) + b"\0",
    "a name and a comment": b"\x1f\x8b\x08\x18" + bytes(6) + b"a\0b\0",
    "a comment": b"\x1f\x8b\x08\x10" + bytes(6) + b"no name\0",
    "an extra field": b"\x1f\x8b\x08\x04" + bytes(6) + b"\x03\0abc",
    "an extra field with a zero before a name": b"\x1f\x8b\x08\x0c" + bytes(6) + b"\x02\0\0\0n\0",
    "all, with a checksum": b"\x1f\x8b\x08\x1e" + bytes(6) + b"\x01\0xa\0b\0",
    "as long as is kept": b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * (MAX_HEAD - 11) + b"\0",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_an_unusual_head_is_noted(head):
    if head[3] & 2:
        head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    coded = head + USUAL[10:]
    assert decoded(coded, "gzip", 10**6).body == TEXT
    assert json.loads(coding_note(coded, "gzip")) == {"coding": "gzip", "head": head.hex()}


# What it shows: (coded bytes, Content-Encoding, the note).
NOTES = {
    "not coded": (TEXT, "", ""),
    "identity": (TEXT, "identity", ""),
    "the usual head": (USUAL, "gzip", '{"coding":"gzip"}'),
    "gzip's other name": (USUAL, " X-GZIP ", '{"coding":"gzip"}'),
    "deflate": (zlib.compress(TEXT), "deflate", '{"coding":"deflate"}'),
    "deflate that looks like gzip": (b"\x1f\x8b\x08\x01", "deflate", '{"coding":"deflate"}'),
    "the last coding is the outer one": (USUAL[:9] + b"\xff", "deflate, gzip",
        '{"coding":"deflate, gzip","head":"1f8b08000000000000ff"}'),
    "deflate around gzip": (zlib.compress(USUAL), "gzip, identity, deflate", '{"coding":"gzip, deflate"}'),
    "not gzip at all": (TEXT, "gzip", '{"coding":"gzip"}'),
    "a head that is cut": (b"\x1f\x8b\x08\x0c\0", "gzip", '{"coding":"gzip","head":"1f8b080c00"}'),
    "a name that does not end": (b"\x1f\x8b\x08\x08" + b"a" * 400, "gzip", '{"coding":"gzip"}'),
    "a name too long to keep": (LONG_NAME + USUAL[10:], "gzip", '{"coding":"gzip"}'),
    "an extra field too long to keep": (LONG_FIELD + USUAL[10:], "gzip", '{"coding":"gzip"}'),
}  # fmt: skip


@pytest.mark.parametrize(("coded", "named", "note"), NOTES.values(), ids=NOTES)
def test_notes(coded, named, note):
    assert coding_note(coded, named) == note


@given(
    st.binary(max_size=300).map(lambda rest: b"\x1f\x8b" + rest) | st.binary(),
    st.sampled_from(["gzip", "deflate, x-gzip", "br"]),
)
def test_a_note_holds_only_what_the_bytes_begin_with(coded, named):
    note = json.loads(coding_note(coded, named))
    assert coded.startswith(bytes.fromhex(note.get("head", "")))
    assert len(note.get("head", "")) <= 2 * MAX_HEAD


@given(st.text())
def test_any_header_gives_json_or_nothing(named):
    note = coding_note(USUAL, named)
    assert not note or json.loads(note)["coding"]
