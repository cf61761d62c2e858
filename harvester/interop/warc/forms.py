"""The two ways in which records follow each other in a file, WARC and ARC. Pure: bytes in, offsets out."""

import re
from collections.abc import Callable
from typing import NamedTuple

from harvester.interop.warc.heads import BadHead, RecordHead, arc_head, is_arc_line, warc_head

MAX_HEAD = 64 * 1024
"""A head of a record has at most this many bytes."""

_WARC_LINE = re.compile(rb"WARC/[01]\.[0-9]{1,2}[ \t]{0,8}\r?\n", re.IGNORECASE)
_LATER_WARC_LINE = re.compile(rb"\nWARC/[01]\.[0-9]{1,2}[ \t]{0,8}\r?\n", re.IGNORECASE)
_LONGEST_LINE = 32  # bytes that are enough for what _LATER_WARC_LINE finds
_BLANK_LINE = re.compile(rb"\n\r?\n")


class RecordForm(NamedTuple):
    """How the records of a file are written.

    begins: whether a record begins at an offset. find: where the next one begins from an offset on, -1 where
    none does. undecided: from which offset on further bytes could make a record begin. head_end: where the
    head that begins at an offset ends and where its block begins, None where its end is not there.
    head: what a head says.
    """

    begins: Callable[[bytes, int], bool]
    find: Callable[[bytes, int], int]
    undecided: Callable[[bytes], int]
    head_end: Callable[[bytes, int], tuple[int, int] | None]
    head: Callable[[bytes], RecordHead | BadHead]


def _warc_begins(data: bytes, at: int) -> bool:
    return bool(_WARC_LINE.match(data, at))


def _warc_find(data: bytes, at: int) -> int:
    if at == 0 and _warc_begins(data, 0):
        return 0
    found = _LATER_WARC_LINE.search(data, max(at - 1, 0))
    return found.start() + 1 if found else -1


def _warc_undecided(data: bytes) -> int:
    return max(len(data) - _LONGEST_LINE, 0)


def _warc_head_end(data: bytes, at: int) -> tuple[int, int] | None:
    return found.span() if (found := _BLANK_LINE.search(data, at)) else None


def _arc_begins(data: bytes, at: int) -> bool:
    end = data.find(b"\n", at, at + MAX_HEAD)
    return is_arc_line(data[at : end if end >= 0 else at + MAX_HEAD])


def _arc_find(data: bytes, at: int) -> int:
    if at:
        at = data.find(b"\n", at - 1) + 1 or len(data)
    while (end := data.find(b"\n", at)) >= 0:
        if end - at <= MAX_HEAD and is_arc_line(data[at:end]):
            return at
        at = end + 1
    return -1


def _arc_undecided(data: bytes) -> int:
    line = data.rfind(b"\n")
    return line if len(data) - line <= MAX_HEAD and line >= 0 else max(len(data) - 1, 0)


def _arc_head_end(data: bytes, at: int) -> tuple[int, int] | None:
    end = data.find(b"\n", at)
    return (end, end + 1) if end >= 0 else None


WARC = RecordForm(_warc_begins, _warc_find, _warc_undecided, _warc_head_end, warc_head)
ARC = RecordForm(_arc_begins, _arc_find, _arc_undecided, _arc_head_end, arc_head)
