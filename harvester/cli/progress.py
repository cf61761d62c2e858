"""How a run is shown while it goes on: a bar on a terminal, a log elsewhere, one event a line."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TextIO

import click

from harvester.archive.columns import to_text
from harvester.cli.wording import safe
from harvester.harvest.events import (
    Captured,
    CapturesCaughtUp,
    Deferred,
    Ended,
    Event,
    HostAwaited,
    Postponed,
    RequestsPlanned,
    Saved,
    SourceFetched,
    Stamped,
    Untried,
    trouble,
)
from harvester.view.wording import counted

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

WIDEST_BAR = 36
"""The bar has this many columns where there is room; more would say no more."""

BESIDE_BAR = len("  []  ") + len("  1d 00:00:00")
"""Brackets, spaces and the remaining time take this many columns beside the bar, its label and numbers."""

WORD_COLUMNS = 8
"""A line's first word is filled up to this many columns, the length of "deferred"."""


class Detail(IntEnum):
    """How much is printed about a run."""

    QUIET = 0  # new failures, and what else a person should look at
    NORMAL = 1  # and a bar, and what is left for later
    VERBOSE = 2  # and each capture, also what failed as before


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """What is said of an event: a word, what it is about, words for a person; facts for programs.

    detail: from which on it is told.
    """

    word: str
    url: str = ""
    text: str = ""
    facts: tuple[tuple[str, Any], ...] = ()
    detail: Detail = Detail.QUIET

    def __str__(self) -> str:
        return "  ".join(filter(None, (f"{self.word:<{WORD_COLUMNS}}", self.url, self.text))).rstrip()


@dataclass(frozen=True, slots=True)
class Showing:
    """How a run is shown on stderr.

    has_bar: a bar shows how far it is. is_log: each line has a time, and the first and the last line say that
    the run began and ended. is_json: each line is a JSON object.
    """

    has_bar: bool
    is_log: bool
    detail: Detail = Detail.NORMAL
    is_json: bool = False

    def say(self, line: ProgressLine, now: datetime, over: "ProgressBar[int] | None" = None) -> None:
        """Print a line on stderr, if it is to be told; where a bar stands, above it."""
        if line.detail > self.detail:
            return
        if over:
            click.echo("\r\033[K", nl=False, err=True)
        click.echo(self._as_json(line, now) if self.is_json else self._as_text(line, now), err=True)
        if over:
            over.render_progress()

    def _as_text(self, line: ProgressLine, now: datetime) -> str:
        at = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}  " if self.is_log else ""
        return f"{at}{line}"

    def _as_json(self, line: ProgressLine, now: datetime) -> str:
        facts = {"at": to_text(now), "event": line.word, "url": line.url, "text": line.text}
        return json.dumps({**{name: each for name, each in facts.items() if each}, **dict(line.facts)})


def showing_on(stream: TextIO, detail: Detail = Detail.NORMAL, *, is_json: bool = False) -> Showing:
    """Return how a run is shown there: with a bar on a terminal, as a log elsewhere."""
    is_log = is_json or not stream.isatty()
    return Showing(
        has_bar=not is_log and detail > Detail.QUIET, is_log=is_log, detail=detail, is_json=is_json
    )


def watched(events: Iterable[Event], showing: Showing) -> Iterator[Event]:
    """Yield the events and show each on stderr."""
    shown: ProgressBar[int] | None = None
    try:
        for event in events:
            if showing.has_bar and isinstance(event, RequestsPlanned):
                _finish(shown)
                shown = bar(event.number, event.what) if event.number else None
            elif shown and isinstance(event, Captured | Deferred | SourceFetched):
                shown.update(1)
            for line in lines(event):
                showing.say(line, datetime.now(UTC), over=shown)
            yield event
    finally:
        _finish(shown)


def bar(length: int, label: str) -> "ProgressBar[int]":
    """Return a bar on stderr that stands at its beginning."""
    room = _columns() - 1 - len(label) - 2 * len(str(length)) - 1 - BESIDE_BAR
    made: ProgressBar[int] = click.progressbar(
        length=length,
        label=label,
        width=max(1, min(WIDEST_BAR, room)),
        show_eta=room > 0,
        show_pos=True,
        file=sys.stderr,
    )
    made.render_progress()
    return made


@contextmanager
def bar_of_two(label: str, *, on_terminal: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told how much is done, and how much there is; on a terminal, a bar shows it."""
    shown = bar(1, label) if on_terminal else None

    def watch(done: int, total: int) -> None:
        if shown:
            shown.length = max(total, 1)
            shown.update(done - shown.pos)

    try:
        yield watch
    finally:
        if shown:
            shown.render_finish()


@contextmanager
def bar_of_rows(label: str, number: Callable[[], int]) -> Iterator[Callable[[int], object]]:
    """Yield what is told how many more are done; on a terminal, a bar shows it. number: counts them all."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    shown = bar(number(), label)
    try:
        yield shown.update
    finally:
        shown.render_finish()


def _columns() -> int:
    """Return how wide the terminal is on which the bar stands, which need not be that of stdout."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or WIDEST_BAR
    except (OSError, ValueError):
        return 80


def lines(event: Event) -> Iterator[ProgressLine]:
    """Yield what there is to say of an event."""
    match event:
        case Captured() | SourceFetched():
            yield from _capture(event)
        case CapturesCaughtUp():
            yield from map(lost_by_reading, event.losses)
        case Ended():
            yield ProgressLine(
                "ended", event.url, "harvester.toml no longer declares it", detail=Detail.NORMAL
            )
        case Stamped() | Saved():
            yield from _afterwards(event)
        case Deferred() | HostAwaited() | Postponed():
            yield untried(event)
        case RequestsPlanned():
            facts, text = (("number", event.number),), counted(event.number, event.what.removesuffix("s"))
            yield ProgressLine("asking", text=text, facts=facts, detail=Detail.VERBOSE)


def untried(event: Untried) -> ProgressLine:
    """Return what is said of a URL that is not asked for, or of a host that is waited for."""
    match event:
        case Deferred():
            return ProgressLine("deferred", event.url, event.reason, detail=Detail.NORMAL)
        case HostAwaited():
            text = f"{event.host} is not to be asked before {event.until:%H:%M:%S} UTC."
            return ProgressLine("waiting", text=text, detail=Detail.NORMAL)
        case Postponed():
            text = f"{counted(event.number, 'URL')} for a later run"
            return ProgressLine("left", text=text, detail=Detail.NORMAL)


def _afterwards(event: Stamped | Saved) -> Iterator[ProgressLine]:
    if isinstance(event, Stamped):
        if event.problem:
            yield ProgressLine("no stamp", event.authority, f"{safe(event.problem)} The next run asks again.")
    elif event.problem:
        problem = safe(event.problem)
        yield ProgressLine("unsaved", event.url, told_once(event.url, problem) if event.url else problem)
    else:
        yield ProgressLine("saved", event.url, safe(event.memento), detail=Detail.NORMAL)


def _capture(event: Captured | SourceFetched) -> Iterator[ProgressLine]:
    capture = event.capture
    facts = (("result", event.result), ("status", capture.status), ("bytes", capture.wire_bytes))
    if words := trouble(event):
        detail = Detail.QUIET if event.failed and not event.repeats else Detail.VERBOSE
        word = "failed" if event.failed else "known"
        words += f" (redirected to {capture.url})" if event.led_from else ""
        yield ProgressLine(word, event.url, told_once(event.url, words), facts, detail)
    else:
        text = f"{event.result.replace('_', ' ')}, {capture.wire_bytes:,} bytes"
        yield ProgressLine("captured", event.url, text, facts, Detail.VERBOSE)
    if isinstance(event, Captured) and event.lost:
        before, after = event.lost
        text = f"{before} → {after} questions: page broken, or rewritten?"
        yield ProgressLine("look at", event.url, text, (("before", before), ("after", after)))


def told_once(url: str, words: str) -> str:
    """Return the words without the URL, which the line has said already."""
    return re.sub(rf"{re.escape(url)}(?=[.,:;)]*(?:\s|$))", "it", safe(words))


def lost_by_reading(loss: tuple[str, int, int]) -> ProgressLine:
    """Return what is said of an article that lost questions though its captures stayed the same."""
    url, before, after = loss
    text = f"{before} → {after} questions in the same captures: parser or site rule broken?"
    return ProgressLine("look at", url, text, (("before", before), ("after", after)))


def _finish(shown: "ProgressBar[int] | None") -> None:
    if shown:
        shown.render_finish()
