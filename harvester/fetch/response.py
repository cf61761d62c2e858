"""A response as it comes over a connection: read within the budget, its head whole, well-formed and kept.

http.client reads leniently: a head that stops half-way, a length or chunk size that is not a number. What it
would read wrongly is refused here. It is strict where browsers are not: a line of the head that is not a
field would hide the fields after it, and is left out here.
"""

import re
import socket
from email import errors as defects
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any

from harvester.fetch.budget import OVERHEAD_BYTES, ExchangeBudget
from harvester.fetch.faults import CutShort, OverBudget
from harvester.http.headers import lengths

_BUFFER = 64 * 1024  # bytes that a read of the socket asks for: few system calls, and little memory
_CHUNK_LINE = 65_536  # bytes of a chunk's size and its extensions, as http.client takes them
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]+)[ \t]*(?:;.*)?\r?\n", re.DOTALL)
_PROTOCOL = b"HTTP/"
_BLANK = (b"\r\n", b"\n")
_BAD_HEADS = (defects.MissingHeaderBodySeparatorDefect, defects.FirstHeaderLineIsContinuationDefect)
_TRANSFERS = (["chunked"], ["identity"])  # RFC 7230 removed the second, which servers still write
_FIELD = re.compile(rb"[!#-9;-~]+:")  # RFC 9112, 5.1: no white space before the colon

# If one of these is written in another way, nobody can say where the body ends, what it is or where it is.
_FRAMING = re.compile(
    rb"(?i)[ \t]*(?:transfer-encoding|content-length|content-encoding|location)(?![!#-9;-~])"
)


class _Stream(RawIOBase):
    """A socket read within the budget."""

    def __init__(self, sock: socket.socket, budget: ExchangeBudget) -> None:
        self._sock, self._budget = sock, budget
        self._raw = sock.makefile("rb", buffering=0)  # counts as a user of the socket until closed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._budget.remaining())
        count = self._raw.readinto(buffer) or 0
        self._budget.spend(count)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _File(BufferedReader):
    """The stream, with the lines of the newest head as they came; http.client keeps what it makes of them.

    A head of more than `OVERHEAD_BYTES` is refused, because each of its lines takes some 60 bytes besides.
    """

    def __init__(self, raw: RawIOBase) -> None:
        super().__init__(raw, _BUFFER)
        self._lines: list[bytes] = []
        self._bytes = 0
        self._in_head = True
        self._leaving_out = False

    def readline(self, size: int | None = -1) -> bytes:
        """Return the next line; in the head, the next that is the status line, a field or its folded rest."""
        line = super().readline(size)
        while self._in_head and not self._is_taken(line):
            line = super().readline(size)
        is_first = self._in_head and len(self._lines) == 1
        if not is_first or line[: len(_PROTOCOL)].upper() != _PROTOCOL:
            return line
        # Browsers and curl also read small letters; RFC 9112, 2.3 has large ones.
        return _PROTOCOL + line[len(_PROTOCOL) :]

    def _is_taken(self, line: bytes) -> bool:
        """Whether the line of the head, which is kept in any case, is one for http.client to read."""
        is_first = not self._lines or self._lines[-1] in _BLANK
        if is_first:  # what stood before was a 1xx answer
            self._lines, self._bytes = [], 0
        self._lines.append(line)
        self._bytes += len(line)
        if self._bytes > OVERHEAD_BYTES:
            raise OverBudget("too many bytes in the head")
        if is_first:
            self._leaving_out = True  # RFC 9112, 2.2: so are folded lines before the first field
        elif line.endswith(b"\n") and line not in _BLANK:  # else its end, or too long a line
            if line[:1] not in b" \t":
                self._leaving_out = not _FIELD.match(line)
            if self._leaving_out and _FRAMING.match(line):
                raise HTTPException(f"a line that is not a header: {line[:80].decode('latin-1').strip()!r}")
            return not self._leaving_out
        return True

    def head(self) -> bytes:
        """Return the last head that was read, without those of 1xx answers before it; no more follows."""
        self._in_head = False
        return b"".join(self._lines)


class Response(HTTPResponse):
    """A response whose head must be whole and well-formed."""

    def __init__(self, sock: socket.socket, *args: Any, budget: ExchangeBudget, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = self._file = _File(_Stream(sock, budget))
        self._budget = budget

    def begin(self) -> None:
        """Read the head; raises HTTPException for one that is not whole or not well-formed."""
        super().begin()
        while 101 < self.status < 200:  # noqa: PLR2004  102, 103: http.client skips only the 100
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()
        if self._budget.ended:
            raise CutShort("the head does not end")
        _check_head(self.headers)
        self._budget.head, self._budget.headers = self._file.head(), tuple(self.headers.raw_items())
        self._measure(next(iter(lengths(self._budget.headers)), None))
        # RFC 9112, 6.3: with both, the connection is not to be trusted further; the chunks say where the body
        # ends, or the length if the coding is none.
        both = "Transfer-Encoding" in self.headers and "Content-Length" in self.headers
        self.will_close = self.will_close or both

    def _measure(self, length: int | None) -> None:
        """Take the length where http.client and urllib3 read none: the same one twice, or 5,000 digits."""
        if length is None or self.headers.get_all("Content-Length") == [str(length)]:
            return
        del self.headers["Content-Length"]  # all of them: urllib3 reads them anew
        self.headers["Content-Length"] = str(length)
        if self.length is None and not self.chunked:
            self.length = length

    def _read_next_chunk_size(self) -> int:
        """Return the size by RFC 9112, 7.1; http.client takes "-5", "+5", "0x5" and "5_1" for numbers too."""
        line = self.fp.readline(_CHUNK_LINE)
        if not (size := _CHUNK_SIZE.fullmatch(line)):
            raise ValueError("a chunk size that is not a hexadecimal number")
        return int(size[1], 16)


def _check_head(head: Any) -> None:
    """Raise HTTPException for fields that http.client reads leniently and so wrongly."""
    if any(isinstance(defect, _BAD_HEADS) for defect in head.defects):
        raise HTTPException("a header line that a carriage return divides")
    if any("\0" in value for _, value in head.raw_items()):
        raise HTTPException("a header with a NUL")
    found = lengths(tuple(head.raw_items()))
    if len(found) > 1 or None in found:
        raise HTTPException(f"Content-Length is {', '.join(head.get_all('Content-Length'))[:80]!r}")
    codings = head.get_all("Transfer-Encoding", ())
    if codings and [coding.strip().lower() for coding in codings] not in _TRANSFERS:
        raise HTTPException(f"Transfer-Encoding is {', '.join(codings)[:80]!r}")
