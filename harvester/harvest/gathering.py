"""Articles on several pages in a run: the further pages are captured after the first, one after another.

Each is stored before the next one is asked for, by the turns and delays of its host. A run that is killed in
between leaves an article whose pages are not all there; its history waits for the next capture.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.schedule import Condition, further_condition
from harvester.fetch import Fetched
from harvester.harvest.damage import Damage
from harvester.harvest.deriving import Deriving
from harvester.harvest.fetching import Fetching
from harvester.harvest.known_readings import LeadsOn, SameAs
from harvester.http.headers import Validators
from harvester.http.paging import MAX_PAGES
from harvester.model import Capture, Verdict
from harvester.reading import Reading, ended


class Begun(NamedTuple):
    """An article of which some pages are captured. end: of the chain of its first page. reading: so far.

    unrendered: why a browser that was to render its first page made no document. leads_to: the next page, if
    an earlier capture began with the same pages; they are not read then. led_from: as in `Fetched`.
    """

    capture_id: int
    end: Capture
    reading: Reading | SameAs | None = None
    unrendered: str = ""
    leads_to: str = ""
    led_from: str = ""

    @property
    def next_url(self) -> str:
        """The page to capture next, ``""`` for none."""
        if self.reading is None:
            return self.leads_to
        return self.reading.next_url if self.reading.verdict is Verdict.CONTENT else ""


class Further(NamedTuple):
    """A request for the next page of an article."""

    begun: Begun
    condition: Condition


Store = Callable[[Fetched, Condition, int], object]
"""It stores a further page; the number is that of the capture of the article's first page."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """It gathers the pages of articles in a run. damage: the parts of the archive that could not be read."""

    conn: sqlite3.Connection
    fetching: Fetching
    deriving: Deriving
    damage: Damage
    store: Store

    def begun(self, capture_id: int, end: Capture) -> Begun:
        """Return what the first page shows, together with the further pages that are stored."""
        first: Reading | SameAs | LeadsOn | None = None
        with self.damage.noted():
            first = self.deriving.begin(capture_id, end)
        if isinstance(first, LeadsOn):
            return Begun(capture_id, end, leads_to=first.next_url)
        return Begun(capture_id, end, first)

    def finish(self, begun: Sequence[Begun]) -> Iterator[Begun]:
        """Capture the further pages of the articles; yield each article when its pages are all stored.

        If the next page of an article may not be requested now, it is yielded with the pages so far.
        """
        for _ in range(1, MAX_PAGES):
            if not begun:
                return
            left: list[Begun] = []
            for asked in self.fetching.ask([self._request(each) for each in begun]):
                each, sent = asked.what
                if not isinstance(asked.answer, Fetched):
                    yield self._with_stored_pages(each)
                    continue
                self.store(asked.answer, sent, each.capture_id)
                more = self._with_next_page(each, asked.answer.end)
                if more.next_url in {"", each.next_url}:
                    yield self._with_stored_pages(more)
                else:
                    left.append(more)
            begun = left
        yield from map(self._with_stored_pages, begun)

    def _with_next_page(self, begun: Begun, page: Capture) -> Begun:
        """Return the article, read again with its next page, which was just stored."""
        known = ended(begun.reading, page.outcome) if isinstance(begun.reading, Reading) else None
        if known is not None:
            return begun._replace(reading=known)
        return self.begun(begun.capture_id, begun.end)._replace(unrendered=begun.unrendered)

    def _with_stored_pages(self, begun: Begun) -> Begun:
        """Return the article with the reading of the pages that are stored."""
        if begun.leads_to:
            with self.damage.noted():
                reading = self.deriving.read(begun.capture_id, begun.end)
                begun = begun._replace(reading=reading, leads_to="")
        return begun

    def _request(self, begun: Begun) -> tuple[str, Validators, Further]:
        sent = Further(begun, Condition())
        with self.damage.noted():
            if not self.fetching.sends_conditions(begun.next_url):
                return begun.next_url, sent.condition.validators, sent
            sent = sent._replace(condition=further_condition(self.conn, begun.next_url))
        return begun.next_url, sent.condition.validators, sent
