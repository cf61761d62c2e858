"""The unpacked bytes of a file as a window that moves forwards, and where in the file they stand."""

import re
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from harvester.interop.warc.forms import RecordForm
from harvester.interop.warc.unpacking import DamagedRange, UnpackedPiece

SMALL = 1024 * 1024
"""A block of up to this many bytes is loaded as a whole."""

_NEWLINES = re.compile(rb"[\r\n]*")


class StreamPosition(NamedTuple):
    """Where something begins: in the unpacked file, and in the file as stored, -1 where no member begins."""

    position: int
    stored: int


class StreamWindow:
    """Unpacked bytes from `at` on. A run of them ends at a `DamagedRange` or at the end of the file.

    data, at: the bytes at hand, and the next of them. member: where the member of the last of them stands in
    the file. hurt_from: the position where a member begins that is damaged or cut, None where none is known.
    stop: the damage at which this run ends, once it was met. ended: whether the file has no more.
    """

    def __init__(
        self, events: Iterator[UnpackedPiece | DamagedRange], *, packed: bool, start: int = 0
    ) -> None:
        """Take what unpacking yields; packed: whether the file as stored differs from what it yields.

        start: the position of the first byte.
        """
        self.packed = packed
        self.data = b""
        self.at = 0
        self.member = -1
        self.hurt_from: int | None = None
        self.stop: DamagedRange | None = None
        self.ended = False
        self._events = events
        self._base = start  # the position of data[0] in the unpacked file
        self._marks: deque[tuple[int, int]] = deque()  # (position, where the member of that begins)

    @property
    def position(self) -> int:
        """The place of the next byte in the unpacked file."""
        return self._base + self.at

    @property
    def is_empty(self) -> bool:
        """Whether no byte is at hand."""
        return self.at == len(self.data)

    def more(self) -> bool:
        """Put further bytes of this run at hand; False where it has none."""
        if self.stop or self.ended:
            return False
        event = next(self._events, None)
        if event is None:
            self.ended = True
        elif isinstance(event, DamagedRange):
            self.stop = event
        else:
            if event.stored >= 0:
                self.member = event.stored
                self._marks.append((self._base + len(self.data), event.stored))
            if event.is_hurt:
                self.hurt_from = self._base + len(self.data)
            self._base += self.at
            self.data = self.data[self.at :] + event.unpacked if self.at < len(self.data) else event.unpacked
            self.at = 0
        return event is not None and not self.stop

    def next_run(self) -> None:
        """Leave this run, whatever is left of it, for the next."""
        self._base += len(self.data)
        self.data, self.at, self.stop, self.hurt_from = b"", 0, None, None
        self._marks.clear()

    def skip_newlines(self) -> bool:
        """Pass CR and LF; False where the run has nothing behind them."""
        while True:
            found = _NEWLINES.match(self.data, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.data):
                return True
            if not self.more():
                return False

    def push_back(self, unread: bytes) -> None:
        """Put bytes before the next one."""
        self._base += self.at - len(unread)
        self.data, self.at = unread + self.data[self.at :], 0

    def place(self, since: int) -> StreamPosition:
        """Return where the next byte stands; newlines passed since that position count to what follows."""
        if not self.packed:
            return StreamPosition(self.position, self.position)
        marks = self._marks
        found = -1
        while marks and marks[0][0] <= self.position:
            position, stored = marks.popleft()
            found = stored if position >= since else -1
        return StreamPosition(self.position, found)

    def take(self, size: int, kept: int, form: RecordForm) -> tuple[bytes, int]:
        """Return the next bytes, at most ``kept`` of them, and how many there were up to ``size``.

        There are fewer where the run ends, or where a member begins with another record of that form; of a
        block that is not kept as a whole, also where another record begins within it.
        """
        if size <= SMALL:
            found = self._at_hand(size, form)
            block = self.data[self.at : self.at + min(found, kept)]
            self.at += found
            return block, found
        block_so_far = BytesIO()  # unlike joined parts, it does not hold the bytes twice
        found, is_another = 0, False
        while found < size and not is_another and (self.at < len(self.data) or self._goes_on(form)):
            end = self.at + size - found
            if size > kept:  # a wrong length may be so large that it covers all records behind it
                another = form.find(self.data, self.at)
                is_another = 0 <= another < end
                end = another if is_another else end
            piece = memoryview(self.data)[self.at : end]
            block_so_far.write(piece[: max(kept - found, 0)])
            found += len(piece)
            self.at += len(piece)
        return block_so_far.getvalue(), found

    def _at_hand(self, size: int, form: RecordForm) -> int:
        """Put this many bytes at hand, and return how many of them come before another record."""
        while (ahead := len(self.data) - self.at) < size:
            if not self._goes_on(form):
                return ahead
        return size

    def _goes_on(self, form: RecordForm) -> bool:
        """Put further bytes at hand; False where there are none or a member begins with another record."""
        ahead = len(self.data) - self.at
        if not self.more():
            return False
        begins = any(mark == self.position + ahead for mark, _ in self._marks)
        return not (begins and form.begins(self.data, self.at + ahead))

    def pass_over(self, form: RecordForm) -> None:
        """Pass all bytes before the next record of that form, and at least one, or to the end of the run."""
        while True:
            ahead = [mark - self._base for mark, _ in self._marks]
            starts = [at for at in ahead if at > self.at and form.begins(self.data, at)]
            found = form.find(self.data, self.at + 1)
            if found >= 0:
                starts.append(found)
            if starts:
                self.at = min(starts)
                return
            self.at = max(self.at, form.undecided(self.data))
            if not self.more():
                self.at = len(self.data)
                return
