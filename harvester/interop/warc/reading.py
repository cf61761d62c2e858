"""The records of a WARC or ARC file, one by one; what cannot be read of it is named and passed over."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple, cast

from harvester.errors import BadInput, ForeignFormat
from harvester.http.codings import KEPT_OF_TOO_LARGE
from harvester.interop.warc.forms import ARC, MAX_HEAD, WARC, RecordForm
from harvester.interop.warc.heads import BadHead, RecordHead
from harvester.interop.warc.record import Item, Note, RefusedRecord, WarcRecord
from harvester.interop.warc.stored import StoredBytes
from harvester.interop.warc.unpacking import DamagedRange, unpacked
from harvester.interop.warc.window import StreamPosition, StreamWindow
from harvester.interop.warc.zips import MAGIC

MAX_BLOCK = 50 << 20
"""This many bytes of a block are kept unless the caller says another number."""

_BETWEEN = b"\r\n\r\n"  # what stands between two records (WARC/1.1, 4)


def records(stream: BinaryIO, name: str, most: int = MAX_BLOCK, start: int = 0) -> Iterator[Item]:
    """Yield the records of a WARC or ARC file, in gzip, zstd or plain, in the order of the file.

    The stream is read forwards from where it stands, and need not be seekable. name: how messages name the
    file. most: of a block with more bytes, only the first `KEPT_OF_TOO_LARGE` are kept, or fewer. start:
    where the stream stands in the file, at the beginning of a record that can be read by itself.

    Raises ForeignFormat if the file is no web archive, and BadInput if it cannot be read.
    """
    stored = StoredBytes(stream, name, start)
    pieces, packed = unpacked(stored)
    window = StreamWindow(pieces, packed=packed, start=start)
    damages: list[DamagedRange] = []
    while not (form := _form(window)) and window.stop:
        damages.append(window.stop)
        window.next_run()
    if not form:
        raise _foreign(name, window, damages)
    reading = _Reading(name, window, form, most)
    yield from map(reading.refused, damages)
    yield from reading.items()


class ByteRange(NamedTuple):
    """Where records stand that follow each other, in bytes of the file as stored; the end is excluded.

    file: the name by which they tell their file (`WarcRecord.file`). All can be read by themselves
    (`WarcRecord.alone`).
    """

    file: str
    start: int
    end: int


def parts(
    stream: BinaryIO, name: str, spans: Iterable[ByteRange], most: int = MAX_BLOCK
) -> Iterator[tuple[Item, ...]]:
    """Yield the records in each span of a file; the stream is seekable, and the rest of it is not read.

    name, most: as in `records`. Raises BadInput if the file cannot be read, or is another one by now.
    """
    for span in spans:
        try:
            stream.seek(span.start)
        except OSError as error:
            raise BadInput(name, f"it cannot be read ({error.strerror or error})") from error
        part = cast("BinaryIO", _BoundedStream(stream, span.end - span.start))
        yield tuple(records(part, name, most, span.start))


class _BoundedStream:
    """The next bytes of a stream as a stream; left: how many."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self._left = stream, left

    def read(self, size: int) -> bytes:
        """Return up to this many of the next bytes."""
        read = self._stream.read(min(size, self._left))
        self._left -= len(read)
        return read


def _form(window: StreamWindow) -> RecordForm | None:
    """Return how the records of this run are written; None where it has none."""
    window.skip_newlines()
    while len(window.data) - window.at < MAX_HEAD and window.more():
        pass
    for form in (WARC, ARC):
        if form.begins(window.data, window.at):
            return form
    start = window.data[window.at : window.at + MAX_HEAD]
    return WARC if WARC.find(start, 0) >= 0 and not start.startswith(b"<") else None


def _foreign(name: str, window: StreamWindow, damages: list[DamagedRange]) -> BadInput:
    """Return what is said of a file without a record."""
    if damages:
        return BadInput(name, f"nothing of it can be read. {damages[0].reason}")
    if window.is_empty:
        return ForeignFormat(name, "it is empty, so that it is not a web archive")
    if window.data.startswith(MAGIC, window.at):
        return ForeignFormat(name, "it is a ZIP file, which can only be read from a file, not from a stream")
    return ForeignFormat(name, "it is not a web archive; a saved page needs its URL and time, too")


class _Reading:
    """The reading of one file: where it stands, and how the records are written."""

    def __init__(self, name: str, window: StreamWindow, form: RecordForm, most: int) -> None:
        self._name, self._window, self._form, self._most = name, window, form, most
        self._here = window.place(0)
        self._is_shared = False  # whether the file is known to have several records in a member

    def items(self) -> Iterator[Item]:
        """Yield what the file holds."""
        while self._window.skip_newlines() or self._window.stop:
            damage = self._window.stop
            if damage and self._window.is_empty:
                yield self.refused(damage)
                self._leave(damage)
            else:
                yield from self._one()

    def refused(self, damage: DamagedRange) -> RefusedRecord:
        """Return what is said of a damage that hits no record."""
        return RefusedRecord(self._name, damage.start, damage.end - damage.start, "", damage.reason)

    def _leave(self, damage: DamagedRange) -> None:
        """Go on behind a damage."""
        self._window.next_run()
        self._here = StreamPosition(self._window.position, damage.end)

    def _one(self) -> Iterator[Item]:
        """Yield the record that begins here, or why there is none."""
        begun, head = self._here, self._head()
        if isinstance(head, BadHead):
            yield self._passed_over(begun, head)
            return
        kept = head.said if head.said <= self._most else min(self._most, KEPT_OF_TOO_LARGE)
        block, found = self._window.take(head.said, kept, self._form)
        end = self._window.position
        self._window.skip_newlines()
        if found == len(block) and (found < head.said or not self._is_at_another()):
            block, end = self._before_another(block, end)
            found = len(block)
        damage = self._window.stop if self._window.is_empty else None
        if self._is_damaged(damage, begun, end, is_short=found < head.said):
            reason = damage.reason if damage else "Its packed bytes are damaged."
            yield self._passed_over(begun, BadHead(head.record_id, reason))
            return
        is_hit = damage is not None and damage.start == self._window.member
        if damage:
            self._here = StreamPosition(self._window.position, damage.end if is_hit else damage.start)
        else:
            self._here = self._window.place(end)
        yield from self._told(begun, head, block, found)
        if damage and damage.is_cut and is_hit:
            if found == head.said:
                yield Note(self._name, damage.reason)
            self._leave(damage)

    def _is_damaged(
        self, damage: DamagedRange | None, begun: StreamPosition, end: int, *, is_short: bool
    ) -> bool:
        """Whether a record is not to be trusted: it comes from a damaged member, and no record follows in it.

        end: the position behind its block. A damaged length is noticed by what follows.
        """
        window = self._window
        if not window.is_empty and self._form.begins(window.data, window.at):
            return False
        if window.hurt_from is not None and end > window.hurt_from and not (damage and damage.is_cut):
            return True
        return damage is not None and not damage.is_cut and (is_short or damage.start == begun.stored)

    def _is_at_another(self) -> bool:
        """Whether the next record begins here, or nothing more comes."""
        window = self._window
        return window.is_empty or self._form.begins(window.data, window.at)

    def _before_another(self, block: bytes, end: int) -> tuple[bytes, int]:
        """Return what of a block stands before another record, and where that ends.

        The length that its head says is wrong if a record begins within it, and none behind it.
        end: the position behind the block; the window stands behind the newlines that follow it.
        """
        window = self._window
        newlines = b"\n" * (window.position - end)
        at = self._form.find(block + newlines + window.data[window.at : window.at + MAX_HEAD], 0)
        if not 0 <= at <= len(block):
            return block, end
        window.push_back(block[at:] + newlines)
        return block[:at].removesuffix(_BETWEEN), end - len(block) + at

    def _passed_over(self, begun: StreamPosition, unfit: BadHead) -> RefusedRecord:
        """Go on at the next record and return what was passed over."""
        window = self._window
        window.pass_over(self._form)
        if window.stop and window.is_empty:
            self._leave(window.stop)
        else:
            self._here = window.place(window.position)
        offset, length, _ = _stood(begun, self._here)
        return RefusedRecord(self._name, offset, length, unfit.record_id, unfit.reason)

    def _told(self, begun: StreamPosition, head: RecordHead, block: bytes, found: int) -> Iterator[Item]:
        offset, length, alone = _stood(begun, self._here)
        if not alone and not self._is_shared:
            self._is_shared = True
            yield Note(self._name, "Several records are packed together, so that none can be read by itself.")
        yield WarcRecord(
            self._name, offset, length, alone, head.version, head.type, head.record_id, head.uri, head.date,
            head.fields, block, head.said, found,
        )  # fmt: skip

    def _head(self) -> RecordHead | BadHead:
        """Return the head that begins here and pass it; if it is not a head, nothing is passed."""
        window, form = self._window, self._form
        while (ends := form.head_end(window.data, window.at)) is None:
            if len(window.data) - window.at > MAX_HEAD or not window.more():
                break
        start = window.data[window.at : window.at + MAX_HEAD]
        if not form.begins(window.data, window.at):
            line = form.head(start.partition(b"\n")[0])
            return line if isinstance(line, BadHead) else BadHead("", "It does not begin a record.")
        if ends is None and len(start) < MAX_HEAD:
            return BadHead(
                "", window.stop.reason if window.stop else "The file ends within the head of this record."
            )
        if ends is None or ends[0] - window.at > MAX_HEAD:
            return BadHead("", f"Its head has more than {MAX_HEAD} bytes.")
        start = window.data[window.at : ends[0]]
        if form.find(start, 1) >= 0:
            return BadHead("", "Its head has no end.")
        head = form.head(start)
        if isinstance(head, RecordHead):
            window.at = ends[1]
        return head


def _stood(begun: StreamPosition, end: StreamPosition) -> tuple[int, int, bool]:
    """Return offset and length of what stood there, and whether they are those in the file as stored."""
    if begun.stored >= 0 and end.stored >= 0:
        return begun.stored, end.stored - begun.stored, True
    return begun.position, end.position - begun.position, False
