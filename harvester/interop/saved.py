"""Saved pages as captures: files that somebody kept, with the URL and the time that they give for each.

A list is a CSV file in UTF-8 with a row for each file. Its columns are ``file``, ``url``, ``captured_at``
and, if known, ``content_type``, in any order. A file is looked for from the folder of its list.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from harvester.errors import BadInput
from harvester.http.codings import decoded
from harvester.http.urls import BadUrl, checked_url
from harvester.model import Capture, Outcome
from harvester.text import quoted

COLUMNS = ("file", "url", "captured_at", "content_type")
"""A list has these columns; only the last may be missing."""

REQUIRED = COLUMNS[:3]

MAX_PAGE = 50 << 20
"""An unpacked page may have this many bytes; the longest of 18,000 real articles has 4 MiB."""

AHEAD = timedelta(days=1)
"""A time may be this far in the future, because a clock may be wrong by a time zone."""

SHOWN = 80
"""At most this many characters of a bad value are repeated."""


class SavedPage(NamedTuple):
    """A page to import.

    place: how a message names it. captured_at: aware, UTC. content_type: ``""`` where it is not known.
    """

    place: str
    file: Path
    url: str
    captured_at: datetime
    content_type: str = ""


class RefusedPage(NamedTuple):
    """A page that cannot be imported: how a message names it, and why."""

    place: str
    reason: str


def listed(path: Path, now: datetime) -> Iterator[SavedPage | RefusedPage]:
    """Yield the pages of a list, and a `RefusedPage` for each row without one, in the order of the rows.

    Raises BadInput if the file cannot be read or is not such a list, maybe after its first rows were yielded.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from _rows(path, file, now)
    except OSError as error:
        raise BadInput(str(path), f"it cannot be read ({error.strerror})") from error


def is_list(start: bytes) -> bool:
    """Return whether a file that begins so is a list: its first line names columns of one."""
    line = start.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return {name.strip().strip('"').lower() for name in line.split(",")} >= set(REQUIRED)


def _rows(path: Path, lines: Iterable[str], now: datetime) -> Iterator[SavedPage | RefusedPage]:
    reader = csv.reader(lines, strict=True)
    columns: list[str] = []
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            row = [f"\0{error}"]
        if row is None:
            break
        place = f"{path.name}, line {reader.line_num}"
        if not columns:
            columns = _columns(path, row)
        elif len(row) == len(columns) and _is_text(row):
            yield page(path.parent, dict(zip(columns, row, strict=True)), place, now)
        elif row:
            yield RefusedPage(place, _misfit(row, columns))
    if not columns:
        raise BadInput(str(path), f"it is empty; its first line must be {','.join(COLUMNS)}")


def _columns(path: Path, row: list[str]) -> list[str]:
    """Return the names of the columns; raises BadInput unless they are those of a list."""
    if not _is_text(row):
        raise BadInput(str(path), "it is not UTF-8; save the list as CSV in UTF-8")
    columns = [name.strip().lower() for name in row]
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    allowed = f"The columns are {', '.join(REQUIRED)} and, if known, {COLUMNS[-1]}."
    if missing:
        raise BadInput(str(path), f"it has no column {missing[0]!r}. {allowed}")
    if unknown or len(set(columns)) < len(columns):
        name = quoted(unknown[0], SHOWN) if unknown else "two columns of one name"
        raise BadInput(str(path), f"it has {'a column ' if unknown else ''}{name}. {allowed}")
    return columns


def _is_text(row: list[str]) -> bool:
    """Return whether the values were UTF-8: what was not has half surrogate pairs."""
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return False
    return True


def _misfit(row: list[str], columns: list[str]) -> str:
    if row[0].startswith("\0"):
        return f"It is not CSV: {row[0][1:]}."
    if len(row) != len(columns):
        return f"It has {len(row)} values for {len(columns)} columns."
    return "It is not UTF-8."


def page(folder: Path, told: Mapping[str, str], place: str, now: datetime) -> SavedPage | RefusedPage:
    """Return the page that the columns describe; `RefusedPage` if a value is bad.

    folder: where a relative file is looked for. now: later times than `AHEAD` of it are refused.
    """
    content_type = told.get("content_type", "").strip()
    try:
        url = checked_url(told["url"].strip())
        at = _moment(told["captured_at"].strip(), now)
    except (BadUrl, _BadValue) as error:
        return RefusedPage(place, str(error))
    if not told["file"].strip():
        return RefusedPage(place, "It names no file.")
    if not content_type.isprintable():
        return RefusedPage(place, "The content_type has control characters.")
    return SavedPage(place, folder / told["file"].strip(), url, at, content_type)


class _BadValue(ValueError):
    """A value will not do; the message says why."""


def _moment(text: str, now: datetime) -> datetime:
    """Return the aware time; raises _Unfit for none, for one without a zone, and for one in the future."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        example = "write one such as 2019-05-04T10:00:00Z"
        raise _BadValue(f"The time {quoted(text, SHOWN)} is not ISO 8601; {example}.") from error
    if at.tzinfo is None:
        raise _BadValue(f"The time {quoted(text, SHOWN)} has no zone; add Z or an offset such as +01:00.")
    if at > now + AHEAD:
        raise _BadValue(f"The time {quoted(text, SHOWN)} is in the future.")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise _BadValue(f"The time {quoted(text, SHOWN)} is out of range.") from error


def read(page: SavedPage) -> Capture:
    """Return the page as a capture without a status, for nobody knows it.

    A file whose name ends in ``.gz`` is unpacked. An empty page has the outcome ``EMPTY``. Raises BadInput
    where the file cannot be read.
    """
    body = _bytes(page)
    if page.file.suffix.lower() == ".gz":
        body, outcome, detail = decoded(body, "gzip", MAX_PAGE)
        if outcome is not Outcome.OK:
            raise BadInput(page.place, f"{page.file}: {detail}")
    return Capture(
        url=page.url,
        captured_at=page.captured_at,
        outcome=Outcome.OK if body else Outcome.EMPTY,
        detail="" if body else "The file is empty.",
        headers=(("Content-Type", page.content_type),) if page.content_type else (),
        body=body,
    )


def _bytes(page: SavedPage) -> bytes:
    try:
        if page.file.exists() and not page.file.is_file():
            raise BadInput(page.place, f"{page.file} is not a file")
        with page.file.open("rb") as file:
            size = os.fstat(file.fileno()).st_size  # room for all that may come takes 0.1 ms for each page
            body = file.read(min(size, MAX_PAGE) + 1)
    except ValueError as error:  # a NUL in the name
        raise BadInput(page.place, f"{quoted(str(page.file), SHOWN)} cannot be the name of a file") from error
    except OSError as error:
        raise BadInput(page.place, f"{page.file} cannot be read ({error.strerror})") from error
    if len(body) > MAX_PAGE:
        raise BadInput(page.place, f"{page.file} has more than {MAX_PAGE} bytes")
    return body
