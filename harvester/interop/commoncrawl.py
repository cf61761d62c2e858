"""Common Crawl: its indexes, one for each crawl, and ranges of its WARC files, as requests and answers. Pure.

The forms are those of index.commoncrawl.org, a pywb: ``collinfo.json`` lists the crawls, and the index of
each gives a JSON object a line. A record is a gzip member of its own, which a range request brings.
"""

import json
import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from harvester.errors import BadInput, FetchError
from harvester.http.surt import surt
from harvester.interop.exchanges import RecordedExchange
from harvester.interop.listed import (
    IndexPage,
    ListedMemento,
    MementoFate,
    MementoRequest,
    MementoResponse,
    Period,
)
from harvester.interop.mementos import ALONE, PASSING, checked, has_digest
from harvester.interop.recorded import CaptureContext, answered, moment
from harvester.interop.stamps import filled, moment_of
from harvester.interop.warc.messages import response_of
from harvester.interop.warc.reading import MAX_BLOCK, records
from harvester.interop.warc.record import WarcRecord
from harvester.model import Capture, Outcome

INDEX_DELAY_S = 1.0
"""There are this many seconds between two look-ups, as in cdx_toolkit. The operators ask not to overload
the index."""

RANGE_DELAY_S = 0.55
"""There are this many seconds between two ranges, as in cdx_toolkit. The delay in the settings is longer."""

ROWS_OF_A_PAGE = 3_000
"""Blocks of the index have this many rows, pages five blocks: a page with fewer of a URL is its last one."""

SLACK = 64 * 1024
"""An answer may be longer than the range by this many bytes; a longer one is the whole file, some 1 GB."""

_CRAWL = re.compile(r"CC-MAIN-[0-9A-Za-z-]{4,40}")
_FILE = re.compile(r"crawl-data/[\w=-][\w=./-]{1,400}\.warc\.gz", re.ASCII)


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """The archive at two addresses: of its indexes, and of its files. full: `ROWS_OF_A_PAGE`."""

    index: str
    files: str
    kind: str = "commoncrawl"
    key: str = "commoncrawl"
    name: str = "Common Crawl"
    index_delay_s: float = INDEX_DELAY_S
    memento_delay_s: float = RANGE_DELAY_S
    full: int = ROWS_OF_A_PAGE

    def parts_at(self) -> str:
        """Return where the crawls are listed."""
        return f"{self.index}/collinfo.json"

    def parts(self, answer: Capture, period: Period) -> tuple[str, ...]:
        """Return the names of the crawls of that time, oldest first; raises FetchError, BadInput."""
        if answer.outcome is not Outcome.OK:
            raise FetchError(self.parts_at(), str(_passing(answer)), answer.detail)
        try:
            said = json.loads(answer.body)
        except ValueError:
            said = None
        crawls = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
        if not any("id" in each for each in crawls):
            raise BadInput(self.parts_at(), "the answer is not a list of crawls")
        found = [str(each.get("id")) for each in crawls if _overlaps(each, period)]
        return tuple(reversed([each for each in found if _CRAWL.fullmatch(each)]))

    def is_settled(self, part: str) -> bool:
        """Return that the index of a crawl does not grow once the crawl is listed."""
        del part
        return True

    def first(self, part: str, url: str, period: Period) -> str:
        """Return the URL of the first page of a crawl's index."""
        asked = {"url": url, "output": "json"} | period.asked
        return f"{self.index}/{part}-index?{urlencode(asked)}&page=0"

    def page(self, asked: str, answer: Capture) -> IndexPage:
        """Return the rows of a page; raises FetchError, or BadInput for an answer that is not a page.

        Where a crawl has nothing of the URL, the index answers 404 with a JSON object that says so, and 400
        for a page behind the last one.
        """
        start, _, number = asked.rpartition("&page=")
        if answer.status == _NOT_FOUND and _message(answer):
            return IndexPage()
        if answer.status == _BAD_REQUEST and int(number):
            return IndexPage()
        if answer.outcome is not Outcome.OK:
            raise FetchError(asked, str(_passing(answer)), answer.detail)
        lines = [line for line in answer.body.split(b"\n") if line.strip()]
        rows = [row for line in lines if (row := _row(line))]
        if lines and not rows:
            raise BadInput(self.name, "the answer is not an index")
        more = (f"{start}&page={int(number) + 1}",) if len(lines) >= self.full else ()
        return IndexPage(tuple(rows), more, len(lines) - len(rows))

    def request(self, listed: ListedMemento) -> MementoRequest:
        """Return what brings the record: a range of its file."""
        file, _, offset = listed.name.rpartition(":")
        last = int(offset) + listed.length - 1
        bounds = (("Range", f"bytes={offset}-{last}"),)
        return MementoRequest(f"{self.files}/{file}", bounds, listed.length + SLACK)

    def read(self, listed: ListedMemento, answer: Capture) -> MementoResponse:
        """Return what the answer to that request means."""
        if answer.outcome in PASSING or _passing(answer) is Outcome.RATE_LIMITED:
            return MementoResponse(MementoFate.WAITS, answer.detail or "No answer came.")
        if answer.status == _NOT_FOUND:
            return MementoResponse(MementoFate.ABSENT, "The archive does not have it.")
        if answer.status != _PARTIAL:
            whole = "It answered with more than the range that was asked for."
            return MementoResponse(MementoFate.UNFIT, whole if answer.status == _WHOLE else answer.detail)
        record = _record(listed, answer.body)
        if record is None or not _is_of(listed, record):
            return MementoResponse(
                MementoFate.UNFIT, "The range does not hold the record that the index says."
            )
        return _archived(listed, record)

    def beside(self, listed: ListedMemento, url: str, at: str) -> ListedMemento | None:
        """Return None: where a redirect led, only the index of the other URL knows."""
        del listed, url, at
        return None


_WHOLE, _PARTIAL, _BAD_REQUEST, _NOT_FOUND = 200, 206, 400, 404


def _record(listed: ListedMemento, body: bytes) -> WarcRecord | None:
    """Return the record at the beginning of a range; None if there is none, or not all of it."""
    try:
        found = next(records(BytesIO(body), listed.name), None)
    except BadInput:
        return None
    whole = isinstance(found, WarcRecord) and not (found.is_cut or found.is_longer)
    return found if isinstance(found, WarcRecord) and whole else None


def _is_of(listed: ListedMemento, record: WarcRecord) -> bool:
    return (record.type, surt(record.uri), moment(record.date)) == (
        "response",
        surt(listed.url),
        moment_of(listed.at),
    )


def _archived(listed: ListedMemento, record: WarcRecord) -> MementoResponse:
    place = CaptureContext(checked(listed.url), moment_of(listed.at), MAX_BLOCK)
    capture = answered(RecordedExchange(1, record), response_of(record.block), place)
    if capture.outcome is Outcome.REDIRECTED:
        capture = replace(capture, outcome=Outcome.BAD_REDIRECT, detail=ALONE)
    return MementoResponse(MementoFate.KEPT, "", capture, digest_ok=has_digest(capture, listed.digest))


def _passing(answer: Capture) -> Outcome:
    """Return the outcome of an answer of the archive, which refuses whoever asks too often with 403."""
    return Outcome.RATE_LIMITED if answer.outcome is Outcome.REFUSED else answer.outcome


def _message(answer: Capture) -> str:
    """Return what the index says in place of rows; ``""`` if it is another server that answers."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        return ""
    return str(said.get("message", "")) if isinstance(said, dict) else ""


def _overlaps(crawl: dict[str, Any], period: Period) -> bool:
    """Return whether a crawl may have captures of that time; one without dates may."""
    since, until = (_digits(str(crawl.get(name) or "")) for name in ("from", "to"))
    return (not period.until or since <= period.until) and (not until or until >= period.since)


def _digits(date: str) -> str:
    return filled(re.sub(r"[^0-9]", "", date)[:14])


def _row(line: bytes) -> ListedMemento | None:
    """Return a row of an index; None for a line that is not a row."""
    try:
        said = json.loads(line)
        place = (str(said["filename"]), int(said["offset"]), int(said["length"]))
        at, url = filled(str(said["timestamp"])), str(said["url"])
    except (ValueError, TypeError, KeyError):
        return None
    file, offset, length = place
    fits = at and "://" in url and _FILE.fullmatch(file) and ".." not in file
    if not (fits and offset >= 0 and 0 < length < _LONGEST):
        return None
    status = str(said.get("status", ""))
    digest = str(said.get("digest", ""))
    return ListedMemento(
        name=f"{file}:{offset}",
        at=at,
        url=url,
        status=int(status) if re.fullmatch(r"[1-5][0-9]{2}", status, re.ASCII) else 0,
        media_type=str(said.get("mime", "")),
        digest=digest if re.fullmatch(r"[A-Z2-7]{32}", digest) else "",
        length=length,
    )


_LONGEST = 1 << 30  # bytes of a record: a WARC file of Common Crawl has a gibibyte
