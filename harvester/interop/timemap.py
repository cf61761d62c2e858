"""Any other Memento archive, by a TimeMap in link format (RFC 7089, 5), as requests and answers. Pure.

A TimeMap names mementos by URLs at which most archives answer with pages written anew: links lead into the
archive, and a banner is added. That is no evidence. So a memento is asked for with ``id_`` behind its date,
as the Wayback Machine, pywb, OpenWayback and Harvester understand it. An answer that was written anew all the
same is refused.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from harvester.errors import BadInput, FetchError
from harvester.http.links import WrittenLink, written_links
from harvester.interop.listed import (
    IndexPage,
    ListedMemento,
    MementoFate,
    MementoRequest,
    MementoResponse,
    OneIndex,
    Period,
)
from harvester.interop.mementos import read_memento
from harvester.interop.stamps import read_date, stamp_at
from harvester.model import Capture, Outcome

INDEX_DELAY_S = 60.0 / 24
"""There are this many seconds between two TimeMaps: no archive asks for more than the Wayback Machine."""

MEMENTO_DELAY_S = 1.0
"""There are this many seconds between two mementos: small archives run on one machine."""

_DATED = re.compile(r"(?P<site>https?://[^?#]{1,2000}?/)(?P<at>\d{14})(?:[a-z]{2}_)?/(?P<url>https?:/.+)")
_WRITTEN_ANEW = re.compile(rb"/\d{14}(?:[a-z]{2}_)?/https?:/")


@dataclass(frozen=True, slots=True)
class TimeMaps(OneIndex):
    """An archive by the address of a TimeMap.

    address: of one TimeMap, or what the TimeMaps of all URLs begin with; it then ends in "/", "=" or "?".
    """

    address: str
    kind: str = "memento"
    name: str = "the archive"
    index_delay_s: float = INDEX_DELAY_S
    memento_delay_s: float = MEMENTO_DELAY_S

    @property
    def key(self) -> str:
        """Return the address, under which its mementos are known."""
        return self.address

    def first(self, part: str, url: str, period: Period) -> str:
        """Return the URL of the first TimeMap."""
        del part, period
        return f"{self.address}{url}" if self.address.endswith(("/", "=", "?")) else self.address

    def page(self, asked: str, answer: Capture) -> IndexPage:
        """Return the mementos that a TimeMap lists, and the next TimeMap.

        Raises FetchError if no answer came, BadInput for one of another form. A TimeMap that is only
        an index of others leads to the first of them, and each to the one behind it.
        """
        if answer.outcome in {Outcome.GONE, Outcome.EMPTY}:
            return IndexPage()  # RFC 7089, 4.5.3: nothing is archived
        if answer.outcome is not Outcome.OK:
            raise FetchError(asked, str(answer.outcome), answer.detail)
        written = written_links(answer.body.decode("utf-8", "replace"))
        links = [each for each in written if each.rels]
        if not links:
            raise BadInput(asked, "the answer is not a TimeMap in link format")
        original = next((each.target for each in links if "original" in each.rels), "")
        mementos = [each for each in links if "memento" in each.rels]
        rows = [each for link in mementos if (each := _row(link, asked, original))]
        return IndexPage(tuple(rows), _following(links, asked), len(mementos) - len(rows))

    def request(self, listed: ListedMemento) -> MementoRequest:
        """Return what brings the bytes of the memento as they were archived."""
        found = _DATED.fullmatch(listed.name)
        return MementoRequest(f"{found['site']}{found['at']}id_/{found['url']}" if found else listed.name)

    def read(self, listed: ListedMemento, answer: Capture) -> MementoResponse:
        """Return what the answer to that request means; pages that were written anew are unfit."""
        found = read_memento(listed, answer)
        if found.fate is MementoFate.KEPT and found.capture and _WRITTEN_ANEW.search(found.capture.body):
            return MementoResponse(
                MementoFate.UNFIT, "The archive has written its links anew, so it is not evidence."
            )
        return found

    def beside(self, listed: ListedMemento, url: str, at: str) -> ListedMemento | None:
        """Return the memento of another URL at that time, in the archive that has the first one."""
        found = _DATED.fullmatch(listed.name)
        return ListedMemento(f"{found['site']}{at}/{url}", at, url) if found else None


def _row(link: WrittenLink, asked: str, original: str) -> ListedMemento | None:
    """Return a memento of a TimeMap; None for one without a date, or that cannot be asked for as archived."""
    name = urljoin(asked, link.target)
    found, date = _DATED.fullmatch(name), read_date(link.said.get("datetime", ""))
    return ListedMemento(name, stamp_at(date), original or found["url"]) if found and date else None


def _following(links: list[WrittenLink], asked: str) -> tuple[str, ...]:
    """Return the other TimeMaps that one names.

    Archives divide a long TimeMap in one of two ways (RFC 7089, 5.1.1): each part names the next one, or an
    index of TimeMaps names all of them.
    """
    found = {urljoin(asked, each.target): each for each in links if "timemap" in each.rels}
    return tuple(url for url, each in found.items() if "self" not in each.rels and _is_link_format(each))


def _is_link_format(link: WrittenLink) -> bool:
    return link.said.get("type", _LINK_FORMAT).partition(";")[0].strip().lower() == _LINK_FORMAT


_LINK_FORMAT = "application/link-format"  # RFC 6690, 7.3
