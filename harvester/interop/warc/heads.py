"""The heads of records: the named fields of WARC, and the line of an ARC. Pure."""

import re
from typing import NamedTuple

from harvester.http.headers import Headers
from harvester.interop.warc.record import bare
from harvester.text import quoted

MAX_FIELDS = 1_000
"""A head has at most this many fields; real heads have up to 20."""

_VERSION = re.compile(r"(WARC/[01]\.[0-9]{1,2})[ \t]*\Z", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]+")
_LENGTH = re.compile(r"[0-9]{1,18}\Z")
_DATE = re.compile(r"(?:[0-9]{14}|[0-9]{12})\Z")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SHOWN = 40  # characters of a bad value that are repeated
_ARC_WORDS, _DIGITS = 5, 8  # words of a line; digits of what may be its date
_COLUMNS = ("URL", "IP-address", "Archive-date", "Content-type", "Archive-length")  # of ARC 1.0 and 1.1


class RecordHead(NamedTuple):
    """What a head says; its fields have the names that they have in `WarcRecord`."""

    version: str
    type: str
    record_id: str
    uri: str
    date: str
    fields: Headers
    said: int


class BadHead(NamedTuple):
    """A head that cannot be read: its record id, where it has one, and why, as a sentence."""

    record_id: str
    reason: str


def warc_head(head: bytes) -> RecordHead | BadHead:
    """Return the head of a WARC record, without the blank line at its end (WARC/1.1, 4 and 5).

    Accepted beyond the standard: LF for CRLF, names and version in any case, space before a colon. Of a
    field that stands twice, the first counts. A folded line is one space; a line without a colon is no field.
    """
    text = _text(head)
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    first, *lines = text.split("\n")
    version = _VERSION.match(first.rstrip("\r"))
    if not version:
        return BadHead("", f"The line {_shown(first)} does not begin a WARC record.")
    if len(lines) > MAX_FIELDS:
        return BadHead("", f"Its head has more than {MAX_FIELDS} fields.")
    parted = [line.partition(":") for line in lines]
    fields = tuple([(name.strip(), value.strip()) for name, colon, value in parted if colon])
    known = {name.lower(): value for name, value in reversed(fields)}
    return _checked(version[1].upper(), fields, known)


def _checked(version: str, fields: Headers, known: dict[str, str]) -> RecordHead | BadHead:
    find = known.get
    record_id, length, kind = bare(find("warc-record-id", "")), find("content-length"), find("warc-type")
    if not kind:
        return BadHead(record_id, "It has no WARC-Type.")
    if not length:
        return BadHead(record_id, "It has no Content-Length.")
    if not _LENGTH.match(length):
        return BadHead(record_id, f"Its Content-Length {_shown(length)} is no number of bytes.")
    uri = bare(find("warc-target-uri", ""))
    return RecordHead(version, kind.lower(), record_id, uri, find("warc-date", ""), fields, int(length))


def arc_head(line: bytes) -> RecordHead | BadHead:
    """Return what the line before an ARC record says (Internet Archive, ARC File Format, version 1).

    It is read from its right end, because URLs stand there with spaces. A date has 14 digits, or 12.
    """
    text = _text(line).strip("\r")
    url, *rest = text.split(" ")
    kind = "warcinfo" if text.startswith("filedesc:") else "response"
    if not _SCHEME.match(text) or not rest:
        return BadHead("", f"The line {_shown(text)} does not begin an ARC record.")
    if not _LENGTH.match(rest[-1]):
        return BadHead("", f"The length {_shown(rest[-1])} of the line {_shown(text)} is no number of bytes.")
    words = [url, *rest[:-1]]
    at = next((n for n in range(len(words) - 1, 1, -1) if _DATE.match(words[n])), 0)
    if at:
        url, date, ip, media = " ".join(words[: at - 1]), words[at], words[at - 1], " ".join(words[at + 1 :])
    elif kind == "warcinfo":
        date, ip, media = "", "", ""
    else:
        return BadHead("", f"The line {_shown(text)} has no date of 14 digits.")
    values = (url, ip, date, media, rest[-1])
    return RecordHead(
        "ARC/1.0", kind, "", url, date, tuple(zip(_COLUMNS, values, strict=True)), int(rest[-1])
    )


def is_arc_line(line: bytes) -> bool:
    """Return whether a line looks like that before an ARC record, maybe with a wrong date or length."""
    if line.startswith(b"filedesc:"):
        return True
    words = line.split()
    if len(words) < _ARC_WORDS or not _SCHEME.match(_text(words[0])):
        return False
    return any(word.isdigit() and len(word) >= _DIGITS for word in words[2:-1])


def _text(head: bytes) -> str:
    """Return the head as UTF-8 (WARC/1.1, 4), of another encoding each byte as Latin-1."""
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _shown(text: str) -> str:
    return quoted(text, _SHOWN)
