"""What bounds a run: URLs that a person named, how many requests, how long, the free space of the disk."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from harvester.archive.asking import article_at, articles_announced_by, source_at, sources_named_by
from harvester.archive.connection import sqlite3
from harvester.archive.disk import Space, low_space
from harvester.archive.due import (
    Due,
    DueSelection,
    DueSource,
    due_articles,
    due_by_host,
    due_now,
    due_sources,
    newest_row,
    number_due,
)
from harvester.errors import ArchiveUnwritable
from harvester.harvest.agenda import PER_HOST, WAVE, RequestBudget
from harvester.harvest.fetching import Fetching

_FREE = "What was captured is kept. Free space, then run again; the rest is due still."


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may ask for at most; by default everything that is due.

    sources, articles: as a person named them. They are asked for due or not, and nothing else is, but for the
    articles of such a source that are due. requests: for sources and articles; redirects and robots.txt are
    not counted. is_due: what is not due is not asked for, unless it was named. seconds: the run stops asking
    then; what it has begun is finished. space: of the disk on which a path is.
    """

    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    requests: int | None = None
    is_due: bool = True
    seconds: float | None = None
    space: Callable[[Path], Space] = shutil.disk_usage


EVERYTHING = Bounds()
"""All that is due, for as long as it takes."""


@dataclass(slots=True)
class Bounded:
    """The bounds of a run under way.

    most: by the settings, of one host and of all, 0 for any number. left: requests; the run sets it to 0 when
    it stops asking. short: why it stopped before its end. budget: of each host; it has no limit if a person
    named what is to be asked for.
    """

    conn: sqlite3.Connection
    path: Path
    bounds: Bounds
    most: tuple[int, int] = (0, 0)
    left: int | None = None
    short: str = ""
    budget: RequestBudget = field(init=False)
    _sources: dict[int, DueSource] = field(default_factory=dict)
    _articles: dict[str, Due] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what was named, before anything is asked. Raises ConfigError for what is not followed."""
        most = [each for each in (self.bounds.requests, self.most[1] or None) if each is not None]
        self.left = min(most, default=None)
        found = (source_at(self.conn, each) for each in self.bounds.sources)
        self._sources = {each.source_id: each for each in found}
        named = (article_at(self.conn, each) for each in self.bounds.articles)
        self._articles = {each.article_id: each for each in named}
        self.budget = RequestBudget(0 if self.names else self.most[0])

    @property
    def names(self) -> bool:
        """Return whether a person named what is to be asked for."""
        return bool(self._sources or self._articles)

    def next_sources(self, now: datetime) -> list[DueSource]:
        """Return the sources that are asked for next; those that were named come first, each time."""
        due = due_now(self.conn, DueSelection(now, is_source=True, is_due=self.bounds.is_due))
        found = due_sources(self.conn, self.budget.take(due, None if self.names else self.left))
        if not self.names:
            return found
        allowed = {*self._sources, *sources_named_by(self.conn, self._sources)}
        others = [each for each in found if each.source_id in allowed - {*self._sources}]
        return [*self._sources.values(), *others]

    def number(self, now: datetime) -> int:
        """Return how many articles are asked for, as far as is known before."""
        sought = DueSelection(now, is_source=False, is_due=self.bounds.is_due)
        if self.names:
            return len(self._named(sought))
        number = number_due(self.conn, sought)
        if self.budget.each:
            number = self.budget.fits(due_by_host(self.conn, sought))
        return number if self.left is None else min(number, self.left)

    def waves(self, now: datetime) -> Iterator[list[Due]]:
        """Yield the articles that are asked for: those worth most in waves, those that were named as one."""
        newest = newest_row(self.conn)
        sought = DueSelection(now, is_source=False, is_due=self.bounds.is_due, newest=newest)
        if self.names:
            yield self._named(sought)
            return
        hosts = len(due_by_host(self.conn, sought))
        while numbers := self.budget.take(due_now(self.conn, sought), self._wave(hosts), PER_HOST):
            yield due_articles(self.conn, numbers)

    def _wave(self, hosts: int) -> int:
        """Return how many requests a wave has at most; the look at what is due ends when they are found."""
        most = min(WAVE, PER_HOST * hosts)
        return most if self.left is None else min(most, self.left)

    def _named(self, sought: DueSelection) -> list[Due]:
        """Return the articles that were named, and the due ones of the sources that were named."""
        sources = {*self._sources, *sources_named_by(self.conn, self._sources)}
        allowed = articles_announced_by(self.conn, sources) - {*self._articles} if sources else set()
        due = due_articles(self.conn, [number for number, _ in due_now(self.conn, sought)]) if allowed else []
        return [*self._articles.values(), *(each for each in due if each.article_id in allowed)]

    def take(self, wanted: int) -> int:
        """Return how many of this many requests may be made, and count them."""
        if self.left is None:
            return wanted
        taken = min(wanted, self.left)
        self.left -= taken
        return taken

    def check_space(self) -> None:
        """Raise ArchiveUnwritable if the run may not even begin."""
        if low := low_space(self.path, self.bounds.space):
            raise ArchiveUnwritable(self.path, low, _FREE)

    def stop_if_full(self, fetching: Fetching) -> None:
        """Stop asking if space has become short; the run ends when what it has begun is stored."""
        if not self.short and (low := low_space(self.path, self.bounds.space)):
            self.short = low
            fetching.stop()

    def tell(self) -> None:
        """Raise ArchiveUnwritable if the run stopped because space became short."""
        if self.short:
            raise ArchiveUnwritable(self.path, self.short, _FREE)


@contextmanager
def stopping(fetching: Fetching, seconds: float | None) -> Iterator[None]:
    """Have the fetching stop after this many seconds; never for None."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, fetching.stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
