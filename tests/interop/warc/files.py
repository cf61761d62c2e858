"""Files made for tests, whole and broken, and what is told of each: see `told` of test_reading.py."""

import random
import sys
from pathlib import Path

import zstandard

sys.path.insert(0, str(Path(__file__).parent))
from made import arc, filedesc, flipped, frames, http, members, warc

PAGE = http()
ONE, TWO, THREE = (warc(PAGE, WARC_Target_URI=f"https://news.example/{n}") for n in (1, 2, 3))
DICTIONARY = zstandard.train_dictionary(2_048, [warc(http(b"%d" % n * n)) for n in range(200)])
LONG = warc(random.Random(1).randbytes(4_000))

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
    "a block that is too large, gzip": (members(ONE, warc(b"x" * 3_000_000), THREE), "rlr"),
    "zstd, a frame for each record": (frames(ONE, TWO, THREE), "rrr"),
    "zstd, one frame for all": (frames(ONE + TWO + THREE), "nrrr"),
    "zstd with a dictionary": (frames(ONE, TWO, dictionary=DICTIONARY), "rr"),
    "zstd with a packed dictionary": (frames(ONE, TWO, dictionary=DICTIONARY, packed=True), "rr"),
    "zstd with a skippable frame between": (
        frames(ONE) + b"\x50\x2a\x4d\x18\x03\0\0\0abc" + frames(TWO),
        "rr",
    ),
    "zstd, cut in a frame": (frames(ONE, TWO)[:-60], "rR"),
    "zstd, a frame that is damaged": (frames(ONE) + flipped(frames(TWO), 60) + frames(THREE), "rRr"),
    "zstd, a block of many": (frames(warc(LONG * 100)) + frames(TWO), "lr"),
    "gzip with an extra field": (
        members(ONE)[:3] + b"\4" + members(ONE)[4:10] + b"\3\0abc" + members(ONE)[10:],
        "r",
    ),
    "gzip, a member that is damaged": (members(ONE) + flipped(members(TWO), 60) + members(THREE), "rRr"),
    "gzip, a first member that is damaged": (flipped(members(ONE), 60) + members(TWO), "Rr"),
    "gzip, a wrong checksum": (members(ONE) + flipped(members(TWO), -8) + members(THREE), "rRr"),
    "gzip, a wrong beginning": (members(ONE) + b"?" + members(TWO)[1:] + members(THREE), "rRr"),
    "gzip, one member for all, damaged": (flipped(members(ONE + LONG + THREE), 3_000), "nrR"),
    "gzip, empty members": (members(ONE, b"", TWO, b""), "rr"),
    "gzip, two records a member": (members(ONE + TWO, THREE), "nrrr"),
    "a folded head": (warc(PAGE, WARC_Date="\r\n 2021-05-06T07:08:09Z"), "r"),
    "names in upper case": (warc(PAGE).replace(b"Content-Length", b"CONTENT-LENGTH"), "r"),
    "a version in lower case": (warc(PAGE, version="warc/1.0"), "r"),
    "WARC/2.0": (ONE + warc(PAGE, version="WARC/2.0") + TWO, "rRr"),
    "no type": (ONE + warc(PAGE, WARC_Type=None) + TWO, "rRr"),
    "an unknown type": (warc(PAGE, kind="monkeys"), "r"),
    "no id, no date, no URI": (warc(PAGE, WARC_Record_ID=None, WARC_Date=None, WARC_Target_URI=None), "r"),
    "a head in Latin-1": (warc(PAGE).replace(b"/a", b"/\xe9"), "r"),
    "a line without a colon": (warc(PAGE).replace(b"\r\nWARC-Date", b"\r\nwhat\r\nWARC-Date"), "r"),
    "1,001 fields": (ONE + warc(PAGE, **{f"X_{n}": "" for n in range(1_001)}) + TWO, "rRr"),
    "a head of 70 KB": (ONE + warc(PAGE, X="x" * 70_000) + TWO, "rRr"),
    "a head without an end": (ONE + b"WARC/1.1\r\nWARC-Type: response\r\n" + TWO, "rRr"),
    "garbage at the beginning": (b"\xef\xbb\xbfWhat?\r\n" + ONE, "Rr"),
    "garbage at the end": (ONE + b"\0" * 9_000, "rR"),
    "much garbage": (ONE + b"What?\n" * 100_000 + TWO, "rRr"),
    "an empty block": (warc(b"") + TWO, "rr"),
    "a record that holds a record": (warc(ONE) + TWO, "rr"),
    "ARC 1.1 with metadata": (
        b"filedesc://a.arc 0.0.0.0 20210506070809 text/xml 22\n1 1 Maker\n<x>\n</x>\n\n\n\n" + arc(PAGE),
        "rr",
    ),
    "ARC, a media type with a space": (filedesc() + arc(PAGE).replace(b"text/html", b"text/html; a=b"), "rr"),
    "ARC, cut in a block": ((filedesc() + arc(PAGE) + arc(PAGE))[:-9], "rrc"),
    "ARC, garbage between records": (filedesc() + arc(PAGE) + b"What?\n" * 9_000 + arc(PAGE), "rrRr"),
    "ARC, a length that is too long": (filedesc() + arc(PAGE, length=len(PAGE) + 30) + arc(PAGE), "rcr"),
    "ARC, one gzip member for all": (members(filedesc() + arc(PAGE)), "nrr"),
}
