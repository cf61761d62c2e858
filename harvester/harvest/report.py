"""What a run did, as events while it goes on and as one value at its end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from harvester.errors import ExitCode
from harvester.model import SUCCESSES, Capture, Change, Outcome

REFUSALS = frozenset({Outcome.ROBOTS_REFUSED, Outcome.BAD_URL})
"""Outcomes by which policy, not the network, kept us from a URL."""


@dataclass(frozen=True, slots=True)
class Planned:
    """So many URLs are about to be asked for: ``what`` is "sources" or "articles"."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Rederived:
    """So many captures were read again, because the parser is another, or a run was cut short.

    losses: (URL, questions before, after) of the articles that lost most of their questions by that.
    """

    captures: int
    losses: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A source was fetched: how many links it gave, and how many of them were new articles.

    problem: why nothing could be read from what came, ``""`` where something was.
    """

    capture: Capture
    links: int = 0
    added: int = 0
    problem: str = ""

    @property
    def failed(self) -> bool:
        """Return whether a person should look."""
        return bool(self.problem) or self.capture.outcome not in SUCCESSES


@dataclass(frozen=True, slots=True)
class Deferred:
    """A URL was not asked for, since its host wants to be left alone, or the run was stopped."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture was stored, and read where there was something to read.

    version: the number of the version it opened, 0 where it opened none. verdict, reason: of the
    reading, ``""`` where the capture was not read. lost: how many questions the version before has and
    this one, where most of them went at once, else ``()``.
    """

    capture: Capture
    verdict: str = ""
    reason: str = ""
    version: int = 0
    changes: tuple[Change, ...] = ()
    lost: tuple[int, ...] = ()

    @property
    def failed(self) -> bool:
        """Return whether a person should look: the fetch failed, or the page is no content."""
        return self.capture.outcome not in SUCCESSES or self.verdict not in {"", "content"}


def trouble(event: Captured | Found) -> str:
    """Return one word and one sentence on what went wrong."""
    if event.capture.outcome not in SUCCESSES:
        return f"{event.capture.outcome}: {event.capture.detail}"
    if isinstance(event, Found):
        return f"unreadable: {event.problem}"
    return f"{event.verdict}: {event.reason}"


Event = Planned | Rederived | Found | Deferred | Captured


@dataclass(slots=True)
class Report:
    """The sums of a run; grows by `add`."""

    sources: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    first_versions: int = 0
    new_versions: int = 0
    articles_added: int = 0
    captures_rederived: int = 0
    losses: list[tuple[str, int, int]] = field(default_factory=list)  # of questions: URL, before, after
    losses_by_reading: list[tuple[str, int, int]] = field(default_factory=list)  # in the same captures
    wire_bytes: int = 0
    deferred: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)  # sources by URL, and why nothing was found

    def add(self, event: Event) -> None:
        """Count the event."""
        match event:
            case Captured():
                self._count(event)
            case Found():
                self._count_source(event)
            case Rederived():
                self.captures_rederived += event.captures
                self.losses_by_reading += event.losses
            case Deferred():
                self.deferred += 1
            case Planned():
                pass

    def _count(self, event: Captured) -> None:
        self.outcomes[event.capture.outcome] += 1
        self.wire_bytes += event.capture.wire_bytes
        if event.verdict:
            self.verdicts[event.verdict] += 1
        self.first_versions += event.version == 1
        self.new_versions += event.version > 1
        self.changes.update(change.kind for change in event.changes)
        if event.lost:
            self.losses.append((event.capture.url, event.lost[0], event.lost[1]))
        if event.failed:
            self.failures.append((event.capture.url, trouble(event)))

    def _count_source(self, event: Found) -> None:
        self.sources[event.capture.outcome] += 1
        self.articles_added += event.added
        self.wire_bytes += event.capture.wire_bytes
        if event.problem:
            self.unreadable[event.capture.url] = event.problem
        if event.failed:
            self.failures.append((event.capture.url, trouble(event)))

    @property
    def captures(self) -> int:
        """Return how many times an article was asked for."""
        return self.outcomes.total()

    @property
    def exit_code(self) -> ExitCode:
        """Return 0 where all was done, 7 where policy refused everything, else 1."""
        if not self.failures and not self.deferred:
            return ExitCode.DONE
        asked = self.outcomes + self.sources
        refused = sum(asked[outcome] for outcome in REFUSALS)
        return ExitCode.REFUSED if refused and refused == asked.total() else ExitCode.SOME_FAILED

    def as_json(self) -> dict[str, Any]:
        """Return the report as the archive keeps it."""
        return {
            "captures": self.captures,
            "sources": dict(sorted(self.sources.items())),
            "outcomes": dict(sorted(self.outcomes.items())),
            "verdicts": dict(sorted(self.verdicts.items())),
            "first_versions": self.first_versions,
            "new_versions": self.new_versions,
            "changes": dict(sorted(self.changes.items())),
            "articles_added": self.articles_added,
            "captures_rederived": self.captures_rederived,
            "losses": [list(each) for each in self.losses],
            "losses_by_reading": [list(each) for each in self.losses_by_reading],
            "wire_bytes": self.wire_bytes,
            "failures": len(self.failures),
            "deferred": self.deferred,
            "unreadable": self.unreadable,
        }


def summed(events: Iterable[Event]) -> Report:
    """Return the report of all the events."""
    report = Report()
    for event in events:
        report.add(event)
    return report
