"""Asking the index of a web archive which mementos it has, page by page; each page is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from sqlite_utils import Database

from harvester.archive.backfills import Lookup, MementoRow, Progress, note_page, progress
from harvester.errors import BadInput, FetchError, HarvesterError
from harvester.fetch.archives import ArchiveClient, ArchiveRequest
from harvester.http.surt import surt
from harvester.interop.listed import IndexPage, ListedMemento, MementoArchive, Period
from harvester.interop.mementos import is_memento
from harvester.model import Capture, Outcome

Answer = TypeVar("Answer")

TRIES = 3
"""A request is made this many times in one backfill if its answers may be temporary."""

FRESH = timedelta(days=1)
"""An index that grows is asked again if it was read to its end longer ago than this."""

MOST_PAGES = 500
"""At most this many pages of an index are read for one URL: 2.5 million rows of the Wayback Machine."""


_FINAL = frozenset({Outcome.REFUSED, Outcome.ADDRESS_REFUSED})


class ArchiveDown(HarvesterError):
    """The archive does not answer as an archive does: what is left is for a later backfill."""


class LookUpFailure(NamedTuple):
    """Something that an archive did not give. is_refusal: it says that it may not. reason: a sentence."""

    place: str
    reason: str
    is_refusal: bool = False


@dataclass(slots=True)
class LookingUp:
    """Look-ups in one archive. problems: what it did not answer. asked: how many requests were made."""

    db: Database
    client: ArchiveClient
    archive: MementoArchive
    period: Period
    now: Callable[[], datetime]
    problems: list[LookUpFailure] = field(default_factory=list)
    asked: int = 0
    others: int = 0
    unread: int = 0
    _parts: tuple[str, ...] | None = None

    def read(self, urls: Iterable[str]) -> None:
        """Read the indexes for these URLs, each spelling once; go on where an earlier backfill stopped."""
        for url in {surt(each): each for each in reversed([*urls])}.values():
            for part in self._known_parts():
                lookup = Lookup(self.archive.key, part, url, self.period.since, self.period.until)
                if not self._read_one(lookup):
                    break

    def _known_parts(self) -> tuple[str, ...]:
        if self._parts is None:
            asked = self.archive.parts_at()
            self._parts = (self._asked_parts(asked) or ()) if asked else ("",)
        return self._parts

    def _asked_parts(self, asked: str) -> tuple[str, ...] | None:
        return self._answered(asked, lambda answer: self.archive.parts(answer, self.period))

    def _read_one(self, lookup: Lookup) -> bool:
        """Read one index to its end; return False if that cannot be done now."""
        at = progress(self.db.conn, lookup)
        if at is None or not self._is_enough(lookup.part, at):
            at = at if at and not at.read_at else self._begun(lookup)
            at = self._pages(lookup, at)
        self.others += at.others
        self.unread += at.unread
        return at.read_at is not None

    def _is_enough(self, part: str, at: Progress) -> bool:
        if at.read_at is None:
            return False
        return self.archive.is_settled(part) or self.now() - at.read_at < FRESH

    def _begun(self, lookup: Lookup) -> Progress:
        return Progress((self.archive.first(lookup.part, lookup.url, self.period),))

    def _pages(self, lookup: Lookup, at: Progress) -> Progress:
        """Read page after page, as far as the index answers; return how far that is."""
        while at.ahead and at.read_at is None:
            page = self._page(at.ahead[0])
            if page is None:
                break
            at = self._noted(lookup, at, at.ahead[0], page)
        return at

    def _page(self, asked: str) -> IndexPage | None:
        return self._answered(asked, lambda answer: self.archive.page(asked, answer))

    def _noted(self, lookup: Lookup, at: Progress, asked: str, page: IndexPage) -> Progress:
        behind = (*at.behind, asked)
        ahead = [each for each in dict.fromkeys((*at.ahead, *page.following)) if each not in behind]
        own = [each for each in page.rows if surt(each.url) == surt(lookup.url)]
        done = not ahead or len(behind) >= MOST_PAGES
        noted = Progress(
            tuple(ahead),
            behind,
            self.now() if done else None,
            at.others + len(page.rows) - len(own),
            at.unread + page.unread,
        )
        note_page(self.db, lookup, noted, map(row_of, own))
        return noted

    def _answered(self, asked: str, read: Callable[[Capture], Answer]) -> Answer | None:
        """Return what the answer of the index says; None, with a problem noted, if it does not say anything.

        Raises ArchiveDown if three requests in a row came to nothing, and what `ArchiveClient.ask` raises.
        """
        problem: FetchError | BadInput | None = None
        for _ in range(TRIES):
            self.asked += 1
            answer = self.client.ask(ArchiveRequest(asked, self.archive.index_delay_s), is_memento)
            try:
                found = read(answer)
            except (FetchError, BadInput) as error:
                problem = error
                if isinstance(error, BadInput) or error.outcome in _FINAL:
                    break
            else:
                return found
        assert problem is not None
        final = isinstance(problem, FetchError) and problem.outcome in _FINAL
        if not final and not isinstance(problem, BadInput):
            raise ArchiveDown(str(problem))
        self.problems.append(LookUpFailure(asked, problem.reason, final))
        return None


def row_of(listed: ListedMemento) -> MementoRow:
    """Return a memento as the archive keeps it."""
    return MementoRow(*listed, surt(listed.url))


def listed_of_row(row: MementoRow) -> ListedMemento:
    """Return a memento as its index lists it."""
    return ListedMemento(row.name, row.at, row.url, row.status, row.media_type, row.digest, row.length)
