"""One run: it fetches what is due in parallel by host, and one writer stores, reads and folds the captures.

It is a generator of events. The caller may stop at any point: what was yielded is committed, and the run's
row is closed in any case. The run captures first, and then reads the captures that earlier runs left.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from sqlite_utils import Database

from harvester.archive.connection import path_of
from harvester.archive.due import Due, DueSource, heed_clock, plan
from harvester.archive.readings import articles_of, waiting
from harvester.archive.runs import Invocation, newest_capture_at
from harvester.archive.schedule import Condition, RequestedUrl, condition, wants_body
from harvester.config import Settings, as_setting
from harvester.errors import HarvesterError
from harvester.fetch import Fetched
from harvester.harvest.afterwards import afterwards
from harvester.harvest.bounds import EVERYTHING, Bounded, Bounds, stopping
from harvester.harvest.catching_up import catch_up
from harvester.harvest.clock import Clock, check_against_archive, check_year
from harvester.harvest.damage import Damage
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import announce_all, declare, discover
from harvester.harvest.enacting import enact, refresh
from harvester.harvest.events import (
    Captured,
    CapturesCaughtUp,
    Deferred,
    Ended,
    Event,
    Left,
    Postponed,
    RequestsPlanned,
    SourceFetched,
    Untried,
    captured,
)
from harvester.harvest.fetching import Fetching
from harvester.harvest.gathering import Begun, Gathering
from harvester.harvest.pool import collecting_seldom
from harvester.harvest.rendering import PageRenderer
from harvester.harvest.report import Report
from harvester.harvest.run_row import PROGRAM, RunRow
from harvester.harvest.settlements import settlements
from harvester.harvest.storing import Storing
from harvester.history.trouble import SELDOM
from harvester.http.headers import Validators
from harvester.model import ANNOUNCING, SUCCESSES, Outcome

What = TypeVar("What")
Wanted = TypeVar("Wanted", Due, DueSource)
Answer = TypeVar("Answer")

MAX_WAVES = 8
"""A run looks this many times for sources that its sources named; sitemap indexes are followed five deep."""

MAX_PLACES = 3
"""A run asks for at most this many URLs of one article, if the first ones fail."""

PLAN_EVERY = 50
"""After this many answers, the run computes when to ask again; after each one it would take three times the
CPU. If a run is killed, the next one computes it."""

NOT_ELSEWHERE = frozenset({Outcome.REFUSED, Outcome.RATE_LIMITED})
"""After these outcomes, a run does not try the other URLs of an article."""


class PlannedRequest(NamedTuple, Generic[What]):
    """A request: where it goes, which validators it sends, and what it is for."""

    place: RequestedUrl
    condition: Condition
    what: What


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way. damage: the parts of the archive that could not be read; it stops no capture."""

    db: Database
    storing: Storing
    fetching: Fetching
    deriving: Deriving
    clock: Clock
    damage: Damage
    bounded: Bounded

    def sources(self) -> Iterator[Event]:
        """Fetch the sources that are due, and those that they name; make articles of what they announce."""
        seen = set[int]()
        for _ in range(MAX_WAVES):
            self.plan()
            due = self.bounded.next_sources(self.clock.now())
            wanted = [each for each in due if each.source_id not in seen]
            if not wanted:
                return
            seen.update(each.source_id for each in wanted)
            yield RequestsPlanned("sources", len(wanted))
            for asked in self._ask([(each.place, each) for each in wanted]):
                yield asked if isinstance(asked, Untried) else self._source(*asked)

    def plan(self, until: datetime | None = None) -> None:
        """Compute when to ask again for what changed, and for articles that are due by then."""
        with self.damage.noted():
            plan(self.db, until)

    def _source(self, sent: PlannedRequest[DueSource], fetched: Fetched) -> SourceFetched:
        self.storing.store(fetched, sent.condition, role="source")
        before = len(self.damage.found)
        event = SourceFetched(fetched.end, led_from=fetched.led_from)
        with self.damage.noted():
            event = self._source_event(sent, fetched)
        return replace(event, problem=event.problem or self.damage.since(before))

    def _source_event(self, sent: PlannedRequest[DueSource], fetched: Fetched) -> SourceFetched:
        found = discover(self.deriving, sent.what.source_id)[0]
        word = found.source.trouble.word
        repeats = word == found.before.trouble.word != ""
        is_known = repeats and word in SELDOM
        event = SourceFetched(fetched.end, found.announced, found.added, led_from=fetched.led_from)
        return replace(event, problem=found.source.problem, verdict=word, repeats=repeats, is_known=is_known)

    def articles(self) -> Iterator[Event]:
        """Capture the due articles, at other URLs if the first fail; those on several pages come last."""
        now = self.clock.now()
        self.plan(now)
        if number := self.bounded.number(now):
            yield RequestsPlanned("articles", number)
        for wanted in self.bounded.waves(now):
            yield from self._wave(wanted)
            self.plan()

    def _wave(self, wanted: Sequence[Due]) -> Iterator[Event]:
        gathering = Gathering(self.db.conn, self.fetching, self.deriving, self.damage, self.storing.store)
        for number in range(MAX_PLACES):
            wanted = [each for each in wanted if number < len(each.places)]
            if not wanted:
                return
            if number:
                yield RequestsPlanned("articles", len(wanted))
            failed: list[Due] = []
            on_pages: list[Begun] = []
            for asked in self._with_plans(self._ask_at(number, wanted)):
                if isinstance(asked, Untried):
                    yield asked
                    continue
                sent, fetched = asked
                if fetched.end.outcome not in SUCCESSES | NOT_ELSEWHERE:
                    failed.append(sent.what)
                capture_id, unrendered = self.storing.store_article(fetched, sent.condition)
                begun = gathering.begun(capture_id, fetched.end)
                begun = begun._replace(unrendered=unrendered, led_from=fetched.led_from)
                if begun.next_url:
                    on_pages.append(begun)
                else:
                    yield self._settle_capture(begun)
            yield from map(self._settle_capture, gathering.finish(on_pages))
            wanted = failed

    def _ask_at(
        self, number: int, wanted: Sequence[Due]
    ) -> Iterator[tuple[PlannedRequest[Due], Fetched] | Untried]:
        """Yield the answers for articles at one URL of each. number: which URL, 0 for the first.

        An article whose further URLs the bounds exclude is not postponed: it has failed.
        """
        for asked in self._ask([(each.places[number], each) for each in wanted]):
            if number == 0 or not isinstance(asked, Postponed):
                yield asked

    def _with_plans(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """Yield the answers; once in `PLAN_EVERY`, compute when to ask again for the captures so far."""
        for count, each in enumerate(answers):
            if count % PLAN_EVERY == 0:
                self.plan()
            yield each

    def _settle_capture(self, begun: Begun) -> Captured:
        event = captured(begun.end, begun.capture_id, None, ())
        with self.damage.noted():
            reading = None if self.deriving.waits(begun.capture_id) else begun.reading
            settled = self.deriving.settle(begun.capture_id, begun.reading)
            if reading is not None and reading.verdict in ANNOUNCING:
                refresh(self.db, ())  # what was followed as an article is a source
            event = captured(begun.end, begun.capture_id, reading, settled)
        return replace(event, unrendered=begun.unrendered, led_from=begun.led_from)

    def _ask(
        self, wanted: Sequence[tuple[RequestedUrl, Wanted]]
    ) -> Iterator[tuple[PlannedRequest[Wanted], Fetched] | Untried]:
        """Yield an answer or an event for each request; at the end, how many are left for a later run."""
        if self.fetching.stopped:
            self.bounded.left = 0
        requests = [self._request(*each) for each in wanted[: self.bounded.take(len(wanted))]]
        answered = 0
        yield from self.fetching.long_waits(url for url, *_ in requests)
        for asked in self.fetching.ask(requests):
            if not isinstance(asked.answer, Fetched):
                if not self.fetching.stopped:
                    answered += 1
                    yield Deferred(asked.what.place.url, str(asked.answer))
                continue
            answered += 1
            self.clock.compare(asked.answer.captures)
            yield asked.what, asked.answer
            self.bounded.stop_if_full(self.fetching)
        if left := len(wanted) - answered:
            yield Postponed(left)

    def _request(self, place: RequestedUrl, what: Wanted) -> tuple[str, Validators, PlannedRequest[Wanted]]:
        sent = PlannedRequest(place, Condition(), what)
        with self.damage.noted():
            conn, at = self.db.conn, self.clock.now()
            if self.fetching.sends_conditions(place.url) and not wants_body(conn, place, at):
                sent = sent._replace(condition=condition(conn, place, announcing=isinstance(what, DueSource)))
        return place.url, sent.condition.validators, sent


def harvest(
    db: Database,
    settings: Settings,
    command: str = "run",
    clock: Clock | None = None,
    bounds: Bounds = EVERYTHING,
) -> Generator[Event, None, None]:
    """Do one run and yield what happens. Close the generator if it is not read to its end.

    Raises ClockWrong if the clock is more than an hour off that of the archive or of the hosts,
    ConfigError if nobody can calculate with its times, or if the bounds name what is not followed, and
    ArchiveUnwritable if the disk has too little free space, before the first request or after the last.
    """
    clock = clock or Clock()
    bounded = Bounded(db.conn, path_of(db.conn), bounds, (settings.per_host, settings.per_run))
    bounded.check_space()
    check_year(clock.now())
    if not clock.trusted:
        check_against_archive(clock.now(), newest_capture_at(db.conn))
    invocation = Invocation(command, PROGRAM, settings.contact, as_setting(settings))
    report, row = Report(), RunRow(db, clock.now)
    try:
        row.begin(invocation)
        with (
            collecting_seldom(),
            Fetching(db, settings, clock.now) as fetching,
            stopping(fetching, bounds.seconds),
            PageRenderer(db, settings, fetching, row.id) as pages,
        ):
            storing = Storing(db, row.id, clock, fetching, pages)
            for event in _steps(settings, storing, bounded):
                report.add(event)
                yield event
        report.exit = str(int(report.exit_code))
    except HarvesterError as error:
        report.exit = str(int(error.exit_code))
        raise
    finally:
        row.end(report.as_json())
    yield from afterwards(db, settings, row.id, clock)


def _steps(settings: Settings, storing: Storing, bounded: Bounded) -> Iterator[Event]:
    db, clock = storing.db, storing.clock
    damage = Damage()
    with damage.noted():
        enact(db)
    with damage.noted():
        yield from (Ended(url) for url in declare(db, settings, clock.now()))
    deriving = Deriving(db, settings.rules, clock.now)
    with damage.noted():
        behind = waiting(db.conn, deriving.reader.label)
        deriving = replace(deriving, behind=articles_of(db.conn, behind))
        yield announce_all(deriving)
    run = Run(db, storing, storing.fetching, deriving, clock, damage, bounded)
    run.plan()
    heed_clock(db, clock.now())
    for steps in (run.sources(), run.articles()):
        yield from steps
        if bounded.budget.left:
            yield Postponed(bounded.budget.left)
    clock.check()
    with damage.noted():
        yield from _catch_up_events(deriving)
    run.plan()
    damage.tell()
    bounded.tell()


def _catch_up_events(deriving: Deriving) -> Iterator[Event]:
    """Read the captures that earlier runs left; yield an event for each batch, and one for the rest."""
    for each in catch_up(deriving):
        yield CapturesCaughtUp(each.captures, settlements(each.settled), each.losses)
    if left := len(waiting(deriving.db.conn, deriving.reader.label)):
        yield Left(left)
