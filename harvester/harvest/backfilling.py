"""Backfill: an article's past out of a web archive, asked for politely, kept as evidence, settled once.

The index is asked first, and what it says is kept, so that a backfill that is stopped goes on where it was. A
memento is asked for only if its digest is not that of a page that is here. One transaction keeps it with its
origin, and notes that it is done. So nothing is lost or doubled, whenever the program is killed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harvester.archive.backfills import MementoRow, listed_of, urls_of
from harvester.archive.connection import sqlite3
from harvester.archive.finding import articles_named
from harvester.errors import ConfigError
from harvester.fetch import HostWaits, RunStopped
from harvester.fetch.archives import ArchiveClient
from harvester.harvest.deriving import Deriving
from harvester.harvest.keeping import Imported, keeping
from harvester.harvest.known_bodies import KnownBodies
from harvester.harvest.looking_up import ArchiveDown, LookingUp, LookUpFailure, listed_of_row
from harvester.harvest.mementos import MementoDownload, MementoStep, steps
from harvester.http.surt import surt
from harvester.http.urls import BadUrl, checked_url
from harvester.interop.listed import EVER, MementoArchive, MementoFate, Period, choose

COMMAND = "backfill"


@dataclass(frozen=True, slots=True)
class BackfillBounds:
    """What is wanted. per_day: mementos of one URL and day, None for all. limit: requests for mementos.

    obeys_noarchive: no body is kept of a page that asks for no copy.
    """

    period: Period = EVER
    per_day: int | None = 1
    limit: int | None = None
    obeys_noarchive: bool = False


@dataclass(slots=True)
class Backfilled:
    """The counts and messages of a backfill.

    imported: as by an import. fates: of the mementos that were wanted. thinned: how many more there are of a
    day than were wanted. others, unread: rows of the index that are of other URLs, or that cannot be read.
    asked: how many requests were made. left: mementos that are to be asked for; size: how many bytes they
    have in the archive, as far as the index says. problems: what was not given. stopped: why it ended early,
    or ``""``.
    """

    imported: Imported = field(default_factory=Imported)
    fates: Counter[MementoFate] = field(default_factory=Counter)
    thinned: int = 0
    others: int = 0
    unread: int = 0
    asked: int = 0
    left: int = 0
    size: int = 0
    problems: list[LookUpFailure] = field(default_factory=list)
    stopped: str = ""

    @property
    def is_refused(self) -> bool:
        """Return whether the archive refused everything that it was asked for."""
        given = sum(number for fate, number in self.fates.items() if fate is not MementoFate.REFUSED)
        refused = self.fates[MementoFate.REFUSED] or any(each.is_refusal for each in self.problems)
        return bool(refused) and not given and not self.stopped

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is left, and nothing failed."""
        return not (self.left or self.stopped or self.problems)


def urls_named(conn: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Return the URLs of the article that a text names, or the URL that it is; raises ConfigError.

    A page need not be known here: a backfill follows nothing.
    """
    found = articles_named(conn, text)
    if len(found) > 1:
        raise ConfigError(text, "names more than one article", "Give a URL.")
    if found and (urls := urls_of(conn, str(found[0].id))):
        return urls
    try:
        return (checked_url(text),)
    except BadUrl as error:
        raise ConfigError(text, "is neither an article of this archive nor a URL") from error


def _silent(done: int, total: int) -> None:
    del done, total


@dataclass(slots=True)
class Backfill:
    """A backfill under way. watch: gets how many mementos are done, and how many are wanted."""

    deriving: Deriving
    client: ArchiveClient
    archive: MementoArchive
    wish: BackfillBounds
    watch: Callable[[int, int], None] = _silent
    result: Backfilled = field(default_factory=Backfilled)

    def outlook(self, articles: Sequence[Sequence[str]]) -> Backfilled:
        """Return what a backfill of the articles, given by their URLs, would do; only the index is asked.

        The answers of the index are stored, so that the backfill itself does not ask it again.
        """
        self._look_up(articles)
        self._count(articles)
        return self.result

    def run(self, articles: Sequence[Sequence[str]]) -> Backfilled:
        """Store the mementos of the articles, given by their URLs, and settle them; return the counts.

        The backfill may be stopped and repeated at any point.
        """
        with keeping(self.deriving, COMMAND) as kept:
            self.result.imported = kept.imported
            self._look_up(articles)
            wish, edges = self.wish, (self.deriving.db, self.client, self.archive, kept)
            taking = MementoDownload(*edges, wish.limit, wish.obeys_noarchive)
            try:
                self._take(taking, articles)
            except (HostWaits, RunStopped, ArchiveDown) as error:
                self.result.stopped = str(error)
            self.result.asked += taking.asked
            self.result.problems += taking.problems
            kept.settle(self.deriving)
        self._count(articles)
        return self.result

    def _look_up(self, articles: Sequence[Sequence[str]]) -> None:
        """Ask the index. If the archive stops answering, its answers up to then count."""
        db, period = self.deriving.db, self.wish.period
        looking = LookingUp(db, self.client, self.archive, period, self.deriving.now)
        try:
            for urls in articles:
                looking.read(urls)
        except (HostWaits, RunStopped, ArchiveDown) as error:
            self.result.stopped = str(error)
        found = self.result
        found.problems += looking.problems
        found.asked += looking.asked
        found.others, found.unread = looking.others, looking.unread

    def _take(self, taking: MementoDownload, articles: Sequence[Sequence[str]]) -> None:
        wanted = [self._wanted(urls)[0] for urls in articles]
        total = sum(map(len, wanted))
        done = 0
        for urls, rows in zip(articles, wanted, strict=True):
            for _ in taking.all(rows, self._known(urls)):
                done += 1
                self.watch(done, total)

    def _count(self, articles: Sequence[Sequence[str]]) -> None:
        """Count how the mementos stand, and what is left to do."""
        found = self.result
        for urls in articles:
            rows, thinned = self._wanted(urls)
            known = self._known(urls)
            found.thinned += thinned
            for row, step in steps(rows, known):
                found.fates[MementoFate(row.fate)] += 1
                if step is MementoStep.ASK:
                    found.left += 1
                    found.size += row.length
                    known.add(listed_of_row(row), 0)

    def _wanted(self, urls: Sequence[str]) -> tuple[list[MementoRow], int]:
        conn = self.deriving.db.conn
        rows = {each.name: each for each in listed_of(conn, self.archive.key, _surts(urls))}
        choice = choose(map(listed_of_row, rows.values()), self.wish.period, self.wish.per_day)
        return [rows[each.name] for each in choice.taken], choice.thinned

    def _known(self, urls: Sequence[str]) -> KnownBodies:
        return KnownBodies(self.deriving.db.conn, _surts(urls), self.archive.kind)


def _surts(urls: Sequence[str]) -> set[str]:
    return {surt(each) for each in urls}
