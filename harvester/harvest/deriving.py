"""From stored captures to readings and articles: live, after a crash and in a rebuild.

A live run reads each capture when it is stored. If other captures of its article wait to be read by the
present reader, it waits with them: only readings of one reader are compared.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from harvester.archive.captures import is_removed
from harvester.archive.connection import sqlite3
from harvester.archive.histories import is_known
from harvester.archive.payload import Payloads
from harvester.archive.readings import (
    articles_of,
    begin_attempt,
    end_attempt,
    is_begun,
    note_fault,
    repeat_reading,
    store_reading,
    wait_again,
)
from harvester.archive.writing import derived, relaxed
from harvester.errors import HarvesterError, fault_words
from harvester.harvest.consecutive import Comparisons
from harvester.harvest.known_readings import LeadsOn, SameAs, read_before
from harvester.harvest.reader import Reader, StoredCapture, stored
from harvester.harvest.settling import Settled, settle_capture
from harvester.model import Capture
from harvester.reading import Reading
from harvester.reading.received import READ
from harvester.site_rule import SiteRule


@contextmanager
def faults_noted(db: Database, capture_ids: Sequence[int]) -> Iterator[None]:
    """Note a fault of our own beside the captures: they are left out of the history, and the run goes on.

    What was written inside is rolled back. Errors of the archive itself are raised.
    """
    try:
        yield
    except (HarvesterError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001  the boundary round what makes history of a reading
        for each in capture_ids:
            note_fault(db, each, fault_words(error))


@dataclass(frozen=True, slots=True)
class Deriving:
    """Derives by one set of site rules.

    now: the clock. behind: the articles with captures that wait to be read by the present reader. known:
    readings that were made before their captures were stored, by `harvester.harvest.reader.basis`.
    comparisons: comparisons that were made together with readings, and that the fold will use.
    """

    db: Database
    rules: tuple[SiteRule, ...]
    now: Callable[[], datetime]
    behind: frozenset[str] = frozenset()
    known: Mapping[Hashable, Reading] = field(default_factory=dict)
    comparisons: Comparisons = field(default_factory=Comparisons)

    @property
    def reader(self) -> Reader:
        """Return how articles are read."""
        return Reader(self.rules)

    def article(self, capture_id: int, end: Capture) -> tuple[Reading | SameAs | None, list[Settled]]:
        """Read the end of a chain that was just stored, and settle its articles; return both.

        The reading is None if there was nothing to read, or if its article waits to be read by the present
        reader. Then nothing is settled.
        """
        reading = None if self.waits(capture_id) else self.read(capture_id, end)
        return reading, self.settle(capture_id, reading)

    def read(self, capture_id: int, end: Capture) -> Reading | SameAs | None:
        """Return the reading of the end of a chain that was just stored, with its further pages, if any."""
        begun = self.begin(capture_id, end)
        return self._read_anew(stored(self.db.conn, capture_id), end) if isinstance(begun, LeadsOn) else begun

    def begin(self, capture_id: int, end: Capture) -> Reading | SameAs | LeadsOn | None:
        """Return the reading, or only the next page if an earlier capture began with the same pages.

        The capture is marked as tried. None if there is nothing to read, or if a takedown removed its bytes.
        """
        if end.outcome not in READ or not end.body:
            return None
        if not is_begun(self.db.conn, capture_id):
            begin_attempt(self.db, (capture_id,), self.now())
        if is_removed(self.db.conn, capture_id):
            return None
        page = stored(self.db.conn, capture_id)
        known = None if page.head.is_rendered else read_before(self.db.conn, self.reader, capture_id, page)
        return known or self._read_anew(page, end)

    def settle(self, capture_id: int, reading: Reading | SameAs | None) -> list[Settled]:
        """Keep the reading, and settle the capture's articles.

        Nothing is done if its article waits to be read by the present reader.
        """
        settled: list[Settled] = []
        if self.waits(capture_id):
            with relaxed(self.db):
                wait_again(self.db.conn, (capture_id,))
            return settled
        with faults_noted(self.db, (capture_id,)), derived(self.db):
            if isinstance(reading, SameAs):
                repeat_reading(self.db.conn, capture_id, reading.capture_id)
            elif reading is not None:
                store_reading(self.db.conn, capture_id, self.reader.label, reading)
            # The history may have folded it unread, while its further pages were captured.
            settled = settle_capture(self.db.conn, capture_id, is_new=not is_known(self.db.conn, capture_id))
            end_attempt(self.db.conn, (capture_id,))
        return settled

    def _read_anew(self, page: StoredCapture, end: Capture) -> Reading:
        payloads = Payloads(self.db.conn)
        is_rendered = page.head.is_rendered  # then what a browser made of the body is read
        return self.reader.read(page.whole(payloads) if is_rendered else page.with_body(end.body, payloads))

    def waits(self, capture_id: int) -> bool:
        """Return whether other captures of the capture's article wait to be read by the present reader."""
        return bool(self.behind) and not self.behind.isdisjoint(articles_of(self.db.conn, (capture_id,)))
