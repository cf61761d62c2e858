"""How a run is shown while it goes on: a bar on a terminal, a line for each failure elsewhere."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from harvester.cli.wording import safe
from harvester.harvest.events import (
    Captured,
    CaughtUp,
    Deferred,
    Ended,
    Event,
    Found,
    Planned,
    Stamped,
    trouble,
)

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def watched(events: Iterable[Event], *, on_terminal: bool) -> Iterator[Event]:
    """Yield the events and show each on stderr."""
    shown: ProgressBar[int] | None = None
    try:
        for event in events:
            if on_terminal and isinstance(event, Planned):
                _finish(shown)
                shown = bar(event.number, event.what) if event.number else None
            elif shown and isinstance(event, Captured | Deferred | Found):
                shown.update(1)
            for line in _lines(event):
                _say(line, over=shown)
            yield event
    finally:
        _finish(shown)


def bar(length: int, label: str) -> "ProgressBar[int]":
    """Return a bar on stderr that stands at its beginning."""
    made: ProgressBar[int] = click.progressbar(length=length, label=label, show_pos=True, file=sys.stderr)
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


def _lines(event: Event) -> Iterator[str]:
    """Yield what a person should look at."""
    match event:
        case Captured() | Found() if event.failed:
            yield f"failed    {event.capture.url}  {safe(trouble(event))}"
        case Captured() if event.lost:
            before, after = event.lost
            yield f"look at   {event.capture.url}  {before} → {after} questions: page broken, or rewritten?"
        case CaughtUp():
            yield from map(lost_by_reading, event.losses)
        case Ended():
            yield f"ended     {event.url}  harvester.toml no longer declares it"
        case Stamped() if event.problem:
            yield f"no stamp  {event.authority}  {safe(event.problem)} The next run asks again."
        case Deferred():
            yield f"deferred  {event.url}  {event.reason}"


def lost_by_reading(loss: tuple[str, int, int]) -> str:
    """Return what is said of an article that lost questions though its captures stayed the same."""
    url, before, after = loss
    return f"look at   {url}  {before} → {after} questions in the same captures: parser or site rule broken?"


def _say(line: str, over: "ProgressBar[int] | None") -> None:
    """Print a line on stderr; where a bar stands, above it."""
    if over:
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(line, err=True)
    if over:
        over.render_progress()


def _finish(shown: "ProgressBar[int] | None") -> None:
    if shown:
        shown.render_finish()
