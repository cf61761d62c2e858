"""What the index of another archive lists, as values, and what a backfill takes of it. Pure.

The words are those of Memento (RFC 7089): a *memento* is an archived answer, a *TimeMap* lists mementos.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, Protocol

from harvester.http.headers import Headers
from harvester.http.status import REDIRECTS
from harvester.http.surt import surt
from harvester.model import Capture

NOTHING = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""This is the SHA-1 of no bytes in base32. Most redirects have it, and it does not say where they lead."""


class ListedMemento(NamedTuple):
    """One archived answer, as an index lists it.

    name: what its archive calls it; unique there. at: 14 digits. url: as the index writes it. status: 0 where
    the index gives none, as for a revisit. digest: base32 SHA-1 of the body; length: of the record as it is
    stored, in bytes. They are ``""`` and 0 where the index does not say.
    """

    name: str
    at: str
    url: str
    status: int = 0
    media_type: str = ""
    digest: str = ""
    length: int = 0


class IndexPage(NamedTuple):
    """One answer of an index.

    following: the URLs that give the next pages. unread: how many rows cannot be read.
    """

    rows: tuple[ListedMemento, ...] = ()
    following: tuple[str, ...] = ()
    unread: int = 0


class Period(NamedTuple):
    """Which time is wanted: from ``since`` on and before ``until``, 14 digits each; ``""`` for no bound."""

    since: str = ""
    until: str = ""

    def has(self, at: str) -> bool:
        """Return whether a moment is within the period."""
        return self.since <= at < (self.until or "9")

    @property
    def asked(self) -> dict[str, str]:
        """Return the bounds as servers of indexes are asked for them (from and to of a CDX server)."""
        bounds = {"from": self.since, "to": self.until}
        return {name: each for name, each in bounds.items() if each}


EVER = Period()
"""This period has no bounds."""


class MementoRequest(NamedTuple):
    """What brings a memento. headers: sent besides the usual. most: bytes of its body; 0: as usual."""

    url: str
    headers: Headers = ()
    most: int = 0


class MementoFate(StrEnum):
    """What came of a request for a memento."""

    WAITS = ""  # nothing yet, or what may pass: the archive was busy, or the connection broke
    KEPT = "kept"
    KNOWN = "known"  # the archive here had it already
    SAME = "same"  # its digest is that of another one, so that it was not asked for
    ABSENT = "absent"  # the archive does not have it
    ELSEWHERE = "elsewhere"  # the archive has another one in its place
    REFUSED = "refused"  # the archive may not give it
    UNFIT = "unfit"  # it is not evidence: rewritten, cut, or not what the index says


class MementoResponse(NamedTuple):
    """What an archive answered about a memento.

    detail: a sentence about what is not kept. capture: the archived answer. leads_to: where it leads, if it
    is a redirect, else ``""``. digest_ok: whether it has the digest of the index; None where that gives none.
    instead_at: when the memento was archived that the archive has in its place, 14 digits; ``""`` for none.
    """

    fate: MementoFate
    detail: str = ""
    capture: Capture | None = None
    leads_to: str = ""
    digest_ok: bool | None = None
    instead_at: str = ""


class MementoArchive(Protocol):
    """An archive that is asked. Pure: it says what is asked for, and what the answers mean.

    kind: the word in ``origin.kind``. key: under which its mementos are known, "wayback" or an address. name:
    what people call it. index_delay_s, memento_delay_s: seconds between two requests, at least.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102  said above
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def index_delay_s(self) -> float: ...  # noqa: D102
    @property
    def memento_delay_s(self) -> float: ...  # noqa: D102

    def parts_at(self) -> str:
        """Return the URL of the list of the archive's indexes; ``""`` if it has one."""

    def parts(self, answer: Capture, period: Period) -> tuple[str, ...]:
        """Return the names of the indexes for that time, by their list; raises BadInput, FetchError."""

    def first(self, part: str, url: str, period: Period) -> str:
        """Return the URL of the first page of an index."""

    def page(self, asked: str, answer: Capture) -> IndexPage:
        """Return what a page of the index says; raises FetchError if there is none, BadInput if it is odd."""

    def is_settled(self, part: str) -> bool:
        """Return whether an index does not grow any more."""

    def request(self, listed: ListedMemento) -> MementoRequest:
        """Return what brings the memento."""

    def read(self, listed: ListedMemento, answer: Capture) -> MementoResponse:
        """Return what the answer to that request means."""

    def beside(self, listed: ListedMemento, url: str, at: str) -> ListedMemento | None:
        """Return the memento of another URL at that time; None where only the index can name one."""


class OneIndex:
    """What archives have in common that have one index, which grows."""

    __slots__ = ()

    def parts_at(self) -> str:
        """Return that there is no list of indexes."""
        return ""

    def parts(self, answer: Capture, period: Period) -> tuple[str, ...]:
        """Return nothing: there is no list of indexes."""
        del answer, period
        return ()

    def is_settled(self, part: str) -> bool:
        """Return that the index grows."""
        del part
        return False


class MementoSelection(NamedTuple):
    """Which mementos a backfill takes, by time. thinned: how many are more than were wanted of one day."""

    taken: tuple[ListedMemento, ...] = ()
    thinned: int = 0


def choose(rows: Iterable[ListedMemento], period: Period, per_day: int | None) -> MementoSelection:
    """Return which mementos to take.

    Indexes repeat rows; those that agree in URL, second and digest are one. per_day: the number of mementos
    of one URL and day; None for all. Those that show the page come first, so that a redirect or an error does
    not take the place of a page.
    """
    found = {(each.at, each.url, each.digest): each for each in rows if period.has(each.at)}
    taken = [*found.values()] if per_day is None else [*_thinned(found.values(), per_day)]
    in_order = sorted(taken, key=lambda each: (each.at, each.url, each.name))
    return MementoSelection(tuple(in_order), len(found) - len(taken))


def _thinned(rows: Iterable[ListedMemento], per_day: int) -> Iterator[ListedMemento]:
    seen: Counter[tuple[str, str]] = Counter()
    for each in sorted(rows, key=lambda each: (not _shows(each), each.at)):
        day = (surt(each.url), each.at[:8])
        seen[day] += 1
        if seen[day] <= per_day:
            yield each


def _shows(listed: ListedMemento) -> bool:
    """Return whether the memento shows the page, as far as the index can say."""
    return listed.status in {0, 200}


def digest_says(listed: ListedMemento) -> bool:
    """Return whether the digest of the memento says what it shows.

    Of a redirect it says nothing: most have no body, wherever they lead.
    """
    return bool(listed.digest) and listed.digest != NOTHING and listed.status not in REDIRECTS
