"""What a run did, as one value at its end: the sums over its events."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from harvester.errors import ExitCode
from harvester.harvest.events import (
    ArticlesAnnounced,
    Captured,
    CapturesCaughtUp,
    Deferred,
    Ended,
    Event,
    HostAwaited,
    Left,
    Postponed,
    RequestsPlanned,
    Saved,
    SourceFetched,
    Stamped,
    trouble,
)
from harvester.harvest.settlements import Settlement
from harvester.model import Outcome

REFUSALS = frozenset(
    {Outcome.ROBOTS_REFUSED, Outcome.ADDRESS_REFUSED, Outcome.ARCHIVING_REFUSED, Outcome.BAD_URL}
)
"""With these outcomes, policy and not the network prevented a capture."""

STOPPED = "stopped"
"""It stands in the place of an exit code: the run was interrupted before its end."""


@dataclass(slots=True)
class Report:
    """The sums of a run; grows by `add`.

    sources, results: how many sources, and captures of articles, came to what; each is counted once.
    asked: the outcomes of both. exit: the exit code, once the run has come to its end.
    """

    sources: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    first_versions: int = 0
    new_versions: int = 0
    articles_added: int = 0
    captures_caught_up: int = 0
    captures_left: int = 0
    losses: list[tuple[str, int, int]] = field(default_factory=list)  # of questions: URL, before, after
    wire_bytes: int = 0
    deferred: int = 0
    postponed: int = 0
    repeated: int = 0  # of the failures, those that the run before has told
    known: int = 0  # failures that earlier runs have told
    ended: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    exit: str = STOPPED

    def add(self, event: Event) -> None:
        """Count the event."""
        match event:
            case Captured():
                self._count(event)
            case SourceFetched():
                self._count_source(event)
            case CapturesCaughtUp():
                self.captures_caught_up += event.captures
                self.losses += event.losses
                self._count_settled(event.settled)
            case Ended():
                self.ended.append(event.url)
            case ArticlesAnnounced():
                self.articles_added += event.added
            case Left() | Deferred() | Postponed():
                self._count_undone(event)
            case RequestsPlanned() | HostAwaited() | Saved() | Stamped():
                pass

    def _count_undone(self, event: Left | Deferred | Postponed) -> None:
        match event:
            case Left():
                self.captures_left = event.captures
            case Deferred():
                self.deferred += 1
            case Postponed():
                self.postponed += event.number

    def _count(self, event: Captured) -> None:
        self.asked[event.capture.outcome] += 1
        self.wire_bytes += event.capture.wire_bytes
        self.results[event.result] += 1
        self._count_settled(event.settled)
        if event.lost:
            self.losses.append((event.url, event.lost[0], event.lost[1]))
        self._count_failure(event)

    def _count_source(self, event: SourceFetched) -> None:
        self.asked[event.capture.outcome] += 1
        self.sources[event.result] += 1
        self.articles_added += event.added
        self.wire_bytes += event.capture.wire_bytes
        self._count_failure(event)

    def _count_settled(self, settled: Iterable[Settlement]) -> None:
        for each in settled:
            self.first_versions += each.is_first
            self.new_versions += each.versions - each.is_first
            self.changes.update(each.changes)
            self.events.update(each.events)

    def _count_failure(self, event: Captured | SourceFetched) -> None:
        self.known += event.is_known
        if event.failed:
            self.repeated += event.repeats
            self.failures.append((event.url, trouble(event)))

    @property
    def captures(self) -> int:
        """Return how many times an article was asked for."""
        return self.results.total()

    @property
    def exit_code(self) -> ExitCode:
        """Return 0 if all was done, 7 if policy refused everything, else 1."""
        if not self.failures and not self.deferred:
            return ExitCode.DONE
        refused = sum(self.asked[outcome] for outcome in REFUSALS)
        return ExitCode.REFUSED if refused and refused == self.asked.total() else ExitCode.SOME_FAILED

    def as_json(self) -> dict[str, Any]:
        """Return the report as the archive keeps it, for people."""
        return {
            "captures": self.captures,
            "sources": dict(sorted(self.sources.items())),
            "results": dict(sorted(self.results.items())),
            "first_versions": self.first_versions,
            "new_versions": self.new_versions,
            "changes": dict(sorted(self.changes.items())),
            "events": dict(sorted(self.events.items())),
            "articles_added": self.articles_added,
            "captures_caught_up": self.captures_caught_up,
            "captures_left": self.captures_left,
            "wire_bytes": self.wire_bytes,
            "failures": len(self.failures),
            "known_failures": self.known,
            "repeated_failures": self.repeated,
            "deferred": self.deferred,
            "postponed": self.postponed,
            "ended": self.ended,
            "exit": self.exit,
        }


def summed(events: Iterable[Event]) -> Report:
    """Return the report of all the events."""
    report = Report()
    for event in events:
        report.add(event)
    return report
