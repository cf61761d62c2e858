"""Captures as web archives: WARC files in parts, their index as CDXJ. `harvester.export.wacz` packs both.

The same archive, selection and options give the same bytes. The memory does not grow with the archive, but
for 8 bytes a capture.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple
from urllib.parse import urlsplit

from harvester import __version__
from harvester.archive.chain import own_key
from harvester.archive.connection import select, sqlite3
from harvester.archive.manifests import newest
from harvester.export.exchanges import Exchanges, ExportedExchange, captures_of, is_whole, run_info
from harvester.export.forms import Watcher
from harvester.export.proofs import proofs
from harvester.export.scratch import Scratch
from harvester.http.headers import header
from harvester.http.recoded import Recoder
from harvester.interop.cdx import REVISIT, CdxEntry, line, media_type
from harvester.interop.warc.drafts import Exported, Manner, drafts
from harvester.interop.warc.writing import (
    CONFORMS_TO,
    FORMAT,
    WARC_FIELDS,
    Draft,
    WarcWriter,
    record_id,
    warc_fields,
)
from harvester.model import Capture, Outcome
from harvester.view.selection import EVERYTHING, Selection

MAX_SIZE = 10**9
"""A file gets no further capture when it has this many bytes: WARC/1.1, annex B recommends 1 GB."""

REPLAYED = frozenset({"response", "revisit", "resource"})
"""An index lists records of these types."""

NO_COOKIES = (
    "Set-Cookie and Set-Cookie2 are left out; their values were not kept. Values of other secret headers are"
    " 'withheld'."
)
CHANGED = (
    "Transfer codings are undone. Where the content coding could not be made again, the body stands without"
    " it. Fields that would be untrue are renamed X-Archive-Orig-."
)


@dataclass(frozen=True, slots=True)
class WarcOptions:
    """What is written, and how.

    max_size: bytes after which a file ends. with_not_modified: answers 304 too, which no replay can show.
    is_derived: what pages were read as, too. with_cookies: fields that set cookies, too.
    """

    selection: Selection = EVERYTHING
    max_size: int = MAX_SIZE
    with_not_modified: bool = True
    is_derived: bool = False
    with_cookies: bool = False
    is_plain: bool = False


class WarcFile(NamedTuple):
    """A WARC file that is being written: the name that the index says, and where its bytes go."""

    name: str
    file: IO[bytes]


NextPart = Callable[[int], WarcFile]
"""It returns the part of that number, from 1 on; the one before is whole then."""


class Written(NamedTuple):
    """What an export wrote: captures, records and files."""

    captures: int
    records: int
    parts: int


def write_warc(
    conn: sqlite3.Connection, choice: WarcOptions, scratch: Scratch, next_part: NextPart, watch: Watcher
) -> Written:
    """Write the captures that are chosen; the scratch has the lines of their index then."""
    numbers = captures_of(conn, choice.selection)
    exchanges = Exchanges(conn, is_derived=choice.is_derived)
    recoder = Recoder()
    manner = Manner(_recode_by(recoder), scratch.known, choice.with_cookies)
    writing = _Writing(conn, choice, scratch, next_part, _said_of_all(conn, choice))
    captures = 0
    for number in numbers:
        exchange = exchanges.read(number)
        if choice.with_not_modified or exchange.exported.capture.outcome is not Outcome.NOT_MODIFIED:
            writing.add(exchange, manner)
            captures += 1
        watch(1)
    writing.end()
    return Written(captures, writing.records, writing.number)


def _recode_by(recoder: Recoder) -> Callable[[Capture], bytes | None]:
    def recode(capture: Capture) -> bytes | None:
        host = urlsplit(capture.url).netloc
        return recoder.coded(capture.body, capture.coded, capture.coded_digest, host)

    return recode


@dataclass(slots=True)
class _Writing:
    """An export under way: its present part, and the runs that this part says something of."""

    conn: sqlite3.Connection
    choice: WarcOptions
    scratch: Scratch
    next_part: NextPart
    about: Draft
    number: int = 0
    records: int = 0
    name: str = ""
    writer: WarcWriter | None = None
    told: set[int] = field(default_factory=set)

    def add(self, exchange: ExportedExchange, manner: Manner) -> None:
        """Write a capture, in a new part if the present one is full."""
        writer = self._writer()
        if exchange.run.number not in self.told:
            self.told.add(exchange.run.number)
            self._write(writer, run_info(self.conn, exchange.run))
        for draft in drafts(exchange.exported, manner):
            self._write(writer, draft, exchange.exported)

    def end(self) -> None:
        """Write what stands at the end of the last part; an archive without captures has a part, too."""
        writer = self._writer(goes_on=True)
        if is_whole(self.choice.selection):
            for draft in proofs(self.conn, self.about):
                self._write(writer, draft)

    def _writer(self, *, goes_on: bool = False) -> WarcWriter:
        if self.writer is None or (self.writer.size >= self.choice.max_size and not goes_on):
            self.number += 1
            self.name, file = self.next_part(self.number)
            self.writer = WarcWriter(file, is_plain=self.choice.is_plain)
            self.told.clear()
            self._write(self.writer, self.about)
        return self.writer

    def _write(self, writer: WarcWriter, draft: Draft, exported: Exported | None = None) -> None:
        place = writer.write(draft)
        self.records += 1
        if exported and draft.type in REPLAYED:
            self.scratch.add_line(line(_entry(draft, exported.capture, self.name, *place)))
            if exported.capture.outcome is not Outcome.NOT_MODIFIED:
                self.scratch.add_answered(exported.key)


def _entry(draft: Draft, capture: Capture, name: str, offset: int, length: int) -> CdxEntry:
    said = dict(draft.fields)
    named = REVISIT if draft.type == "revisit" else media_type(header(capture.headers, "Content-Type"))
    return CdxEntry(
        url=said["WARC-Target-URI"],
        date=said["WARC-Date"],
        mime=named,
        status=str(capture.status or ""),
        digest=said.get("WARC-Payload-Digest", ""),
        length=length,
        offset=offset,
        filename=name,
    )


def _said_of_all(conn: sqlite3.Connection, choice: WarcOptions) -> Draft:
    """Return the first record of each part: what wrote it, of which archive, and what is left out."""
    archive = own_key(conn)
    manifest = newest(conn, archive)
    date = newest_date(conn)
    block = warc_fields(
        (
            ("software", f"harvester/{__version__}"),
            ("format", FORMAT),
            ("conformsTo", CONFORMS_TO),
            ("description", " ".join(_descriptions(choice))),
            ("isPartOf", f"archive {archive.hex()}"),
            ("harvester-head", manifest.head.hex() if manifest else ""),
        )
    )
    fields = (("WARC-Record-ID", record_id("warcinfo", block.decode(), date)), ("WARC-Date", date))
    return Draft("warcinfo", (*fields, ("Content-Type", WARC_FIELDS)), block)


def _descriptions(choice: WarcOptions) -> Iterator[str]:
    yield (
        "Captures of a Harvester archive."
        if is_whole(choice.selection)
        else ("Some of the captures of a Harvester archive; some of what they refer to may be missing.")
    )
    yield CHANGED
    if not choice.with_cookies:
        yield NO_COOKIES
    if not choice.with_not_modified:
        yield "Answers 304 are left out."


def newest_date(conn: sqlite3.Connection) -> str:
    """Return the time of the newest capture: what an export is dated by, so that it is the same twice."""
    found = select(conn, "SELECT max(captured_at) FROM capture")[0][0]
    return str(found or "1970-01-01T00:00:00.000Z")
