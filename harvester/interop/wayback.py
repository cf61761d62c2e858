"""The Wayback Machine: its index (a CDX server) and its mementos, as requests and answers. Pure.

The forms are those of the CDX server's README and of recorded answers. ``id_`` behind the date of a memento
asks for the bytes as they were archived: without it the archive writes links anew, which is not evidence.
"""

import re
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import quote_plus, urlencode

from harvester.errors import BadInput, FetchError
from harvester.http.headers import header
from harvester.interop.listed import (
    IndexPage,
    ListedMemento,
    MementoRequest,
    MementoResponse,
    OneIndex,
    Period,
)
from harvester.interop.mementos import read_memento
from harvester.interop.stamps import filled
from harvester.model import Capture, Outcome
from harvester.text import whole_number

INDEX_DELAY_S = 60.0 / 24
"""There are this many seconds between two look-ups: EDGI's client makes 24 a minute, 80 % of the 30 that
the archive allows."""

MEMENTO_DELAY_S = 1.0 / 8
"""There are this many seconds between two mementos: EDGI's client asks for 8 a second. The delay in the
settings is longer."""

ROWS = 5_000
"""At most this many rows are asked for in one look-up: some 750 KB."""

_FIELDS = 7  # urlkey timestamp original mimetype statuscode digest length
_STATUS = re.compile(r"[1-5][0-9]{2}")
_DIGEST = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Wayback(OneIndex):
    """The archive at an address, ``https://web.archive.org`` unless the settings say otherwise."""

    base: str
    kind: str = "wayback"
    key: str = "wayback"
    name: str = "the Wayback Machine"
    index_delay_s: float = INDEX_DELAY_S
    memento_delay_s: float = MEMENTO_DELAY_S

    def first(self, part: str, url: str, period: Period) -> str:
        """Return the URL of the first page of the index; there is one index."""
        del part
        asked = {"url": url, "matchType": "exact"} | period.asked
        return f"{self.base}/cdx/search/cdx?{urlencode(asked)}&limit={ROWS}&showResumeKey=true"

    def page(self, asked: str, answer: Capture) -> IndexPage:
        """Return the rows of one page; raises FetchError, or BadInput for an answer that is not an index."""
        lines = iter(_text(asked, answer).split("\n"))
        listed = [*takewhile(str.strip, lines)]
        key = "".join(lines).strip()  # behind a blank line
        rows = tuple(row for line in listed if (row := _row(line)))
        if listed and not rows:
            raise BadInput(self.name, "the answer is not an index")
        return IndexPage(rows, _resumed(asked, key), len(listed) - len(rows))

    def request(self, listed: ListedMemento) -> MementoRequest:
        """Return what brings the bytes of the memento as they were archived."""
        return MementoRequest(f"{self.base}/web/{listed.at}id_/{listed.url}")

    def read(self, listed: ListedMemento, answer: Capture) -> MementoResponse:
        """Return what the answer to that request means."""
        return read_memento(listed, answer)

    def beside(self, listed: ListedMemento, url: str, at: str) -> ListedMemento | None:
        """Return the memento of another URL at that time."""
        del listed
        return ListedMemento(f"{at}/{url}", at, url)


def _text(asked: str, answer: Capture) -> str:
    """Return the text of an index; raises FetchError for any other answer."""
    if answer.outcome is Outcome.EMPTY:
        return ""
    if answer.outcome is not Outcome.OK:
        reason = header(answer.headers, "X-Archive-Wayback-Runtime-Error") or answer.detail
        raise FetchError(asked, str(answer.outcome), reason)
    return answer.body.decode("utf-8", "replace").replace("\r\n", "\n")


def _row(line: str) -> ListedMemento | None:
    """Return a row of the index; None for a line that is not a row."""
    fields = line.split(" ")
    if len(fields) < _FIELDS:
        return None
    _, digits, url, media_type, status, digest, length = fields[:_FIELDS]
    at = filled(digits)
    if not at or "://" not in url:
        return None
    return ListedMemento(
        name=f"{digits}/{url}",
        at=at,
        url=url,
        status=int(status) if _STATUS.fullmatch(status) else 0,
        media_type="" if media_type in {"-", "warc/revisit"} else media_type,
        digest=digest if _DIGEST.fullmatch(digest) else "",
        length=whole_number(length, _DIGITS) or 0,
    )


_DIGITS = 14  # of a length that is believed: a petabyte has more


def _resumed(asked: str, key: str) -> tuple[str, ...]:
    """Return the page behind a resume key, which comes percent-encoded and goes back encoded once more."""
    return (f"{asked.partition('&resumeKey=')[0]}&resumeKey={quote_plus(key)}",) if key else ()
