"""Records of WARC and ARC files: what comes out of whole, broken and hostile ones, as a table."""

import io
import sys
from pathlib import Path

import pytest

from harvester.errors import ForeignFormat
from harvester.interop.warc.reading import ByteRange, parts, records
from harvester.interop.warc.record import Note, RefusedRecord, WarcRecord

sys.path.insert(0, str(Path(__file__).parent))
from files import CASES, ONE, PAGE, THREE, TWO
from made import members, warc


def read(data, **options):
    return list(records(io.BytesIO(data), "x.warc", **options))


def told(items):
    """What the items are, in short: r a record, c a cut one, l a longer one, R refused, n a note."""

    def letter(item):
        if isinstance(item, WarcRecord):
            return "c" if item.is_cut else "l" if item.is_longer else "r"
        return "n" if isinstance(item, Note) else "R"

    return "".join(map(letter, items))


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


@pytest.mark.parametrize("name", [each for each in CASES if "dictionary" not in each])
def test_parts_are_what_the_whole_has_there(name):
    """Frames that need the dictionary at the beginning of the file cannot be read so."""
    data, _ = CASES[name]
    found = [each for each in read(data) if isinstance(each, WarcRecord) and each.alone and not each.is_cut]
    spans = [ByteRange(each.file, each.offset, each.offset + each.length) for each in found]
    again = parts(io.BytesIO(data), "x.warc", spans)
    assert [[each for each in items if isinstance(each, WarcRecord)] for items in again] == [
        [each] for each in found
    ]


def test_a_length_beyond_all_records_hides_few_of_them():
    many = b"".join(warc(PAGE * 300, WARC_Target_URI=f"https://news.example/{n}") for n in range(300))
    cut, *found = read(warc(PAGE, Content_Length="9" * 18) + many)
    assert (cut.is_cut, cut.block) == (True, PAGE)
    assert len(found) >= 299
    assert found[-1].uri == "https://news.example/299"


def test_refused_says_where_and_how_much():
    garbage = b"What is this?\r\n\r\n"
    _, refused, record = read(ONE + garbage + THREE)
    assert refused == RefusedRecord(
        "x.warc", len(ONE), len(garbage), "", "The line 'What is this?\\r' does not begin a WARC record."
    )
    assert record.offset == len(ONE + garbage)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"<html>\nWARC/1.0\n", b"version https://git-lfs.github.com/spec/v1\n"]
)
def test_what_is_no_web_archive(data):
    for packed in (data, members(data)):
        with pytest.raises(ForeignFormat, match="not a web archive"):
            read(packed)
