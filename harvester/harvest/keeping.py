"""Imports of captures that others made: evidence is stored first, in batches; then articles are settled.

Whatever brings such captures (files of saved pages, web archives, services) hands them over as `Arrival`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.captures import Recording, key_of
from harvester.archive.imports import (
    SAVED,
    ArrivalFate,
    Origin,
    add_imported,
    end_waiting_of_no_source,
    fate_of,
    unreadable,
)
from harvester.archive.keys import Provenance
from harvester.archive.payload import Payloads
from harvester.archive.renderings import add_rendering
from harvester.archive.runs import Invocation
from harvester.archive.writing import derived, evidence, undone
from harvester.harvest.catching_up import NO_LIMIT, catch_up
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.run_row import PROGRAM, RunRow
from harvester.interop.saved import RefusedPage
from harvester.model import Capture
from harvester.rendering import Rendering

BATCH = 100
"""This many chains share one transaction: a sync costs milliseconds, and a kill loses one batch at most."""

BATCH_BYTES = 64 << 20
"""At most this many bytes of bodies share one transaction, so that memory stays flat."""

AT_HAND = 64 << 20
"""At most this many bytes of stored bodies are cached, because later bodies may be patches on them."""


class Arrival(NamedTuple):
    """A chain of captures that arrives, as one request made it: redirects first, the end last.

    place: how a message names it. origins: one for each capture. kind, role: those of the captures.
    confirms: the id of the capture whose payload a 304 at the end confirms. part_of: the id of the capture
    of the article's first page, if this is a further page. rendering: what a browser made of the end's page.
    """

    place: str
    chain: tuple[Capture, ...]
    origins: tuple[Origin, ...]
    kind: str = "exchange"
    role: str = "article"
    confirms: int | None = None
    part_of: int | None = None
    rendering: Rendering | None = None

    @property
    def size(self) -> int:
        """Return the number of bytes of all bodies."""
        return sum(len(each.body) for each in self.chain)


@dataclass(slots=True)
class Imported:
    """The counts and messages of an import.

    added, known: numbers of chains that are new to the archive, and that it had. refused: chains that were
    not stored, and stored ones that are no pages. notes: remarks about files. passed: the number of captures
    of web archives that are not wanted. wrong: the number of records that were stored although their digest
    does not fit. articles: the ids of the articles that were settled.
    """

    added: int = 0
    known: int = 0
    refused: list[RefusedPage] = field(default_factory=list)
    notes: list[RefusedPage] = field(default_factory=list)
    passed: int = 0
    wrong: int = 0
    articles: set[str] = field(default_factory=set)

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            self.added + other.added,
            self.known + other.known,
            self.refused + other.refused,
            self.notes + other.notes,
            self.passed + other.passed,
            self.wrong + other.wrong,
            self.articles | other.articles,
        )


@contextmanager
def keeping(deriving: Deriving, command: str) -> Iterator["Keeping"]:
    """Yield a `Keeping`, and close its run at the end, also after an error."""
    kept = Keeping(deriving.db, deriving.now, command)
    try:
        yield kept
    finally:
        kept.end()


def keep(
    deriving: Deriving, command: str, arrivals: Iterable[Arrival | RefusedPage], *, dry: bool = False
) -> Imported:
    """Store all arrivals and settle their articles; return the counts. Nothing is followed.

    A refused arrival does not stop the others. The import may be stopped and repeated at any point: known
    chains are not added a second time, and the next run settles the rest. dry: the counts are those of an
    import, but nothing is written.
    """
    if dry:
        kept = Keeping(deriving.db, deriving.now, command)
        with undone(deriving.db):  # and the row of its run with all the rest, so that nothing has to close it
            kept.add(arrivals)
        return kept.imported
    with keeping(deriving, command) as kept:
        kept.add(arrivals)
        kept.settle(deriving)
    return kept.imported


@dataclass(slots=True)
class Keeping:
    """An import under way. places: how messages name the ends of chains that it added."""

    db: Database
    now: Callable[[], datetime]
    command: str
    imported: Imported = field(default_factory=Imported)
    places: dict[int, str] = field(default_factory=dict)
    run: RunRow = field(init=False)
    payloads: Payloads = field(init=False)

    def __post_init__(self) -> None:
        """Cache the bodies that were stored last, because the next ones are probably patches on them."""
        self.run = RunRow(self.db, self.now)
        self.payloads = Payloads(self.db.conn, AT_HAND)

    def add(self, arrivals: Iterable[Arrival | RefusedPage]) -> None:
        """Store the new arrivals, in batches of one transaction each.

        The next arrival is taken from the iterator after the one before is stored, so that it may refer to
        that one.
        """
        left = iter(arrivals)
        while self._add_some(left):
            pass

    def _add_some(self, arrivals: Iterator[Arrival | RefusedPage]) -> bool:
        """Store a batch; return whether more arrivals may follow."""
        size = 0
        with evidence(self.db):
            for number, each in enumerate(arrivals, 1):
                if isinstance(each, RefusedPage):
                    self.imported.refused.append(each)
                else:
                    self._add(each)
                    size += each.size
                if number == BATCH or size >= BATCH_BYTES:
                    return True
        return False

    def _add(self, arrival: Arrival) -> None:
        how = Provenance(arrival.kind, confirms=key_of(self.db.conn, arrival.confirms))
        fate = fate_of(self.db.conn, arrival.chain, arrival.origins[-1], how)
        if fate is ArrivalFate.NEW:
            added = self._kept(arrival)
            if arrival.kind == SAVED:
                self.places[added] = arrival.place
            self.imported.added += 1
        elif fate is ArrivalFate.KNOWN:
            self.imported.known += 1
        else:
            reason = f"A takedown removed what {arrival.origins[-1].file} holds."
            self.imported.refused.append(RefusedPage(arrival.place, reason))

    def _kept(self, arrival: Arrival) -> int:
        now = self.now()
        if not self.run.id:
            self.run.begin(Invocation(self.command, PROGRAM))
        how = Recording(
            self.run.id, arrival.role, arrival.confirms, arrival.kind, now, part_of=arrival.part_of
        )
        end = add_imported(self.db, how, arrival.chain, arrival.origins, self.payloads)
        if arrival.rendering:
            add_rendering(self.db, end, arrival.rendering)
        return end

    def settle(self, deriving: Deriving) -> None:
        """Read the added captures, and settle their articles, each once."""
        enact(self.db)
        for each in catch_up(deriving, NO_LIMIT):
            self.imported.articles.update(one.article_id for one in each.settled)
        with derived(self.db):
            end_waiting_of_no_source(self.db.conn)
        for capture_id, reason in unreadable(self.db.conn, self.places).items():
            self.imported.refused.append(
                RefusedPage(self.places[capture_id], f"It is kept, but unreadable: {reason}")
            )

    def end(self) -> None:
        """Close the run, if something was added."""
        told = self.imported
        self.run.end({"added": told.added, "known": told.known, "refused": len(told.refused)})
