"""What a URL is, found out by asking for it: an article, a source, or a site that names its sources.

Each request is a capture of a run, as evidence and for politeness. A look decides nothing about what is
followed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlite_utils import Database

from harvester.archive.captures import Recording, add_chain, read_capture
from harvester.archive.readings import end_attempt
from harvester.archive.robots import robots_chains
from harvester.archive.runs import Invocation
from harvester.archive.writing import evidence, relaxed
from harvester.config import Settings, as_setting
from harvester.discover.listing import listing_links
from harvester.discover.naming import NamedSource, named_by_robots, named_sources, usual_places
from harvester.discover.opml import Outline, is_opml, read_opml
from harvester.discover.unpacking import SourceDocument
from harvester.errors import BadInput
from harvester.fetch import Fetched, is_unreachable, robots_url
from harvester.harvest.deriving import Deriving
from harvester.harvest.events import HostAwaited
from harvester.harvest.fetching import Fetching
from harvester.harvest.kinds import PAGE
from harvester.harvest.run_row import PROGRAM, RunRow
from harvester.http.headers import Validators, header
from harvester.model import ANNOUNCING, Announcement, Capture, Outcome, Verdict
from harvester.reading import DeclaredSource, Reading, read, received

MAX_SOURCES = 8
"""At most this many sources of one site are looked at: real sites name two to six; each costs a request and
its delay."""

TITLES = 3
"""At most this many titles of a source are shown."""

LISTED = "the list"
"""OPML names its sources under this name."""

LEAST_HEADLINES = 5
"""A page with fewer links that read as headlines is no listing: articles link to three or four others."""


class UrlFinding(NamedTuple):
    """What a URL turned out to be.

    kind: "page", "feed", "sitemap", "listing" or "list"; ``""`` if nothing could be told. number: of its
    questions or announcements. titles: the first ones. problem: what is wrong with it, ``""`` for nothing.
    where: who named it, ``""`` for what was asked for. leads_to: the URL that it redirects to. named: sources
    that a page without questions names. is_deferred: it was not asked for, for its host is to be left alone.
    """

    url: str
    kind: str = ""
    number: int = 0
    titles: tuple[str, ...] = ()
    problem: str = ""
    where: str = ""
    leads_to: str = ""
    named: tuple["UrlFinding", ...] = ()
    is_deferred: bool = False


Tell = Callable[[HostAwaited], None]
"""It tells a person about a host that is waited for."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A run that looks; ``tell`` is called before each long wait."""

    db: Database
    settings: Settings
    now: Callable[[], datetime]
    fetching: Fetching
    run_id: int
    tell: Tell

    def look(self, url: str) -> UrlFinding:
        """Return what the URL is, and which sources it names if it is a page without questions."""
        found, fetched = self._asked(url)
        if fetched is None or found.kind != PAGE or found.number:
            return found
        return found._replace(named=tuple(self._named(fetched, url)))

    def _asked(self, url: str, sought: DeclaredSource | None = None) -> tuple[UrlFinding, Fetched | None]:
        """Ask for a URL, keep what came, and return what it is."""
        for wait in self.fetching.long_waits([url]):
            self.tell(wait)
        (asked,) = self.fetching.ask([(url, Validators(), url)])
        if not isinstance(asked.answer, Fetched):
            return UrlFinding(url, problem=str(asked.answer), is_deferred=True), None
        end = asked.answer.end
        found = _seen(url, end, read(received(end, url), self.settings.rules, sought))
        found = found._replace(leads_to="" if end.url == url else end.url)
        self._store(asked.answer, "article" if found.kind == PAGE and found.number else "source")
        return found, asked.answer

    def _store(self, fetched: Fetched, role: str) -> None:
        """Keep what was captured; an article is read as in a run, a source once somebody follows it."""
        begun = self.now() if role == "article" else None
        with evidence(self.db):
            for chain in fetched.robots:
                add_chain(self.db, Recording(self.run_id, "robots"), chain)
            capture_id = add_chain(self.db, Recording(self.run_id, role, begun_at=begun), fetched.captures)
        if role == "article":
            Deriving(self.db, self.settings.rules, self.now).article(capture_id, fetched.end)
            return
        with relaxed(self.db):
            end_attempt(self.db.conn, (capture_id,))

    def _named(self, fetched: Fetched, url: str) -> Iterator[UrlFinding]:
        """Yield the sources of a page that have something, each looked at; else the page as a listing."""
        source = SourceDocument.of(
            fetched.end.body, fetched.end.url, header(fetched.end.headers, "Content-Type")
        )
        if is_opml(source.text):
            with suppress(BadInput):
                yield from map(_outlined, read_opml(source))
            return
        for candidates in self._candidates(source, fetched, url):
            looks = [self._candidate(each) for each in candidates[:MAX_SOURCES]]
            if good := [each for each in looks if each.kind in ANNOUNCING and each.number]:
                yield from good
                return
        if (listing := _listing(source)).number >= LEAST_HEADLINES:
            yield listing

    def _candidate(self, named: NamedSource) -> UrlFinding:
        look, _ = self._asked(named.url, DeclaredSource(named.kind))
        return look._replace(where=named.where)

    def _candidates(
        self, source: SourceDocument, fetched: Fetched, url: str
    ) -> Iterator[tuple[NamedSource, ...]]:
        """Yield what the page and robots.txt name; then, for the front page of a site, the usual places."""
        named = named_sources(source, fetched.end.headers)
        if not is_site(url):
            yield named
            return
        yield _each_once((*named, *self._by_robots(source.url)))
        yield usual_places(source.url)

    def _by_robots(self, url: str) -> tuple[NamedSource, ...]:
        """Return the sitemaps that the site's newest robots.txt names; it was asked for before its pages."""
        chains = robots_chains(self.db.conn, robots_url(url), is_unreachable)
        end = read_capture(self.db.conn, chains[-1][-1]) if chains else None
        if end is None or end.outcome is not Outcome.OK:
            return ()
        return named_by_robots(end.body.decode("utf-8-sig", "replace"), end.url)


def _each_once(named: Iterable[NamedSource]) -> tuple[NamedSource, ...]:
    found: dict[str, NamedSource] = {}
    for each in named:
        found.setdefault(each.url, each)
    return tuple(found.values())


def _outlined(outline: Outline) -> UrlFinding:
    return UrlFinding(outline.url, outline.kind, titles=(outline.title,), where=LISTED)


def is_site(url: str) -> bool:
    """Return whether a URL is the front page of a site."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _seen(url: str, end: Capture, reading: Reading) -> UrlFinding:
    """Return what an answer shows."""
    if end.outcome is not Outcome.OK:
        return UrlFinding(url, problem=f"{end.outcome}: {end.detail or reading.reason}".rstrip(": "))
    if reading.announcements:
        titles = tuple(each.title or each.url for each in reading.announcements[:TITLES])
        return UrlFinding(url, str(reading.verdict), len(reading.announcements), titles, reading.reason)
    if reading.verdict is Verdict.CONTENT and reading.snapshot.pairs:
        questions = tuple(each.question for each in reading.snapshot.pairs[:TITLES])
        return UrlFinding(url, PAGE, len(reading.snapshot.pairs), questions)
    if reading.verdict in {Verdict.CONTENT, Verdict.EMPTY}:
        return UrlFinding(url, PAGE, problem=reading.reason or "it has no questions")
    return UrlFinding(url, problem=f"{reading.verdict}: {reading.reason}".rstrip(": "))


def _listing(source: SourceDocument) -> UrlFinding:
    """Return a page as a listing of the links on it that read as headlines."""
    found: tuple[Announcement, ...] = ()
    with suppress(BadInput):
        found = listing_links(source)
    return UrlFinding(
        source.url, "listing", len(found), tuple(each.title for each in found[:TITLES]), where="its links"
    )


@contextmanager
def looking(db: Database, settings: Settings, now: Callable[[], datetime], tell: Tell) -> Iterator[Looking]:
    """Yield a run that looks; it ends, and its evidence is sealed, with the context."""
    invocation = Invocation("add", PROGRAM, settings.contact, as_setting(settings))
    row = RunRow(db, now)
    try:
        row.begin(invocation)
        with Fetching(db, settings, now) as fetching:
            yield Looking(db, settings, now, fetching, row.id, tell)
    finally:
        row.end({})
