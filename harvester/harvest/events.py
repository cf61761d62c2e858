"""What a run does, as events that it yields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from harvester.harvest.known_readings import SameAs
from harvester.harvest.settlements import Settlement, settlements
from harvester.harvest.settling import Settled
from harvester.history.explainers import LASTING
from harvester.history.standing import Standing
from harvester.history.trouble import SELDOM
from harvester.model import SUCCESSES, Capture, Verdict
from harvester.reading import Reading
from harvester.reading.walls import WALLS_OF_ERRORS
from harvester.result import came_to

MANY = 5
"""A loss is reported for articles with at least this many questions; fewer disappear for good reasons."""

KEPT = 3
"""A loss is reported if less than one question in this many is left; ``yield_list`` has the same figures."""


def lost_most(before: int, after: int) -> bool:
    """Return whether most questions disappeared, which happens when the parser or the page breaks."""
    return before > after == 0 or (before >= MANY and KEPT * after < before)


@dataclass(frozen=True, slots=True)
class RequestsPlanned:
    """A number of URLs are about to be asked for: ``what`` is "sources" or "articles"."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A source or article is ended, because the settings no longer declare it."""

    url: str


@dataclass(frozen=True, slots=True)
class CapturesCaughtUp:
    """A number of captures were read that an earlier run left, or that another reader read.

    losses: (URL, questions before, questions after) of the articles that lost most of their questions.
    """

    captures: int
    settled: tuple[Settlement, ...] = ()
    losses: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A number of captures wait for the next run to read them."""

    captures: int


@dataclass(frozen=True, slots=True)
class ArticlesAnnounced:
    """Captures of sources that were there before the run announce new articles."""

    added: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority was asked to stamp the head of the run: when it did, or why there is no stamp."""

    authority: str
    at: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """Another archive was asked to save a page: where it has it, or why not. url: ``""`` for several."""

    url: str
    memento: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SourceFetched:
    """A source was fetched: how many URLs it announced for the first time, and how many were new articles.

    problem: why nothing usable came, ``""`` if something did; verdict: the same as a word.
    repeats, is_known, led_from: as for `Captured`.
    """

    capture: Capture
    announced: int = 0
    added: int = 0
    problem: str = ""
    verdict: str = ""
    repeats: bool = False
    is_known: bool = False
    led_from: str = ""

    @property
    def url(self) -> str:
        """Return the URL that was asked for, which a person knows the source by."""
        return self.led_from or self.capture.url

    @property
    def result(self) -> str:
        """Return in one word what it came to."""
        return self.verdict or self.capture.outcome

    @property
    def failed(self) -> bool:
        """Return whether a person should look."""
        return bool(self.problem) and not self.is_known


@dataclass(frozen=True, slots=True)
class Deferred:
    """A URL was not asked for, because its host wants no requests now or the run was stopped."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class HostAwaited:
    """A host is waited for until it may be asked; others are asked meanwhile."""

    host: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Postponed:
    """A number of URLs are left for a later run, because this one has reached a bound that was set for it."""

    number: int


Untried = Deferred | HostAwaited | Postponed
"""These say that no request was made, or not yet."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture was stored, and read if there was something to read.

    verdict, reason: of the reading, ``""`` if the capture was not read. standing: what its article's history
    made of it, ``""`` if it waits. settled: what was new in the histories. repeats: the run before has
    reported the same trouble. is_known: the same, and it rarely passes by itself. lost: the numbers of
    questions before and after, if most of them disappeared. unrendered: why a browser that was to render the
    page made no document. led_from: the URL that was asked for, if it led to that of the capture.
    """

    capture: Capture
    verdict: str = ""
    reason: str = ""
    standing: str = ""
    settled: tuple[Settlement, ...] = ()
    repeats: bool = False
    is_known: bool = False
    lost: tuple[int, ...] = ()
    unrendered: str = ""
    led_from: str = ""

    @property
    def url(self) -> str:
        """Return the URL that was asked for, which a person knows the article by."""
        return self.led_from or self.capture.url

    @property
    def result(self) -> str:
        """Return in one word what it came to."""
        return came_to(self.capture.outcome, self.verdict, self.standing)

    @property
    def failed(self) -> bool:
        """Return whether a person should look: the fetch failed, or the page opened no version."""
        return bool(trouble(self)) and not self.is_known


def captured(
    capture: Capture, capture_id: int, reading: Reading | SameAs | None, settled: Sequence[Settled]
) -> Captured:
    """Return the event of a capture that was stored, read and settled."""
    stands = [(each, each.steps[capture_id].stood) for each in settled if capture_id in each.steps]
    # Another article that was shown has the capture, too; for the one that was asked for it is gone.
    own, stood = max(stands, key=lambda each: each[1].standing is Standing.GONE, default=(None, None))
    repeats = own is not None and own.trouble.word == own.before.word != ""
    return Captured(
        capture,
        verdict=reading.verdict if reading else "",
        reason=(stood.why if stood else "") or (reading.reason if reading else ""),
        standing=stood.standing if stood else "",
        settled=settlements(settled),
        repeats=repeats,
        is_known=own is not None and _is_known(own),
        lost=_lost(own, capture_id) if own else (),
    )


def _is_known(own: Settled) -> bool:
    """Return whether earlier runs have told the trouble: it goes on, and a person need not look again."""
    goes_on = own.trouble.word == own.before.word
    return goes_on and (own.trouble.word in SELDOM or (own.was_remembered and own.trouble.word in LASTING))


def _lost(own: Settled, capture_id: int) -> tuple[int, ...]:
    """Return the numbers of questions before and after, if the capture opened a version that lost most."""
    version = own.steps[capture_id].version
    if version is None or version.n == 1:
        return ()
    after = len(version.questions)
    dropped = sum(told.change.kind in {"dropped", "merged"} for told in version.changes)
    came = sum(told.change.kind in {"asked", "restored", "split"} for told in version.changes)
    before = after - came + dropped
    return (before, after) if lost_most(before, after) else ()


_TROUBLED = frozenset((Standing.SUSPECT, Standing.WAITING, Standing.REJECTED, Standing.UNREADABLE))
_TROUBLED |= {Standing.GONE, Standing.WALLED}


def trouble(event: Captured | SourceFetched) -> str:
    """Return one word and one sentence on what went wrong; ``""`` if nothing did."""
    if event.capture.outcome not in SUCCESSES:
        wall = _wall(event) if isinstance(event, Captured) else ""
        return f"{event.capture.outcome}: {event.capture.detail}{wall}"
    if isinstance(event, SourceFetched):
        return f"{event.result}: {event.problem}" if event.problem else ""
    if event.standing == Standing.UNREADABLE and not event.verdict and not event.reason:
        return ""  # a takedown removed these bytes, and they are not stored again
    if event.standing in _TROUBLED and event.verdict in {"", Verdict.CONTENT}:
        reason = "another page came in its place" if event.standing == Standing.GONE else event.reason
        return f"{event.standing}: {reason}"
    if event.unrendered:
        return f"unrendered: {event.unrendered}"
    return f"{event.verdict}: {event.reason}" if event.verdict not in {"", Verdict.CONTENT} else ""


def _wall(event: Captured) -> str:
    """Return which wall came with an answer that is not a success, as the end of a sentence."""
    if event.verdict not in WALLS_OF_ERRORS:
        return ""
    return f" (the page is a {event.verdict.replace('_', ' ')}: {event.reason})"


Event = (
    RequestsPlanned
    | ArticlesAnnounced
    | Ended
    | CapturesCaughtUp
    | Left
    | SourceFetched
    | Deferred
    | HostAwaited
    | Postponed
    | Captured
    | Stamped
    | Saved
)
