"""Records of WARC and ARC files: what comes out of whole, broken and hostile ones, as a table."""

import io
import random
import sys
from pathlib import Path

import pytest

from harvester.errors import ForeignFormat
from harvester.interop.warc.reading import records
from harvester.interop.warc.record import Note, Record, Refused

sys.path.insert(0, str(Path(__file__).parent))
from made import arc, filedesc, http, members, warc

PAGE = http()
ONE, TWO, THREE = (warc(PAGE, WARC_Target_URI=f"https://news.example/{n}") for n in (1, 2, 3))
LONG = warc(random.Random(1).randbytes(4_000))


def read(data, **options):
    return list(records(io.BytesIO(data), "x.warc", **options))


def told(items):
    """What the items are, in short: r a record, c a cut one, l a longer one, R refused, n a note."""

    def letter(item):
        if isinstance(item, Record):
            return "c" if item.is_cut else "l" if item.is_longer else "r"
        return "n" if isinstance(item, Note) else "R"

    return "".join(map(letter, items))


CASES = {
    "WARC": (ONE + TWO + THREE, "rrr"),
    "WARC, a gzip member for each record": (members(ONE, TWO, THREE), "rrr"),
    "WARC, one gzip member for all": (members(ONE + TWO + THREE), "nrrr"),
    "WARC, a record over two members": (members(ONE, TWO[:200], TWO[200:], THREE), "rrr"),
    "WARC 0.18 with LF": (warc(PAGE, version="WARC/0.18", newline=b"\n"), "r"),
    "no newlines between records": (warc(PAGE, between=0) + warc(PAGE, between=0), "rr"),
    "no Content-Length": (ONE + warc(PAGE, Content_Length=None) + THREE, "rRr"),
    "a negative Content-Length": (ONE + warc(PAGE, Content_Length="-5") + THREE, "rRr"),
    "a length of 10^18": (ONE + warc(PAGE, Content_Length="1" + "0" * 17) + TWO + THREE, "rcrr"),
    "a length that is too long": (ONE + warc(PAGE, Content_Length=len(PAGE) + 100) + THREE, "rcr"),
    "a length that is too short": (ONE + warc(PAGE, Content_Length=len(PAGE) - 5) + THREE, "rrRr"),
    "a length that is too long, gzip": (
        members(ONE, warc(PAGE, Content_Length=len(PAGE) + 99), THREE),
        "rcr",
    ),
    "garbage between records": (ONE + b"What is this?\r\n\r\n" + THREE, "rRr"),
    "garbage after a member": (members(ONE) + b"What is this?" + members(THREE), "rRr"),
    "cut in a block": ((ONE + TWO)[:-20], "rc"),
    "cut in a head": ((ONE + TWO)[: len(ONE) + 50], "rR"),
    "cut in a member": (members(ONE, LONG)[:-60], "rc"),
    "cut in the end of a member": (members(ONE, TWO)[:-4], "rrn"),
    "ARC": (filedesc() + arc(PAGE) + arc(PAGE, date="202105060708"), "rrr"),
    "ARC, a gzip member for each record": (members(filedesc(), arc(PAGE), arc(PAGE)), "rrr"),
    "ARC, a URL with spaces": (filedesc() + arc(PAGE, url="http://news.example/a b?c d"), "rr"),
    "ARC with lengths and dates that are none": (
        filedesc(length=-1)
        + arc(PAGE, length=-1)
        + arc(PAGE)
        + arc(PAGE, length="abc")
        + arc(PAGE, date="20210506"),
        "RRrRR",
    ),
    "a block that is too large": (ONE + warc(b"x" * 9_000) + THREE, "rlr"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_files_hold(name):
    data, expected = CASES[name]
    assert told(read(data, most=5_000)) == expected


def test_a_record_is_as_written():
    [record] = read(warc(PAGE, warc_truncated="length", WARC_Concurrent_To="<urn:a>"))
    assert (record.type, record.version, record.uri) == ("response", "WARC/1.1", "https://news.example/a")
    assert record.record_id == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert record.block == PAGE
    assert record.field("WARC-Truncated") == "length"
    assert record.references("WARC-Concurrent-To") == ("urn:a",)
    assert record.fields[0] == ("WARC-Type", "response")


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_can_be_read_where_it_stands(packed):
    data = members(ONE, TWO, THREE) if packed else ONE + TWO + THREE
    found = read(data)
    for record in found:
        assert record.alone
        [again] = read(data[record.offset : record.offset + record.length])
        assert again.block == record.block
    assert sum(record.length for record in found) == len(data)


def test_refused_says_where_and_how_much():
    garbage = b"What is this?\r\n\r\n"
    _, refused, record = read(ONE + garbage + THREE)
    assert refused == Refused(
        "x.warc", len(ONE), len(garbage), "", "The line 'What is this?\\r' does not begin a WARC record."
    )
    assert record.offset == len(ONE + garbage)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"<html>\nWARC/1.0\n", b"version https://git-lfs.github.com/spec/v1\n"]
)
def test_what_is_no_web_archive(data):
    for packed in (data, members(data)):
        with pytest.raises(ForeignFormat, match="no web archive"):
            read(packed)
