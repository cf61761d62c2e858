"""Exporting captures as WARC, beside warcio that is handed finished bytes; and what exchanges take to store.

A capture is a page of 6.6 KB that came coded, as the demo's pages do. Of 30 captures of each URL, a third are
304s. The peer writes the same requests and responses through warcio's own builder of records: it reads no
archive, makes no coded body again, and writes no metadata.
"""

import gzip
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from benchmarks.timing import Ratio
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import open_readonly, sqlite3
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.export.warc_files import WarcExport, to_warc
from harvester.export.webarchive import WarcOptions
from harvester.http.coded import coding_note
from harvester.model import Capture, Outcome

RATE = 1_000
"""Captures a CPU second that are to be exported at least."""

PEER = 0.2
"""How fast the export is to be at least, beside warcio, which neither reads, codes nor writes metadata."""

FACTS = 100
"""Bytes that what an exchange was may take in a row of the table capture, in the mean."""

URLS, EDITIONS = 100, 30
PAGE_WORDS = 1_000

_NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
_RANDOM = random.Random(1)  # noqa: S311  text, no secret
_WORDS = tuple("".join(_RANDOM.choices("aeioulnrst", k=_RANDOM.randint(2, 10))) for _ in range(3000))

_FACTS = """
    SELECT avg(length(coalesce(reason, '') || coalesce(http_version, '') || coalesce(ip, '')
        || coalesce(coded, '')) + coalesce(length(head), 0) + coalesce(length(coded_digest), 0)
        + 3 * (wire_bytes IS NOT NULL) + 2 * (elapsed_ms IS NOT NULL))
    FROM capture"""  # numbers take as many bytes as they need: up to 16 million, up to 32 seconds


def run() -> Iterator[Ratio]:
    """Yield the rate, the rate beside warcio's, and how little the facts of an exchange take."""
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder, "a.db"), Path(folder, "a.warc.gz")
        _make(path)
        with closing(open_readonly(path)) as conn:
            started = time.process_time()
            found = to_warc(target, WarcExport(conn, WarcOptions()), lambda _: None)
            seconds = time.process_time() - started
            facts = _facts(conn)
        note = f"({found.captures / seconds:.0f} of {found.captures} captures a CPU second)"
        yield Ratio("exports: captures as WARC", found.captures / seconds / RATE, 1.0, note)
        yield Ratio("exports: beside warcio's writer", _by_warcio(target) / seconds, PEER)
        yield Ratio("exports: room for an exchange", FACTS / facts, 1.0, f"({facts:.0f} B a capture)")


def _facts(conn: sqlite3.Connection) -> float:
    return float(conn.execute(_FACTS).fetchone()[0])


def _make(path: Path) -> None:
    with closing(open_archive(path, create=True)) as db:
        run_id = begin_run(db, Invocation("run", "harvester", "bench@example.org"), _NOON)
        for number in range(URLS):
            words, confirmed = _RANDOM.choices(_WORDS, k=PAGE_WORDS), None
            for edition in range(EDITIONS):
                at = _NOON + timedelta(hours=edition, seconds=number)
                is_new = edition % 3 < 2  # noqa: PLR2004  two of three
                if is_new:
                    words[edition] = f"edition{edition}"
                recording = Recording(run_id, "article", None if is_new else confirmed)
                kept = add_chain(db, recording, (_capture(number, at, words if is_new else []),))
                confirmed = kept if is_new else confirmed


def _capture(number: int, at: datetime, words: list[str]) -> Capture:
    url = f"https://site{number % 10}.example/explainers/{number}"
    asked = (("Host", f"site{number % 10}.example"), ("User-Agent", "bench"), ("Accept-Encoding", "gzip"))
    if not words:
        etag = (("ETag", '"5f3c"'),)
        return Capture(
            url, at, Outcome.NOT_MODIFIED, "", 304, "Not Modified", "1.1", "192.0.2.7", asked, etag
        )
    body = f"<html><body><p>{' '.join(words)}</p></body></html>".encode()
    wire = gzip.compress(body, 6, mtime=0)
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", str(len(wire))),
        ("ETag", f'"{at:%H%M%S}"'),
    )
    return Capture(
        url=url,
        captured_at=at,
        outcome=Outcome.OK,
        status=200,
        reason="OK",
        http_version="1.1",
        ip="192.0.2.7",
        request_headers=asked,
        headers=headers,
        body=body,
        coded=coding_note(wire, "gzip"),
        coded_digest=hashlib.sha1(wire, usedforsecurity=False).digest(),
        wire_bytes=len(wire),
        elapsed_ms=80,
    )


def _by_warcio(path: Path) -> float:
    """Return the CPU seconds in which warcio writes the requests and responses of that file again."""
    with path.open("rb") as file:
        kept = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), _block(record))
            for record in ArchiveIterator(file, no_record_parse=True)
            if record.rec_type in {"request", "response", "revisit"}
        ]
    with BytesIO() as out:
        started = time.process_time()
        writer = WARCWriter(out, gzip=True)
        for kind, url, block in kept:
            kind = "response" if kind == "revisit" else kind  # noqa: PLW2901  it takes a digest for a revisit
            writer.write_record(
                writer.create_warc_record(url, kind, payload=BytesIO(block), length=len(block))
            )
        return time.process_time() - started


def _block(record: object) -> bytes:
    return bytes(record.raw_stream.read())  # type: ignore[attr-defined]
