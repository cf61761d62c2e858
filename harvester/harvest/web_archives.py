"""Import of web archives: what `harvester.harvest.survey` chose is read once more, and kept."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import repeat
from operator import itemgetter

from harvester.archive.connection import sqlite3
from harvester.archive.imports import SAVED, Origin
from harvester.archive.referring import capture_with_key, sources_known, urls_of_source
from harvester.errors import BadInput, ConfigError
from harvester.harvest.chains import FileCapture
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import COMMAND
from harvester.harvest.keeping import Arrival, Imported, keep
from harvester.harvest.originals import Originals
from harvester.harvest.pool import collecting_seldom
from harvester.harvest.reading_ahead import Ahead
from harvester.harvest.survey import MAX_UNPACKED, NOTHING_READ, CaptureFilter, Survey
from harvester.interop.exchanges import PAGES, RecordedExchange, exchanges
from harvester.interop.opening import WebArchiveFile
from harvester.interop.own import Facts
from harvester.interop.recorded import CaptureContext, PayloadReference, answered, is_not_modified
from harvester.interop.saved import RefusedPage
from harvester.interop.warc.messages import response_of
from harvester.interop.warc.record import WarcRecord
from harvester.model import Capture, Outcome
from harvester.reading.leading import led

_UNKNOWN_PAYLOAD = "It repeats a payload that is neither in these files nor in the archive."
_UNKNOWN_CONFIRMED = "It confirms a capture that is neither in these files nor in the archive."
_UNKNOWN_FIRST = "It continues a page that is neither in these files nor in the archive."
_LEFT_ALONE = "Where it leads to is not in this file, or was captured more than a minute later."


def import_files(
    deriving: Deriving,
    files: Sequence[WebArchiveFile],
    wish: CaptureFilter,
    *,
    dry: bool = False,
    ahead: Iterable[Ahead] | None = None,
) -> Imported:
    """Store the wanted captures of the files, and settle their articles; return the counts.

    Nothing is followed. A refused capture does not stop the others. The import may be stopped and repeated at
    any point. dry: the counts are those of an import, but nothing is written. ahead: the readings of each
    file's pages that were made before.
    """
    with collecting_seldom():
        survey, ends = survey_files(deriving, files, wish, ahead)
    known = sum(each.is_known for each in ends)
    taking = SecondPass(deriving, files, survey, Originals(deriving.db.conn))
    new = [each for each in ends if not each.is_known]
    imported = keep(replace(deriving, known=survey.readings), COMMAND, taking.arrivals(new), dry=dry)
    return imported + Imported(0, known, survey.refused, survey.notes, survey.passed, survey.wrong)


def survey_files(
    deriving: Deriving,
    files: Sequence[WebArchiveFile],
    wish: CaptureFilter,
    ahead: Iterable[Ahead] | None = None,
) -> tuple[Survey, list[FileCapture]]:
    """Return what a first look through the files found, and the ends of chains that are wanted.

    Raises ConfigError if the archive does not know the source whose captures are wished for.
    """
    conn = deriving.db.conn
    if wish.source and not urls_of_source(conn, wish.source):
        raise ConfigError(wish.source, "is not a source of this archive", "'harvester status' names them.")
    survey = Survey(conn, deriving.reader, wish, deriving.now(), sources_known(conn))
    for number, (file, read) in enumerate(zip(files, ahead or repeat(NOTHING_READ), strict=False)):
        try:
            survey.look(number, file.items(), read)
        except BadInput as error:
            survey.refused.append(RefusedPage(error.source, f"{error.reason[0].upper()}{error.reason[1:]}."))
    return survey, survey.choose()


@dataclass(slots=True)
class SecondPass:
    """The second look through the files. pending: what is wanted and did not arrive yet, by its place."""

    deriving: Deriving
    files: Sequence[WebArchiveFile]
    survey: Survey
    originals: Originals
    pending: dict[tuple[int, int], FileCapture] = field(default_factory=dict)
    again: bool = False

    def arrivals(self, ends: Sequence[FileCapture]) -> Iterator[Arrival | RefusedPage]:
        """Yield what is wanted, as often through the files as captures refer to later ones."""
        self.pending = {(each.file, each.number): each for each in ends}
        self.originals.expect(each for end in ends for each in end.chain)
        if not self.originals.needed:
            yield from self._by_place()
        before = -1
        while self.pending and not (self.again and before == len(self.pending)):
            self.again, before = before >= 0, len(self.pending)
            for number in sorted({file for file, _ in self.pending}):
                with suppress(BadInput):  # the first look told of it
                    yield from self._sweep(number)
        for each in self.pending.values():
            yield RefusedPage(each.place, _missing(each))

    def _by_place(self) -> Iterator[Arrival | RefusedPage]:
        """Yield what arrives if only the wanted records are read, each where it stands."""
        for number, file in enumerate(self.files):
            wanted = [
                (each, each.span)
                for (at, _), each in sorted(self.pending.items(), key=itemgetter(0))
                if at == number and each.span and each.span.file == file.name  # a WACZ has files of its own
            ]
            parts = file.parts(span for _, span in wanted)
            with suppress(BadInput):
                for (entry, _), items in zip(wanted, parts, strict=True):
                    for exchange in exchanges(items):
                        if isinstance(exchange, RecordedExchange) and (
                            arrival := self._arrival(entry, exchange)
                        ):
                            del self.pending[number, entry.number]
                            yield arrival

    def _sweep(self, file: int) -> Iterator[Arrival | RefusedPage]:
        """Yield what arrives by one look through a file."""
        last = max(number for each, number in self.pending if each == file)
        for exchange in exchanges(self.files[file].items()):
            if not isinstance(exchange, RecordedExchange):
                continue
            entry = self.pending.get((file, exchange.number))
            if entry is None:
                self._hold(exchange)
            elif arrival := self._arrival(entry, exchange):
                del self.pending[file, exchange.number]
                yield arrival
            if exchange.number >= last and not self.originals.needed:
                return

    def _hold(self, exchange: RecordedExchange) -> None:
        """Hold the payload of a record that is not wanted for itself, if a wanted one may repeat it."""
        record = exchange.answer
        if record.type == "response" and not self.again and self.originals.is_needed(exchange):
            message = response_of(record.block)
            capture = answered(exchange, message, CaptureContext(record.uri, self.survey.now, MAX_UNPACKED))
            if capture.outcome is not Outcome.TRUNCATED:
                self.originals.hold(exchange, capture)

    def _arrival(self, entry: FileCapture, end: RecordedExchange) -> Arrival | None:
        """Return the chain that ends here; None if something that it refers to did not arrive yet."""
        held = [(each, end if each is entry else each.held) for each in entry.chain]
        captures = [self._capture(each, exchange) for each, exchange in held if exchange]
        chain = [each for each in captures if each]
        facts = Facts.of(end.metadata)
        part_of = capture_with_key(self._conn, facts.part_of) if facts.part_of else None
        confirms = None
        if chain[-1:] and chain[-1].outcome is Outcome.NOT_MODIFIED:
            confirms = self.originals.confirmed(entry, facts.confirms, by_validators=self.again)
            chain = chain if confirms else []
        if len(chain) < len(held) or (facts.part_of and not part_of):
            return None
        is_saved = facts.kind == SAVED or end.answer.type in PAGES
        is_source = not facts.key and entry.key in self.survey.sources
        return Arrival(
            entry.place,
            (*map(_leading, chain[:-1]), _ending(chain[-1])),
            tuple(self._origin(each, exchange) for each, exchange in held if exchange),
            kind=SAVED if is_saved else "exchange",
            role="source" if is_source else facts.role,
            confirms=confirms,
            part_of=part_of,
            rendering=facts.rendering(end.rendering) if facts.key else None,
        )

    def _capture(self, entry: FileCapture, exchange: RecordedExchange) -> Capture | None:
        """Return the capture of a record; None if it repeats a payload that did not arrive yet."""
        record = exchange.answer
        message = response_of(record.block)
        original = None
        if record.type == "revisit" and not is_not_modified(record, message):
            original = self.originals.payload(entry.refers or PayloadReference())
            if original is None:
                return None
        return answered(exchange, message, CaptureContext(entry.url, entry.at, MAX_UNPACKED), original)

    def _origin(self, entry: FileCapture, exchange: RecordedExchange) -> Origin:
        record, file = exchange.answer, self.files[entry.file]
        return Origin(
            _form(record, file),
            record.file,
            record.offset,
            record.length,
            record.record_id,
            record.type,
            record.date,
            entry.digest.claimed,
            entry.digest.fits,
            entry.record_key,
        )

    @property
    def _conn(self) -> sqlite3.Connection:
        return self.deriving.db.conn


def _form(record: WarcRecord, file: WebArchiveFile) -> str:
    """Return in which kind of file a record stands; those of a WACZ name the path in it."""
    if record.file != file.name:
        return "wacz"
    return "arc" if record.version.startswith("ARC") else "warc"


def _leading(capture: Capture) -> Capture:
    """Return a capture that led to another as a redirect, also if only its page led on."""
    if capture.outcome is Outcome.REDIRECTED:
        return capture
    found = led(capture)
    return found[0] if found else replace(capture, outcome=Outcome.REDIRECTED)


def _ending(capture: Capture) -> Capture:
    """Return the end of a chain: a redirect there leads to nothing that is known."""
    if capture.outcome is not Outcome.REDIRECTED:
        return capture
    return replace(capture, outcome=Outcome.BAD_REDIRECT, detail=f"{_LEFT_ALONE} {capture.detail}".strip())


def _missing(entry: FileCapture) -> str:
    """Return why a capture did not arrive."""
    if entry.is_further:
        return _UNKNOWN_FIRST
    return _UNKNOWN_CONFIRMED if entry.is_confirming else _UNKNOWN_PAYLOAD
