"""How fast records of web archives are read, in gzip and plain, beside warcio and FastWARC."""

import gzip
import random
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

import fastwarc
from warcio.archiveiterator import ArchiveIterator

from benchmarks.timing import Ratio, interleaved, speed_ratio
from harvester.interop.warc.reading import records
from harvester.interop.warc.record import WarcRecord

RECORDS, ROUNDS = 2_000, 7
"""Records of the file, and how often each contender reads it."""

TARGET = 1.0
"""Times as fast as warcio."""

RATES = {"gzip": 10_000, "plain": 25_000}
"""At least so many records a CPU second are wanted, on a machine with nothing else to do."""

_WORDS = 4_000  # different words of the pages, so that they pack 5:1, as HTML does
_TAGS = ("<p>", "</p>\n<p>", '</p>\n<h2 class="question">', "</h2>\n<p>", '<a href="/news/">', "</a>")


def run() -> Iterator[Ratio]:
    """Yield our speed beside warcio's; a note has the records a second of all three."""
    parts = list(_made())
    for form, content in (("gzip", b"".join(map(gzip.compress, parts))), ("plain", b"".join(parts))):
        seconds = interleaved({name: partial(reader, content) for name, reader in READERS.items()}, ROUNDS)
        rates = {name: RECORDS / min(rounds) for name, rounds in seconds.items()}
        said = ", ".join(f"{name} {rate:.0f}" for name, rate in rates.items())
        note = f"({said} records a CPU second, wanted {RATES[form]})"
        yield Ratio(
            f"warc: records in {form}, beside warcio", speed_ratio(seconds, "ours", "warcio"), TARGET, note
        )


def _made() -> Iterator[bytes]:
    """Yield records of a crawl: each a response with the usual fields, headers and an invented page."""
    chance = random.Random(13)  # noqa: S311
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(_WORDS)]
    often = [1 / (rank + 1) for rank in range(_WORDS)]  # Zipf's law
    for number in range(RECORDS):
        said = chance.choices(words, often, k=chance.randint(300, 3_000))
        said[::12] = chance.choices(_TAGS, k=len(said[::12]))
        yield _record(number, " ".join(said).encode())


def _record(number: int, body: bytes) -> bytes:
    block = (
        b"HTTP/1.1 200 OK\r\nDate: Mon, 04 Mar 2031 12:00:00 GMT\r\nServer: nginx\r\nConnection: close\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    fields = {
        "WARC-Type": "response",
        "WARC-Target-URI": f"https://news.example/{number}",
        "WARC-Date": "2031-03-04T12:00:00Z",
        "WARC-IP-Address": "192.0.2.7",
        "WARC-Payload-Digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.1\r\n%b\r\n%b\r\n\r\n" % (head.encode(), block)


def _ours(content: bytes) -> int:
    return sum(len(item.block) for item in records(BytesIO(content), "bench") if isinstance(item, WarcRecord))


def _warcio(content: bytes) -> int:
    found: Any = ArchiveIterator(BytesIO(content), no_record_parse=True)
    return sum(len(record.raw_stream.read()) for record in found)


def _fastwarc(content: bytes) -> int:
    found: Any = fastwarc.ArchiveIterator(BytesIO(content), parse_http=False)
    return sum(len(record.reader.read()) for record in found)


READERS = {"ours": _ours, "warcio": _warcio, "FastWARC": _fastwarc}
