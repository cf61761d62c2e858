"""One run: what is due is fetched in parallel by host, stored by one writer, read, and compared.

A generator of events: whoever iterates prints them, and may stop at any point. What was yielded is
committed; the run's row is closed in any case.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from harvester import __version__
from harvester.archive.captures import add_capture
from harvester.archive.evidence import add_article, add_robots, add_source, begin_run, end_run
from harvester.archive.rows import Due, HostState, Source
from harvester.archive.schedule import due, note_host
from harvester.archive.sources import DueSource, add_source_capture, due_sources
from harvester.archive.writing import evidence
from harvester.config import Settings
from harvester.errors import HarvesterError
from harvester.fetch import Fetched, origin, robots_rules
from harvester.harvest.derive import derive
from harvester.harvest.fetching import Fetching, host_of
from harvester.harvest.reading import NO_PAGE, source_kind
from harvester.harvest.report import Captured, Deferred, Event, Found, Planned, Rederived, Report
from harvester.harvest.sources import MAX_SITEMAP_DEPTH, PAGE, announced, told_kind
from harvester.harvest.yields import caught_up, lost_most
from harvester.model import Outcome

PROGRAM = f"harvester {__version__}"


def utc_now() -> datetime:
    """Return the wall clock, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way. ``now`` is the clock; a test gives its own."""

    db: Database
    settings: Settings
    run_id: int
    fetching: Fetching
    now: Callable[[], datetime]

    def sources(self) -> Iterator[Event]:
        """Fetch the sources that are due, and the sitemaps that they point to; add their articles."""
        seen: set[int] = set()
        for _ in range(MAX_SITEMAP_DEPTH):
            waiting = [each for each in due_sources(self.db, self.now()) if each.source_id not in seen]
            if not waiting:
                return
            seen.update(each.source_id for each in waiting)
            yield Planned("sources", len(waiting))
            for asked in self.fetching.ask((each.url, each.validators, each) for each in waiting):
                if isinstance(asked.answer, Fetched):
                    yield self._source(asked.what, asked.answer)
                else:
                    yield Deferred(asked.what.url, str(asked.answer))

    def _source(self, source: DueSource, fetched: Fetched) -> Found:
        capture = fetched.capture
        with evidence(self.db):
            self._keep_robots(fetched)
            add_source_capture(self.db, self.run_id, source.source_id, capture)
            self._note_host(capture.final_url or capture.url)
        if capture.outcome is not Outcome.OK:
            return Found(capture)
        try:
            found = announced(source.kind, capture, self._selector(source.url))
        except HarvesterError as error:
            return Found(capture, problem=str(error))
        with evidence(self.db):
            for url in found.sitemaps:
                add_source(self.db, Source("sitemap", url, every_s=source.every_s), self.now())
            added = sum(self._add(url, source.source_id) for url in found.articles)
        return Found(capture, len(found.articles), added)

    def _add(self, url: str, source_id: int) -> bool:
        """Follow an article; return whether it is new."""
        before = self.db.conn.total_changes
        add_article(self.db, url, source_id, self.now(), "feed")
        return self.db.conn.total_changes > before

    def _selector(self, url: str) -> str:
        return next((each.links for each in self.settings.sources if each.url == url), "")

    def articles(self) -> Iterator[Event]:
        """Capture the articles that are due; each is stored, then read, before the next."""
        waiting = due(self.db, self.now())
        yield Planned("articles", len(waiting))
        for asked in self.fetching.ask((each.url, each.validators, each) for each in waiting):
            if isinstance(asked.answer, Fetched):
                yield self._article(asked.what, asked.answer)
            else:
                yield Deferred(asked.what.url, str(asked.answer))

    def _article(self, article: Due, fetched: Fetched) -> Captured:
        capture = fetched.capture
        with evidence(self.db):
            self._keep_robots(fetched)
            capture_id = add_capture(self.db, self.run_id, article.article_id, capture)
            self._note_host(capture.final_url or capture.url)
        if capture.outcome is not Outcome.OK:
            return Captured(capture)
        came_to = derive(self.db, capture_id, article.article_id, capture, self.settings.rules)
        if came_to.verdict == NO_PAGE:
            self._take_for(source_kind(capture), article)
        lost = came_to.version > 1 and lost_most(came_to.pairs_before, came_to.pairs)
        return Captured(
            capture,
            came_to.verdict,
            came_to.reason,
            came_to.version,
            came_to.changes,
            (came_to.pairs_before, came_to.pairs) if lost else (),
        )

    def _take_for(self, kind: str, article: Due) -> None:
        """Follow what was added as a page as the source that it is."""
        source = self.db.table("source").get(article.source_id)
        if source["url"] == article.url:
            add_source(self.db, Source(kind, article.url, source["name"], source["every_s"]), self.now())

    def _keep_robots(self, fetched: Fetched) -> None:
        for capture in fetched.robots:
            add_robots(self.db, origin(capture.url), capture, robots_rules(capture).expires_at)

    def _note_host(self, url: str) -> None:
        """Keep when the host may be asked again, so that the next process waits too."""
        if host := host_of(url):
            note_host(self.db, host, HostState(next_at=self.fetching.gate.next_at(host)))


def harvest(
    db: Database, settings: Settings, command: str = "run", now: Callable[[], datetime] = utc_now
) -> Generator[Event, None, None]:
    """Do one run and yield what happens, as it happens.

    Sources that the settings declare are added first; captures that an earlier run left unread, or that
    another parser read, are read before anything is fetched. Close it where it is not read to its end.
    """
    run_id = begin_run(db, command, PROGRAM, now())
    report = Report()
    try:
        with Fetching(db, settings, now) as fetching:
            for event in _steps(Run(db, settings, run_id, fetching, now)):
                report.add(event)
                yield event
    finally:
        end_run(db, run_id, report.as_json(), now())


def _steps(run: Run) -> Iterator[Event]:
    declare(run.db, run.settings, run.now())
    reread = caught_up(run.db, run.settings.rules)
    if reread.captures:
        yield Rederived(*reread)
    yield from run.sources()
    yield from run.articles()


def declare(db: Database, settings: Settings, now: datetime) -> None:
    """Add the sources that the settings declare."""
    with evidence(db):
        for each in settings.sources:
            source = Source(each.kind or told_kind(db, each.url), each.url, each.name, each.every_s)
            source_id = add_source(db, source, now)
            if source.kind == PAGE:
                add_article(db, each.url, source_id, now)
