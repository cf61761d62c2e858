"""Import of saved pages: evidence first, in batches; then each article that they are of is settled."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from harvester.archive.captures import Recording
from harvester.archive.imports import Fate, add_saved, fate_of, unreadable
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import evidence
from harvester.errors import BadInput
from harvester.harvest.catching_up import catch_up
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.run import PROGRAM
from harvester.interop.saved import Refused, SavedPage, read
from harvester.model import Capture

BATCH = 100
"""This many pages share one transaction: a sync costs milliseconds, and a kill loses one batch at most."""

BATCH_BYTES = 64 << 20
"""At most this many bytes of pages share one transaction, so that memory stays flat."""

NO_LIMIT = float("inf")


@dataclass(slots=True)
class Imported:
    """What came of an import.

    added, known: pages that are new to the archive, and that it had. refused: those that it did not take, and
    those that it took and that are no page. articles: the ids of those that were brought up to date.
    """

    added: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)


def import_saved(deriving: Deriving, pages: Iterable[SavedPage | Refused]) -> Imported:
    """Keep saved pages as captures and settle their articles; return what came of it. Nothing is followed.

    Refused pages do not stop the others. It may be stopped and repeated at any point: known pages are not
    added a second time, and the next run settles what was not settled.
    """
    keeping = Keeping(deriving.db, deriving.now)
    result = keeping.result
    try:
        for batch in batches(readable(pages, result.refused)):
            keeping.add(batch)
        enact(deriving.db)
        for each in catch_up(deriving, NO_LIMIT):
            result.articles.update(one.article_id for one in each.settled)
        for capture_id, reason in unreadable(deriving.db.conn, keeping.places).items():
            place = keeping.places[capture_id]
            result.refused.append(Refused(place, f"It is kept, but unreadable: {reason}"))
    finally:
        keeping.end()
    return result


@dataclass(slots=True)
class Keeping:
    """An import under way. places: how messages name the captures that it added."""

    db: Database
    now: Callable[[], datetime]
    result: Imported = field(default_factory=Imported)
    places: dict[int, str] = field(default_factory=dict)
    run_id: int = 0

    def add(self, batch: Iterable[tuple[SavedPage, Capture]]) -> None:
        """Keep the pages of a batch that are new, in one transaction."""
        with evidence(self.db):
            for page, capture in batch:
                fate = fate_of(self.db.conn, capture)
                if fate is Fate.NEW:
                    self._add(page, capture)
                elif fate is Fate.KNOWN:
                    self.result.known += 1
                else:
                    self.result.refused.append(
                        Refused(page.place, f"A takedown removed what {page.file} holds.")
                    )

    def _add(self, page: SavedPage, capture: Capture) -> None:
        now = self.now()
        self.run_id = self.run_id or begin_run(self.db, Invocation("import", PROGRAM), now)
        recording = Recording(self.run_id, "article", recorded_at=now)
        self.places[add_saved(self.db, recording, capture, str(page.file))] = page.place
        self.result.added += 1

    def end(self) -> None:
        """Close the run, if something was added."""
        if self.run_id:
            found = self.result
            report = {"added": found.added, "known": found.known, "refused": len(found.refused)}
            end_run(self.db, self.run_id, report, self.now())
            seal(self.db, self.now())


def readable(
    pages: Iterable[SavedPage | Refused], refused: list[Refused]
) -> Iterator[tuple[SavedPage, Capture]]:
    """Yield each page with its capture; what cannot be read is added to the refused."""
    for page in pages:
        if isinstance(page, Refused):
            refused.append(page)
            continue
        try:
            yield page, read(page)
        except BadInput as error:
            refused.append(Refused(error.source, error.reason))


def batches(pages: Iterable[tuple[SavedPage, Capture]]) -> Iterator[list[tuple[SavedPage, Capture]]]:
    """Yield the pages in lists that one transaction may hold."""
    batch: list[tuple[SavedPage, Capture]] = []
    size = 0
    for page, capture in pages:
        batch.append((page, capture))
        size += len(capture.body)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
